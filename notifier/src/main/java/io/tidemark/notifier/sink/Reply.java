package io.tidemark.notifier.sink;

import io.tidemark.notifier.delivery.Answer;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/// What came back over HTTP.
public sealed interface Reply {
    /// What it means.
    ///
    /// @param sink name of the sink in messages
    /// @param success what an answer means that is a success
    default Answer orFailure(String sink, Function<Status, Answer> success) {
        return switch (this) {
            case Silence silence -> new Answer.Later(Optional.empty(), sink + ": " + silence.why());
            case Status status -> status.isSuccess() ? success.apply(status) : status.failure(sink);
        };
    }

    /// The server answered.
    ///
    /// @param retryAfter what its header `Retry-After` asks for
    /// @param body beginning of what it said
    record Status(int code, Optional<Duration> retryAfter, String body) implements Reply {
        private static final int MOST_CHARS = 200;
        private static final int TOO_MANY_REQUESTS = 429;
        private static final int REQUEST_TIMEOUT = 408;
        private static final int FIRST_SERVER_FAULT = 500;

        boolean isSuccess() {
            return code / 100 == 2;
        }

        /// What it means when it is no success: 429, 408 and 5xx pass, all else does not.
        Answer failure(String sink) {
            String said = body.isBlank() ? "" : ": " + shortened();
            String why = sink + " answered " + code + said;
            return code == TOO_MANY_REQUESTS || code == REQUEST_TIMEOUT || code >= FIRST_SERVER_FAULT
                    ? new Answer.Later(retryAfter, why)
                    : new Answer.Never(why);
        }

        private String shortened() {
            String line = body.replaceAll("\\s+", " ").strip();
            return line.length() <= MOST_CHARS ? line : line.substring(0, MOST_CHARS) + "…";
        }
    }

    /// Nobody answered.
    ///
    /// @param why what happened, without the address
    record Silence(String why) implements Reply {}
}
