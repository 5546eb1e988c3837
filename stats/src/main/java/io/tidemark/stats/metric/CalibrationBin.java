package io.tidemark.stats.metric;

/// Predicted against actual shares over rows of similar probability.
///
/// @param low lower end of the probabilities, exclusive (inclusive in the first bin)
/// @param high upper end, inclusive
/// @param rows rows in the bin, 1 or more
/// @param meanPredicted mean predicted probability of class 1
/// @param shareActual share of rows of class 1
public record CalibrationBin(double low, double high, long rows, double meanPredicted, double shareActual) {}
