package io.tidemark.registry.cascade;

import java.util.concurrent.atomic.AtomicLong;

/// What came of asking one source for bundles. Safe for use by many threads.
final class SourceTally {
    private final String source;
    private final AtomicLong served = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private final AtomicLong altered = new AtomicLong();

    SourceTally(String source) {
        this.source = source;
    }

    void hasServed() {
        served.incrementAndGet();
    }

    void hasFailed() {
        failed.incrementAndGet();
    }

    void wasAltered() {
        altered.incrementAndGet();
    }

    SourceCounts counts() {
        return new SourceCounts(source, served.get(), failed.get(), altered.get());
    }
}
