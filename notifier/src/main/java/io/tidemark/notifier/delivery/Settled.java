package io.tidemark.notifier.delivery;

import io.tidemark.notifier.notice.Notice;
import java.util.Optional;

/// A notice that is done with.
public sealed interface Settled {
    /// The notice.
    Notice notice();

    /// It was told.
    ///
    /// @param receipt what the sink calls the message
    /// @param summarised true: together with others
    record Told(Notice notice, Optional<String> receipt, boolean summarised) implements Settled {}

    /// It was given up.
    record GivenUp(Notice notice, String why) implements Settled {}
}
