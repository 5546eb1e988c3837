package io.tidemark.cli.file;

import io.tidemark.cli.UserError;
import io.tidemark.stats.metric.BinaryAccumulator;
import io.tidemark.stats.metric.ClassScores;
import io.tidemark.stats.metric.Metric;
import io.tidemark.stats.metric.MetricEstimate;
import io.tidemark.stats.metric.MetricReport;
import io.tidemark.stats.metric.MulticlassAccumulator;
import io.tidemark.stats.metric.RegressionAccumulator;
import io.tidemark.stats.metric.WeightedMetrics;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// The quality of the predictions in a CSV file: all metrics of a task, exact, as live windows have them.
public final class FileEvaluation {
    private static final double USUAL_SCORE_THRESHOLD = 0;

    private final CsvTable table;
    private final CsvColumn actual;
    private final CsvColumn predicted;
    private final Options options;

    private FileEvaluation(CsvTable table, Options options) {
        this.table = table;
        this.options = options;
        actual = table.column(options.actual());
        predicted = table.column(options.predicted());
        if (options.kind() == Kind.REGRESSION) {
            actual.requireNumeric();
        }
    }

    /// What is predicted.
    public enum Kind {
        /// A number.
        REGRESSION,
        /// The probability of one of two classes.
        BINARY,
        /// One of several classes.
        MULTICLASS
    }

    /// What to evaluate.
    ///
    /// @param actual column of what came true
    /// @param predicted column of what was predicted: a number, the probability of the positive class, or a class
    /// @param segment column whose values are evaluated apart as well; empty: none
    /// @param weight column of how much a row counts, from 0; empty: all the same
    /// @param positive the positive class; empty: as usual pairs such as 0 and 1 have it
    /// @param scores true: predictions of classes are scores of any size, not probabilities
    /// @param threshold prediction from which on the positive class counts as predicted; empty: 0.5, of scores 0
    /// @param confidence coverage of the intervals, above 0 and below 1
    public record Options(
            Kind kind,
            String actual,
            String predicted,
            Optional<String> segment,
            Optional<String> weight,
            Optional<String> positive,
            boolean scores,
            OptionalDouble threshold,
            double confidence) {
        /// With nothing but the columns, and intervals of 95 %.
        public static Options of(Kind kind, String actual, String predicted) {
            return new Options(
                    kind,
                    actual,
                    predicted,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    false,
                    OptionalDouble.empty(),
                    0.95);
        }

        /// Prediction from which on the positive class counts as predicted.
        public double decidedFrom() {
            return threshold.orElse(scores ? USUAL_SCORE_THRESHOLD : BinaryAccumulator.USUAL_THRESHOLD);
        }
    }

    /// Some rows.
    ///
    /// @param name value of the segment; empty: all rows
    /// @param report the metrics
    /// @param leftOut rows that were left out, by reason
    /// @param classes scores by class; only of classes
    /// @param detail what else there is to say of classes; empty: a regression, or weights
    public record Part(
            String name,
            MetricReport report,
            Map<LeftOut, Long> leftOut,
            Map<String, ClassScores> classes,
            Optional<ClassDetail> detail) {
        public Part {
            leftOut = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(leftOut));
            classes = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(classes));
        }

        /// Rows that were left out.
        public long rejected() {
            return leftOut.values().stream().mapToLong(Long::longValue).sum();
        }
    }

    /// Evaluates a file: all rows first, then the segments by name.
    ///
    /// @throws UserError when the file cannot be read, or its columns are not what the task needs
    public static List<Part> of(Path file, Options options) {
        return new FileEvaluation(CsvTable.read(file), options).parts();
    }

    private List<Part> parts() {
        List<Part> parts = new ArrayList<>();
        Rows rows = rows();
        parts.add(rows.part("", IntStream.range(0, table.rows()).toArray()));
        options.segment().ifPresent(name -> {
            String[] values = table.column(name).cells();
            Map<String, List<Integer>> bySegment = new TreeMap<>();
            for (int row = 0; row < values.length; row++) {
                bySegment.computeIfAbsent(values[row], key -> new ArrayList<>()).add(row);
            }
            bySegment.forEach((value, of) -> parts.add(rows.part(
                    value.isEmpty() ? "(missing)" : value,
                    of.stream().mapToInt(Integer::intValue).toArray())));
        });
        return parts;
    }

    private Rows rows() {
        return switch (options.kind()) {
            case REGRESSION -> {
                predicted.requireNumeric();
                yield new Rows(actual.numbers(), predicted.numbers(), List.of());
            }
            case BINARY -> {
                TwoClasses classes = TwoClasses.of(actual, options.positive());
                double[] answers = predicted.isNumeric()
                        ? predicted.numbers()
                        : classes.answers(predicted).orElseGet(predicted::requireNumeric);
                yield new Rows(classes.codes(actual), answers, classes.pair());
            }
            case MULTICLASS -> {
                ClassNames names = ClassNames.of(actual, predicted);
                yield new Rows(names.codes(actual), names.codes(predicted), names.names());
            }
        };
    }

    /// The rows as numbers.
    private final class Rows {
        private final double[] actual;
        private final double[] predicted;
        private final double @Nullable [] weights;
        private final List<String> classes;

        Rows(double[] actual, double[] predicted, List<String> classes) {
            this.actual = actual;
            this.predicted = predicted;
            this.classes = classes;
            this.weights = options.weight().map(this::weights).orElse(null);
        }

        private double[] weights(String name) {
            double[] read = table.column(name).requireNumeric();
            for (double weight : read) {
                if (weight < 0 || weight > RegressionAccumulator.LARGEST_MAGNITUDE) {
                    throw new UserError("Found the weight " + weight + " in column " + name
                            + ", expected numbers from 0 to " + RegressionAccumulator.LARGEST_MAGNITUDE + ".");
                }
            }
            return read;
        }

        private Optional<LeftOut> leftOut(int row) {
            double y = actual[row];
            double p = predicted[row];
            if (Double.isNaN(y)) {
                return Optional.of(LeftOut.NO_OUTCOME);
            }
            if (Double.isNaN(p)) {
                return Optional.of(LeftOut.NO_PREDICTION);
            }
            if (Double.isInfinite(y) || Double.isInfinite(p)) {
                return Optional.of(LeftOut.NOT_FINITE);
            }
            boolean inRange = switch (options.kind()) {
                case REGRESSION -> Math.max(Math.abs(y), Math.abs(p)) <= RegressionAccumulator.LARGEST_MAGNITUDE;
                case BINARY -> options.scores() || (p >= 0 && p <= 1);
                case MULTICLASS -> true;
            };
            if (!inRange) {
                return Optional.of(LeftOut.OUT_OF_RANGE);
            }
            return weights == null || weights[row] > 0 ? Optional.empty() : Optional.of(LeftOut.NO_WEIGHT);
        }

        Part part(String name, int[] of) {
            Map<LeftOut, Long> leftOut = new EnumMap<>(LeftOut.class);
            int[] used = Arrays.stream(of)
                    .filter(row -> {
                        Optional<LeftOut> reason = leftOut(row);
                        reason.ifPresent(it -> leftOut.merge(it, 1L, Long::sum));
                        return reason.isEmpty();
                    })
                    .toArray();
            double[] a = Arrays.stream(used).mapToDouble(row -> actual[row]).toArray();
            double[] p = Arrays.stream(used).mapToDouble(row -> predicted[row]).toArray();
            double[] w = weights == null
                    ? null
                    : Arrays.stream(used).mapToDouble(row -> weights[row]).toArray();
            return switch (options.kind()) {
                case REGRESSION ->
                    new Part(
                            name,
                            w == null
                                    ? RegressionAccumulator.of(a, p).report(options.confidence())
                                    : WeightedMetrics.regression(a, p, w),
                            leftOut,
                            Map.of(),
                            Optional.empty());
                case BINARY -> binary(name, leftOut, a, RankedScores.of(p, options.decidedFrom(), options.scores()), w);
                case MULTICLASS -> multiclass(name, leftOut, MulticlassAccumulator.of(classes.size(), a, p));
            };
        }

        private Part binary(
                String name, Map<LeftOut, Long> leftOut, double[] a, RankedScores p, double @Nullable [] w) {
            if (w != null) {
                MetricReport report = WeightedMetrics.binary(a, p.values(), w, p.threshold());
                return new Part(name, ofScores(report), leftOut, Map.of(), Optional.empty());
            }
            BinaryAccumulator metrics = BinaryAccumulator.of(a, p.values(), p.threshold());
            List<ClassScores> scores = metrics.confusion().perClass();
            Map<String, ClassScores> byClass = new LinkedHashMap<>();
            byClass.put("negative", scores.get(0));
            byClass.put("positive", scores.get(1));
            return new Part(
                    name,
                    ofScores(metrics.report(options.confidence())),
                    leftOut,
                    byClass,
                    Optional.of(ClassDetail.of(
                            classes, metrics.confusion(), options.scores() ? List.of() : metrics.calibration())));
        }

        /// Scores that are no probabilities have no losses and no calibration.
        private MetricReport ofScores(MetricReport report) {
            if (!options.scores()) {
                return report;
            }
            Map<Metric, MetricEstimate> estimates = new EnumMap<>(Metric.class);
            estimates.putAll(report.estimates());
            estimates.keySet().removeAll(List.of(Metric.LOG_LOSS, Metric.BRIER, Metric.ECE));
            return new MetricReport(report.rows(), report.rejected(), estimates);
        }

        private Part multiclass(String name, Map<LeftOut, Long> leftOut, MulticlassAccumulator metrics) {
            if (weights != null) {
                throw new UserError("Found --weight with the task multiclass, expected regression or binary.");
            }
            Map<String, ClassScores> byClass = new LinkedHashMap<>();
            metrics.perClass().stream()
                    .filter(ClassScores::occurs)
                    .forEach(scores -> byClass.put(classes.get(scores.code()), scores));
            return new Part(
                    name,
                    metrics.report(options.confidence()),
                    leftOut,
                    byClass,
                    Optional.of(ClassDetail.of(classes, metrics)));
        }
    }

    /// Names of several classes, sorted. Where both columns are numbers, they are compared by value.
    private record ClassNames(List<String> names, boolean numeric) {
        static ClassNames of(CsvColumn actual, CsvColumn predicted) {
            boolean numeric = actual.isNumeric() && predicted.isNumeric();
            TreeSet<String> names = new TreeSet<>();
            actual.texts().forEach(text -> names.add(plain(text, numeric)));
            predicted.texts().forEach(text -> names.add(plain(text, numeric)));
            if (names.size() < 2 || names.size() > MulticlassAccumulator.MOST_CLASSES) {
                throw new UserError("Found " + names.size() + " classes in " + actual.name() + " and "
                        + predicted.name() + ", expected 2 to " + MulticlassAccumulator.MOST_CLASSES + ".");
            }
            return new ClassNames(List.copyOf(names), numeric);
        }

        double[] codes(CsvColumn column) {
            return column.mapped(text -> names.indexOf(plain(text, numeric)));
        }

        private static String plain(String text, boolean numeric) {
            return numeric ? TwoClasses.plain(text) : text;
        }
    }
}
