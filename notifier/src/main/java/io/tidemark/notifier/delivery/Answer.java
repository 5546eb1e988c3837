package io.tidemark.notifier.delivery;

import java.time.Duration;
import java.util.Optional;

/// What a sink said to a message.
public sealed interface Answer {
    /// It has it.
    ///
    /// @param receipt what the sink calls the message, for later ones to answer it; empty: it has no name
    record Delivered(Optional<String> receipt) implements Answer {}

    /// Not now: it is overloaded, or does not answer.
    ///
    /// @param after how long it asks to be left alone; empty: it did not say
    /// @param why what it said, without secrets
    record Later(Optional<Duration> after, String why) implements Answer {}

    /// Never: the message, or the way to the sink, is wrong, and trying again would not help.
    ///
    /// @param why what it said, without secrets
    record Never(String why) implements Answer {}
}
