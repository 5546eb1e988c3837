package io.tidemark.stats.drift.evidently;

/// What a column is to Evidently.
public enum ColumnKind {
    /// Numbers, of pandas' type `float64` on one side at least.
    REAL,
    /// Whole numbers of pandas' type `int64` on both sides: never with missing values, which would make them floats.
    /// NumPy makes no bins narrower than 1 then.
    INTEGER,
    /// Categories, as any codes; each distinct number is one.
    CATEGORY;

    /// The kind of a numeric column in a file: whole numbers without missing ones on both sides are [#INTEGER].
    ///
    /// Pandas goes by how the numbers are written: `1.0` makes a column of floats. Where that is known it decides.
    public static ColumnKind ofNumbers(double[] reference, double[] current) {
        return isWhole(reference) && isWhole(current) ? INTEGER : REAL;
    }

    private static boolean isWhole(double[] values) {
        for (double value : values) {
            if (value != Math.rint(value) || !Double.isFinite(value)) {
                return false;
            }
        }
        return true;
    }
}
