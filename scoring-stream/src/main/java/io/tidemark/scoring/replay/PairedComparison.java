package io.tidemark.scoring.replay;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.PriorityQueue;

/// Two versions on the same requests: how far apart they are, and, where the truth is known, which is nearer to it.
///
/// Differences are the other version's value less the live one's, as [PairedAnswer#to] has them. Requests count as
/// independent in the intervals.
public final class PairedComparison {
    private static final int LARGEST = 10;

    /// Quantile of the normal distribution for a two-sided interval of 95 %.
    private static final double Z95 = 1.959963984540054;

    private final double differBy;
    private final List<PairedLoss> losses;
    private final Map<String, Truth> labels;
    private final PriorityQueue<Pair> largest =
            new PriorityQueue<>(Comparator.comparingDouble(pair -> Math.abs(pair.difference())));
    private final Moments differences = new Moments();
    private final List<Moments> liveLosses = new ArrayList<>();
    private final List<Moments> otherLosses = new ArrayList<>();
    private final List<Moments> lossChanges = new ArrayList<>();
    private long beyond;
    private long classesDiffer;

    /// @param differBy difference beyond which two answers count as different, in the unit of the value, 0 or more
    /// @param losses how errors are measured; the first decides
    /// @param labels the truth by request id
    public PairedComparison(double differBy, List<PairedLoss> losses, Map<String, Truth> labels) {
        if (!(differBy >= 0)) {
            throw new IllegalArgumentException("Found the difference " + differBy + ", expected 0 or more.");
        }
        this.differBy = differBy;
        this.losses = List.copyOf(losses);
        losses.forEach(loss -> {
            liveLosses.add(new Moments());
            otherLosses.add(new Moments());
            lossChanges.add(new Moments());
        });
        this.labels = Map.copyOf(labels);
    }

    /// Adds a request that both answered.
    public void add(RequestPlace place, String requestId, PairedAnswer live, PairedAnswer other) {
        double difference = live.to(other);
        differences.add(difference);
        if (Math.abs(difference) > differBy) {
            beyond++;
        }
        if (!Objects.equals(live.predictedClass(), other.predictedClass())) {
            classesDiffer++;
        }
        largest.add(new Pair(place, requestId, live, other));
        if (largest.size() > LARGEST) {
            largest.remove();
        }
        Truth truth = labels.get(requestId);
        if (truth != null) {
            for (int i = 0; i < losses.size(); i++) {
                double before = losses.get(i).of(live, truth);
                double after = losses.get(i).of(other, truth);
                liveLosses.get(i).add(before);
                otherLosses.get(i).add(after);
                lossChanges.get(i).add(after - before);
            }
        }
    }

    /// The comparison so far.
    public Result result() {
        List<Pair> pairs = new ArrayList<>(largest);
        pairs.sort(Comparator.comparingDouble((Pair pair) -> Math.abs(pair.difference()))
                .reversed()
                .thenComparing(Pair::requestId));
        List<Errors> errors = new ArrayList<>();
        for (int i = 0; i < losses.size(); i++) {
            errors.add(new Errors(
                    losses.get(i),
                    liveLosses.get(i).estimate(),
                    otherLosses.get(i).estimate(),
                    lossChanges.get(i).estimate()));
        }
        return new Result(differences.estimate(), differBy, share(beyond), share(classesDiffer), errors, pairs);
    }

    private double share(long rows) {
        return differences.count == 0 ? 0 : rows / (double) differences.count;
    }

    /// A request that both answered.
    public record Pair(RequestPlace place, String requestId, PairedAnswer live, PairedAnswer other) {
        /// From what was answered to what the other version would have.
        public double difference() {
            return live.to(other);
        }
    }

    /// A mean with its interval of 95 %; NaN where there are too few rows for one.
    ///
    /// @param rows rows behind it
    public record Mean(long rows, double value, double low, double high) {}

    /// Errors of one kind, on rows with a label.
    ///
    /// @param live of what was answered
    /// @param other of the other version, on the same rows
    /// @param change the second less the first, row by row; below 0: the other version is better
    public record Errors(PairedLoss loss, Mean live, Mean other, Mean change) {}

    /// What the comparison came to.
    ///
    /// @param difference of the answers
    /// @param differBy difference beyond which answers count as different
    /// @param beyond share of the rows that differ by more, 0 to 1
    /// @param classesDiffer share of the rows whose predicted classes differ, 0 to 1; 0 for a regression
    /// @param errors of each kind; the first decides
    /// @param largest rows that differ most, the most first
    public record Result(
            Mean difference,
            double differBy,
            double beyond,
            double classesDiffer,
            List<Errors> errors,
            List<Pair> largest) {
        public Result {
            errors = List.copyOf(errors);
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
