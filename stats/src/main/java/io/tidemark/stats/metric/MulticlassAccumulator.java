package io.tidemark.stats.metric;

import io.tidemark.stats.state.CorruptStateException;
import io.tidemark.stats.state.StateReader;
import io.tidemark.stats.state.StateWriter;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// The metrics of a classification into k classes, by their codes 0 to k-1. All are exact.
///
/// Rows come with the predicted class, or with the probabilities of all classes, of which the first largest one is
/// the prediction. Log loss is over the rows with probabilities, and absent unless all rows have them. A row is
/// rejected when a code is not one of the classes or a probability not between 0 and 1.
public final class MulticlassAccumulator implements MetricAccumulator {
    /// The table of outcomes and predictions grows with the square of the classes.
    public static final int MOST_CLASSES = 1_000;

    static final byte KIND = 'm';

    private final int classes;

    /// Rows by outcome and prediction: `counts[actual * classes + predicted]`.
    private final long[] counts;

    private long rejected;
    private long withProbabilities;
    private final MeanSums logLoss = new MeanSums();

    /// @param classes number of classes, 2 to [#MOST_CLASSES]
    public MulticlassAccumulator(int classes) {
        if (classes < 2 || classes > MOST_CLASSES) {
            throw new IllegalArgumentException("Found " + classes + " classes, expected 2 to " + MOST_CLASSES + ".");
        }
        this.classes = classes;
        counts = new long[classes * classes];
    }

    /// The metrics of a batch.
    ///
    /// @param classes number of classes, 2 to [#MOST_CLASSES]
    /// @param actual codes of the outcomes
    /// @param predicted codes of the predictions, one for each outcome
    public static MulticlassAccumulator of(int classes, double[] actual, double[] predicted) {
        Rows.requireSameLength(actual, predicted);
        MulticlassAccumulator accumulator = new MulticlassAccumulator(classes);
        for (int i = 0; i < actual.length; i++) {
            accumulator.add(actual[i], predicted[i]);
        }
        return accumulator;
    }

    /// The metrics of a batch with the probabilities of all classes.
    ///
    /// @param classes number of classes, 2 to [#MOST_CLASSES]
    /// @param actual codes of the outcomes
    /// @param probabilities `[rows * classes]`, row by row
    public static MulticlassAccumulator ofProbabilities(int classes, double[] actual, double[] probabilities) {
        if (probabilities.length != actual.length * classes) {
            throw new IllegalArgumentException("Found " + probabilities.length + " probabilities for " + actual.length
                    + " outcomes, expected " + classes + " for each.");
        }
        MulticlassAccumulator accumulator = new MulticlassAccumulator(classes);
        for (int i = 0; i < actual.length; i++) {
            accumulator.add(actual[i], Arrays.copyOfRange(probabilities, i * classes, (i + 1) * classes));
        }
        return accumulator;
    }

    @Override
    public boolean add(double actual, double predicted) {
        if (!isClass(actual) || !isClass(predicted)) {
            rejected++;
            return false;
        }
        counts[cell((int) actual, (int) predicted)]++;
        return true;
    }

    /// Adds a row with the probabilities of all classes.
    ///
    /// @param actual code of the outcome
    /// @param probabilities one for each class, in the order of the codes
    /// @return false when the row was rejected
    public boolean add(double actual, double[] probabilities) {
        int predicted = mostProbable(probabilities);
        if (!isClass(actual) || predicted < 0) {
            rejected++;
            return false;
        }
        counts[cell((int) actual, predicted)]++;
        withProbabilities++;
        logLoss.add(ClassLoss.logLoss(probabilities[(int) actual]));
        return true;
    }

    /// Adds a row with the class that was predicted and the probability that the true one was given.
    ///
    /// @param actual code of the outcome
    /// @param predicted code of the prediction
    /// @param probability of the class of the outcome
    /// @return false when the row was rejected
    public boolean add(double actual, double predicted, double probability) {
        if (!isClass(actual) || !isClass(predicted) || !isProbability(probability)) {
            rejected++;
            return false;
        }
        counts[cell((int) actual, (int) predicted)]++;
        withProbabilities++;
        logLoss.add(ClassLoss.logLoss(probability));
        return true;
    }

    /// The first class of the largest probability; -1 unless there is one probability for each class.
    private int mostProbable(double[] probabilities) {
        boolean sound = probabilities.length == classes;
        for (double probability : probabilities) {
            sound &= isProbability(probability);
        }
        return sound ? MostProbable.of(probabilities) : -1;
    }

    private static boolean isProbability(double probability) {
        return probability >= 0 && probability <= 1;
    }

    private int cell(int actual, int predicted) {
        return actual * classes + predicted;
    }

    private boolean isClass(double code) {
        return code >= 0 && code < classes && code == (int) code;
    }

    @Override
    public void merge(MetricAccumulator other) {
        if (!(other instanceof MulticlassAccumulator that)) {
            throw Rows.otherTask(this, other);
        }
        if (that.classes != classes) {
            throw new IllegalArgumentException(
                    "Found " + classes + " and " + that.classes + " classes, expected as many.");
        }
        for (int i = 0; i < counts.length; i++) {
            counts[i] += that.counts[i];
        }
        rejected += that.rejected;
        withProbabilities += that.withProbabilities;
        logLoss.merge(that.logLoss);
    }

    @Override
    public void subtract(MetricAccumulator other) {
        if (!(other instanceof MulticlassAccumulator that)) {
            throw Rows.otherTask(this, other);
        }
        if (that.classes != classes) {
            throw new IllegalArgumentException(
                    "Found " + classes + " and " + that.classes + " classes, expected as many.");
        }
        if (that.rows() > rows()) {
            throw new IllegalArgumentException(
                    "Found " + that.rows() + " rows to take back, expected at most " + rows() + ".");
        }
        for (int i = 0; i < counts.length; i++) {
            counts[i] -= that.counts[i];
        }
        rejected = Math.max(0, rejected - that.rejected);
        withProbabilities -= that.withProbabilities;
        logLoss.subtract(that.logLoss);
    }

    @Override
    public long rows() {
        long rows = 0;
        for (long count : counts) {
            rows += count;
        }
        return rows;
    }

    @Override
    public long rejected() {
        return rejected;
    }

    public int classes() {
        return classes;
    }

    /// Rows of class `actual` that were predicted to be of class `predicted`.
    public long count(int actual, int predicted) {
        return counts[cell(actual, predicted)];
    }

    /// The scores of each class, in the order of the codes.
    public List<ClassScores> perClass() {
        ClassTable table = new ClassTable(classes, counts);
        return IntStream.range(0, classes).mapToObj(table::scores).toList();
    }

    @Override
    public MetricReport report(double confidence) {
        ReportBuilder report = new ReportBuilder();
        Confidence intervals = new Confidence(confidence);
        long rows = rows();
        if (rows > 0) {
            new ClassTable(classes, counts).addTo(report, intervals);
            if (withProbabilities == rows) {
                logLoss.addTo(report, Metric.LOG_LOSS, rows, intervals);
            }
        }
        return report.build(rows, rejected);
    }

    @Override
    public byte[] toBytes() {
        StateWriter out = new StateWriter();
        out.writeByte(KIND);
        out.writeCount(classes);
        out.writeCount(rejected);
        out.writeCount(withProbabilities);
        for (long count : counts) {
            out.writeCount(count);
        }
        logLoss.writeTo(out);
        return out.toBytes();
    }

    /// Reads what follows the kind.
    static MulticlassAccumulator readFrom(StateReader in) {
        int classes = in.readCount(MOST_CLASSES, "number of classes");
        if (classes < 2) {
            throw new CorruptStateException("Found " + classes + " classes, expected 2 or more.");
        }
        in.requireBytes(classes * classes, "counts of " + classes + " classes");
        MulticlassAccumulator read = new MulticlassAccumulator(classes);
        read.rejected = in.readCount();
        read.withProbabilities = in.readCount();
        for (int i = 0; i < read.counts.length; i++) {
            read.counts[i] = in.readCount();
        }
        read.logLoss.readFrom(in);
        return read;
    }
}
