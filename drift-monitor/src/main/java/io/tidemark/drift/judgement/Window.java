package io.tidemark.drift.judgement;

import java.time.Instant;

/// A stretch of event time.
///
/// @param name name in the manifest
/// @param startMs start, inclusive, milliseconds since 1970-01-01 UTC
/// @param endMs end, exclusive
public record Window(String name, long startMs, long endMs) {
    long lengthMs() {
        return endMs - startMs;
    }

    Instant start() {
        return Instant.ofEpochMilli(startMs);
    }

    Instant end() {
        return Instant.ofEpochMilli(endMs);
    }
}
