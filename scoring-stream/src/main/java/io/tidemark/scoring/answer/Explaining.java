package io.tidemark.scoring.answer;

/// What became of the wish to know why.
public enum Explaining {
    /// Neither the request nor the manifest's share asked for an explanation.
    NOT_WANTED,
    /// The prediction holds it.
    GIVEN,
    /// The time for explanations was used up: the answer went out without one. Asked again, there may be time.
    OMITTED,
    /// The version has none to give: its trees were written by a release that knew no explanations.
    UNAVAILABLE
}
