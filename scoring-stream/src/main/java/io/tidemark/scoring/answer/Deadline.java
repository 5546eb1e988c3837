package io.tidemark.scoring.answer;

import io.tidemark.streamkit.deadletter.Fault;
import io.tidemark.streamkit.deadletter.Reason;
import io.tidemark.topic.HeaderNames;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/// Until when whoever asked has use for an answer: header [HeaderNames#DEADLINE_MS] of the request.
///
/// Later it is not scored, so that a scorer that fell behind spends its time on requests that somebody waits for.
public final class Deadline {
    /// The latest instant with four digits for the year.
    private static final long MAX_MS = 253_402_300_799_999L;

    private static final int MAX_SHOWN_CHARS = 40;

    private Deadline() {}

    /// Why a request is not to be scored now. Of several deadlines the last one counts, as everywhere in Kafka.
    ///
    /// @param headers of the request
    /// @param nowMs the time at which it is its turn, milliseconds since 1970-01-01 UTC
    public static Optional<Fault> check(Headers headers, long nowMs) {
        Header header = headers.lastHeader(HeaderNames.DEADLINE_MS);
        if (header == null) {
            return Optional.empty();
        }
        long deadlineMs = parse(header.value());
        if (deadlineMs < 0) {
            return Optional.of(new Fault(Reason.INVALID_FIELD, notADeadline(header.value())));
        }
        return nowMs <= deadlineMs
                ? Optional.empty()
                : Optional.of(new Fault(Reason.EXPIRED, expired(deadlineMs, nowMs)));
    }

    /// @return -1 when the bytes are no deadline
    private static long parse(byte[] value) {
        if (value == null || value.length == 0) {
            return -1;
        }
        long ms = 0;
        for (byte digit : value) {
            if (digit < '0' || digit > '9') {
                return -1;
            }
            ms = 10 * ms + (digit - '0');
            if (ms > MAX_MS) {
                return -1;
            }
        }
        return ms;
    }

    private static String notADeadline(byte[] value) {
        String text = value == null ? "" : new String(value, StandardCharsets.UTF_8);
        String shown = text.length() <= MAX_SHOWN_CHARS ? text : text.substring(0, MAX_SHOWN_CHARS) + "...";
        return "Found '" + shown + "' in the header " + HeaderNames.DEADLINE_MS
                + ", expected milliseconds since 1970-01-01 UTC as decimal digits, such as 1767225600000.";
    }

    private static String expired(long deadlineMs, long nowMs) {
        return "Found the deadline " + deadlineMs + " (" + Instant.ofEpochMilli(deadlineMs) + ") in the header "
                + HeaderNames.DEADLINE_MS + ", " + (nowMs - deadlineMs)
                + " ms before it was this request's turn, expected a later one, in milliseconds. `tidemark redrive"
                + " --reason EXPIRED` asks again, without a deadline or with a new one.";
    }
}
