package io.tidemark.stats.drift;

/// A statistic and how likely one at least as large is without drift.
///
/// @param statistic its value
/// @param pValue probability, 0 to 1
public record TestResult(double statistic, double pValue) {
    public TestResult {
        if (Double.isNaN(statistic) || !(pValue >= 0 && pValue <= 1)) {
            throw new IllegalArgumentException("Found statistic " + statistic + " with p-value " + pValue
                    + ", expected a number and a probability.");
        }
    }
}
