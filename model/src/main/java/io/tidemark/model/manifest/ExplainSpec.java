package io.tidemark.model.manifest;

/// Which answers are explained unasked, and how far.
///
/// @param share share of requests that are explained without asking, 0 to 1
/// @param top features that an explanation lists at most, 1 or more; the others are summed up
public record ExplainSpec(double share, int top) {
    /// What holds without the section.
    public static final ExplainSpec DEFAULT = new ExplainSpec(0, 20);

    public ExplainSpec {
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException("Found the share " + share + ", expected 0 to 1.");
        }
        if (top < 1) {
            throw new IllegalArgumentException("Found " + top + " features at most, expected 1 or more.");
        }
    }
}
