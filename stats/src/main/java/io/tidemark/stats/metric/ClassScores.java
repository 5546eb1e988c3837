package io.tidemark.stats.metric;

/// How well one class of several is told from the others.
///
/// @param code code of the class
/// @param rows rows of that class
/// @param predictedRows rows predicted to be of that class
/// @param precision share of the rows predicted that are of the class; 0 when there are none
/// @param recall share of the rows of the class that are found; 0 when there are none
/// @param f1 harmonic mean of both; 0 when the class does not occur
public record ClassScores(int code, long rows, long predictedRows, double precision, double recall, double f1) {
    /// Whether the class occurs among outcomes or predictions.
    public boolean occurs() {
        return rows + predictedRows > 0;
    }
}
