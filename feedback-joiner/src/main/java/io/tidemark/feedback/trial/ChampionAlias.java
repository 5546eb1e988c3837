package io.tidemark.feedback.trial;

/// Hears which version a verdict made champion, so that the registry can say so too. Not part of any transaction: the
/// timeline alone decides what serves.
@FunctionalInterface
public interface ChampionAlias {
    /// The version of a model that is champion from here on.
    ///
    /// @param reason why, in words
    void set(String model, int version, String reason);
}
