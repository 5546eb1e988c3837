package io.tidemark.streamkit.deadletter;

import java.time.Instant;
import java.util.Optional;

/// What has to hold of an event in itself, whatever it is about. One place for all services: what one of them answers,
/// none of the others refuses.
public final class EventChecks {
    /// Longest id of a request, characters.
    public static final int MAX_ID_CHARS = 200;

    /// The latest time that there is: bounds nothing.
    public static final Instant ANY_TIME = Instant.ofEpochMilli(Long.MAX_VALUE);

    private EventChecks() {}

    /// What is wrong with the id of a request.
    public static Optional<Fault> requestId(String id) {
        return id.isBlank() || id.length() > MAX_ID_CHARS
                ? Optional.of(new Fault(
                        Reason.INVALID_FIELD,
                        "Found a request_id of " + id.length() + " characters, expected 1 to " + MAX_ID_CHARS
                                + ", not only white space."))
                : Optional.empty();
    }

    /// What is wrong with an event time.
    ///
    /// @param latest [#ANY_TIME], or the latest time that is believed; the earliest is 1970-01-01 UTC, both inclusive
    public static Optional<Fault> eventTime(Instant time, Instant latest) {
        return time.isAfter(latest) || time.isBefore(Instant.EPOCH)
                ? Optional.of(new Fault(
                        Reason.TIMESTAMP_OUT_OF_RANGE,
                        "Found event_time " + time.toEpochMilli() + " ms, expected 0 to " + latest.toEpochMilli()
                                + " ms."))
                : Optional.empty();
    }
}
