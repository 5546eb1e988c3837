package io.tidemark.scoring.replay;

import java.time.Instant;
import java.util.Map;

/// One end of a range of requests, as people say it.
public sealed interface RangeBound {
    /// As far as the log goes.
    RangeBound OPEN = new OfOffsets(Map.of());

    /// The first request whose record timestamp is this or later.
    record OfTime(Instant time) implements RangeBound {}

    /// Offsets by partition; partitions that are not named are open.
    record OfOffsets(Map<Integer, Long> offsets) implements RangeBound {
        public OfOffsets {
            offsets = Map.copyOf(offsets);
        }
    }
}
