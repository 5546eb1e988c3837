package io.tidemark.cli.file;

import java.util.Arrays;

/// Predictions between 0 and 1 that decide and rank as the given ones do.
final class RankedScores {
    private final double[] values;
    private final double threshold;

    private RankedScores(double[] values, double threshold) {
        this.values = values;
        this.threshold = threshold;
    }

    /// Probabilities as they are; scores of any size by their place among the distinct ones, which keeps their order
    /// and their ties.
    static RankedScores of(double[] predictions, double threshold, boolean scores) {
        if (!scores) {
            return new RankedScores(predictions, threshold);
        }
        // Adding 0.0 makes one zero of two.
        double[] plain = Arrays.stream(predictions).map(score -> score + 0.0).toArray();
        double[] distinct = Arrays.stream(plain).sorted().distinct().toArray();
        double size = distinct.length;
        double[] places = Arrays.stream(plain)
                .map(score -> (Arrays.binarySearch(distinct, score) + 0.5) / size)
                .toArray();
        int found = Arrays.binarySearch(distinct, threshold + 0.0);
        double first = found >= 0 ? found : -found - 1.0;
        return new RankedScores(places, size == 0 ? 0 : first / size);
    }

    /// One for each prediction.
    double[] values() {
        return values;
    }

    /// Value from which on a prediction is positive.
    double threshold() {
        return threshold;
    }
}
