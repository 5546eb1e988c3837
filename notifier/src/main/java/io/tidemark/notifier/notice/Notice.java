package io.tidemark.notifier.notice;

import io.tidemark.event.Severity;
import java.time.Instant;
import java.util.Optional;

/// Something that somebody should hear of.
public sealed interface Notice permits AlertNotice, FactNotice {
    /// Identifies it for good: told once under this id, it is not told again.
    String id();

    /// Notices of one thread belong together, for example the steps of an alert.
    String thread();

    /// Name of the model.
    String model();

    /// Kind in one word or two, for example `drift` or `rollback`.
    String kind();

    /// One line for people, unescaped.
    String title();

    /// When it happened.
    Instant time();

    /// How urgent it is.
    Severity severity();

    /// Id of the notice that says the same from another source; told the one, nobody needs to hear of the other.
    Optional<String> twin();

    /// True when it ends its thread: nothing is left to do.
    boolean resolves();
}
