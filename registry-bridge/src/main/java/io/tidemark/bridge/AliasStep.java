package io.tidemark.bridge;

/// What is to be done about a model's champion.
public sealed interface AliasStep {
    /// Registry and timeline agree, or there is nothing to agree about.
    record Nothing() implements AliasStep {}

    /// Somebody moves it at this moment and will tell the timeline.
    record Wait() implements AliasStep {}

    /// Both agree, but the registry does not know since when and by whom.
    record Remember(int version, String actor, String reason) implements AliasStep {}

    /// The registry's alias becomes an activation.
    record TakeOver(int version, String actor, String reason) implements AliasStep {}

    /// The timeline's champion becomes the registry's alias.
    record WriteBack(int version, String actor, String reason) implements AliasStep {}
}
