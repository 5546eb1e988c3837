package io.tidemark.notifier.delivery;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.concurrent.atomic.AtomicInteger;

/// What one courier counts, by sink.
public final class CourierMeters {
    private final AtomicInteger waiting = new AtomicInteger();
    private final Counter delivered;
    private final Counter summarised;
    private final Counter givenUp;
    private final Counter failures;
    private final Counter throttled;

    /// @param sink name of the sink
    public CourierMeters(MeterRegistry meters, String sink) {
        meters.gauge("tidemark.notifier.waiting", Tags.of("sink", sink), waiting);
        delivered = meters.counter("tidemark.notifier.delivered", "sink", sink, "form", "single");
        summarised = meters.counter("tidemark.notifier.delivered", "sink", sink, "form", "summary");
        givenUp = meters.counter("tidemark.notifier.undeliverable", "sink", sink);
        failures = meters.counter("tidemark.notifier.failures", "sink", sink, "kind", "failed");
        throttled = meters.counter("tidemark.notifier.failures", "sink", sink, "kind", "throttled");
    }

    void waiting(int notices) {
        waiting.set(notices);
    }

    void delivered(int notices, boolean inSummary) {
        (inSummary ? summarised : delivered).increment(notices);
    }

    void givenUp(int notices) {
        givenUp.increment(notices);
    }

    void failed(boolean asked) {
        (asked ? throttled : failures).increment();
    }

    /// Notices told since the start.
    public long told() {
        return (long) (delivered.count() + summarised.count());
    }

    /// Notices given up since the start.
    public long lost() {
        return (long) givenUp.count();
    }
}
