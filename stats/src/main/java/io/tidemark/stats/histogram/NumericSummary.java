package io.tidemark.stats.histogram;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// A numeric sample in figures.
///
/// @param count finite values behind them, 1 or more
/// @param min the smallest value
/// @param max the largest value
/// @param mean the mean
/// @param sd standard deviation of the population, divisor n; 0 for a constant
/// @param quantiles quantiles at [#PROBABILITIES], by linear interpolation
public record NumericSummary(long count, double min, double max, double mean, double sd, List<Double> quantiles) {
    /// Where the quantiles are taken.
    public static final List<Double> PROBABILITIES = List.of(0.01, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99);

    public NumericSummary {
        if (count < 1 || !(min <= mean && mean <= max) || !(sd >= 0) || quantiles.size() != PROBABILITIES.size()) {
            throw new IllegalArgumentException("Found count " + count + ", min " + min + ", mean " + mean + ", max "
                    + max + ", sd " + sd + " and " + quantiles.size()
                    + " quantiles, expected values in order, a deviation of 0 or more and " + PROBABILITIES.size()
                    + " quantiles.");
        }
        quantiles = List.copyOf(quantiles);
    }

    /// The figures of all finite values in the sample; empty when there is none.
    public static Optional<NumericSummary> of(double... values) {
        double[] sorted = Samples.finiteSorted(values);
        NumericMoments moments = NumericMoments.of(sorted);
        if (moments.count() == 0) {
            return Optional.empty();
        }
        // Values beyond what the moments take lie at the two ends.
        double[] counted = Arrays.stream(sorted)
                .filter(value -> Math.abs(value) <= NumericMoments.LARGEST_MAGNITUDE)
                .toArray();
        return Optional.of(new NumericSummary(
                moments.count(),
                moments.min().orElseThrow(),
                moments.max().orElseThrow(),
                moments.mean().orElseThrow(),
                moments.sd().orElseThrow(),
                PROBABILITIES.stream()
                        .map(probability -> Samples.quantile(counted, probability))
                        .toList()));
    }
}
