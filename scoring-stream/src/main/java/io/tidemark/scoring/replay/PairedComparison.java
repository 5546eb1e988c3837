package io.tidemark.scoring.replay;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/// Two versions on the same requests: how far apart they are, and, where the truth is known, which is nearer to it.
///
/// Differences are the other version's value less the live one's. Errors are squared: for probabilities that is the
/// Brier score. Requests count as independent in the intervals.
public final class PairedComparison {
    private static final int LARGEST = 10;

    /// Quantile of the normal distribution for a two-sided interval of 95 %.
    private static final double Z95 = 1.959963984540054;

    private final double differBy;
    private final Map<String, Double> labels;
    private final PriorityQueue<Pair> largest =
            new PriorityQueue<>(Comparator.comparingDouble(pair -> Math.abs(pair.difference())));
    private final Moments differences = new Moments();
    private final Moments squaredErrorGain = new Moments();
    private final Moments liveError = new Moments();
    private final Moments otherError = new Moments();
    private long beyond;

    /// @param differBy difference beyond which two answers count as different, in the unit of the value, 0 or more
    /// @param labels the truth by request id: the target, or 1 for the positive class and 0 for the other
    public PairedComparison(double differBy, Map<String, Double> labels) {
        if (!(differBy >= 0)) {
            throw new IllegalArgumentException("Found the difference " + differBy + ", expected 0 or more.");
        }
        this.differBy = differBy;
        this.labels = Map.copyOf(labels);
    }

    /// Adds a request that both answered.
    public void add(RequestPlace place, String requestId, double live, double other) {
        double difference = other - live;
        differences.add(difference);
        if (Math.abs(difference) > differBy) {
            beyond++;
        }
        largest.add(new Pair(place, requestId, live, other));
        if (largest.size() > LARGEST) {
            largest.remove();
        }
        Double label = labels.get(requestId);
        if (label != null) {
            double before = (live - label) * (live - label);
            double after = (other - label) * (other - label);
            liveError.add(before);
            otherError.add(after);
            squaredErrorGain.add(after - before);
        }
    }

    /// The comparison so far.
    public Result result() {
        List<Pair> pairs = new ArrayList<>(largest);
        pairs.sort(Comparator.comparingDouble((Pair pair) -> Math.abs(pair.difference()))
                .reversed()
                .thenComparing(Pair::requestId));
        return new Result(
                differences.estimate(),
                differBy,
                differences.count == 0 ? 0 : beyond / (double) differences.count,
                liveError.estimate(),
                otherError.estimate(),
                squaredErrorGain.estimate(),
                pairs);
    }

    /// A request that both answered.
    public record Pair(RequestPlace place, String requestId, double live, double other) {
        /// The other version's value less the live one's.
        public double difference() {
            return other - live;
        }
    }

    /// A mean with its interval of 95 %; NaN where there are too few rows for one.
    ///
    /// @param rows rows behind it
    public record Mean(long rows, double value, double low, double high) {}

    /// What the comparison came to.
    ///
    /// @param difference of the answers
    /// @param differBy difference beyond which answers count as different
    /// @param beyond share of the rows that differ by more, 0 to 1
    /// @param liveError squared error of what was answered, on rows with a label
    /// @param otherError squared error of the other version, on the same rows
    /// @param errorChange the second less the first, row by row; below 0: the other version is better
    /// @param largest rows that differ most, the most first
    public record Result(
            Mean difference,
            double differBy,
            double beyond,
            Mean liveError,
            Mean otherError,
            Mean errorChange,
            List<Pair> largest) {
        public Result {
            largest = List.copyOf(largest);
        }
    }

    /// Welford's running mean and variance.
    private static final class Moments {
        private long count;
        private double mean;
        private double squares;

        void add(double value) {
            count++;
            double delta = value - mean;
            mean += delta / count;
            squares += delta * (value - mean);
        }

        Mean estimate() {
            if (count == 0) {
                return new Mean(0, Double.NaN, Double.NaN, Double.NaN);
            }
            double halfWidth = count < 2 ? Double.NaN : Z95 * Math.sqrt(squares / (count - 1) / count);
            return new Mean(count, mean, mean - halfWidth, mean + halfWidth);
        }
    }
}
