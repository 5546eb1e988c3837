package io.tidemark.cli.file;

/// Why a row is not evaluated.
public enum LeftOut {
    /// It does not say what came true.
    NO_OUTCOME("no outcome"),
    /// It has no prediction.
    NO_PREDICTION("no prediction"),
    /// A value is infinite.
    NOT_FINITE("not finite"),
    /// A probability lies outside 0 to 1, or a number is beyond 1e70.
    OUT_OF_RANGE("out of range"),
    /// Its weight is missing or 0.
    NO_WEIGHT("no weight");

    private final String words;

    LeftOut(String words) {
        this.words = words;
    }

    /// For people.
    public String words() {
        return words;
    }
}
