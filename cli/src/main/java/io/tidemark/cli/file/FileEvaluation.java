package io.tidemark.cli.file;

import io.tidemark.cli.UserError;
import io.tidemark.stats.metric.BinaryAccumulator;
import io.tidemark.stats.metric.ClassScores;
import io.tidemark.stats.metric.MetricAccumulator;
import io.tidemark.stats.metric.MulticlassAccumulator;
import io.tidemark.stats.metric.RegressionAccumulator;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;

/// The quality of the predictions in a CSV file: all metrics of a task, exact, as live windows have them.
public final class FileEvaluation {
    private final CsvTable table;
    private final CsvColumn actual;
    private final CsvColumn predicted;
    private final Options options;

    private FileEvaluation(CsvTable table, Options options) {
        this.table = table;
        this.options = options;
        actual = table.column(options.actual());
        predicted = table.column(options.predicted());
        if (options.kind() != Kind.MULTICLASS && !predicted.isNumeric()) {
            throw notNumeric(predicted);
        }
        if (options.kind() == Kind.REGRESSION && !actual.isNumeric()) {
            throw notNumeric(actual);
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
    /// @param positive the positive class; empty: 1, true or yes, whichever occurs
    /// @param threshold probability from which on the positive class counts as predicted, 0 to 1
    public record Options(
            Kind kind,
            String actual,
            String predicted,
            Optional<String> segment,
            Optional<String> positive,
            double threshold) {}

    /// Some rows.
    ///
    /// @param name value of the segment; empty: all rows
    /// @param metrics the metrics of the rows
    /// @param classes scores by class; only of classes
    public record Part(String name, MetricAccumulator metrics, Map<String, ClassScores> classes) {
        public Part {
            classes = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(classes));
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
            case REGRESSION -> new Rows(actual.numbers(), predicted.numbers(), List.of());
            case BINARY -> new Rows(outcomes(), predicted.numbers(), List.of());
            case MULTICLASS -> {
                Map<String, Integer> codes = new LinkedHashMap<>();
                java.util.stream.Stream.concat(actual.texts().stream(), predicted.texts().stream())
                        .distinct()
                        .sorted()
                        .forEach(text -> codes.put(text, codes.size()));
                if (codes.size() < 2 || codes.size() > MulticlassAccumulator.MOST_CLASSES) {
                    throw new UserError("Found " + codes.size() + " classes in " + options.actual() + " and "
                            + options.predicted() + ", expected 2 to " + MulticlassAccumulator.MOST_CLASSES + ".");
                }
                yield new Rows(actual.codes(codes), predicted.codes(codes), List.copyOf(codes.keySet()));
            }
        };
    }

    /// 1 for the positive class, 0 for the other one, NaN for a missing one.
    private double[] outcomes() {
        List<String> classes = List.copyOf(actual.texts());
        String positive = options.positive()
                .orElseGet(() -> classes.stream()
                        .filter(text -> text.matches("(?i)1|1\\.0+|true|yes"))
                        .findFirst()
                        .orElseThrow(() -> new UserError("Found the classes " + classes + " in column "
                                + options.actual() + ", expected 0 and 1: name the positive one with --positive.")));
        if (classes.size() > 2) {
            throw new UserError("Found " + classes.size() + " classes in column " + options.actual()
                    + ", expected two: " + String.join(", ", classes.subList(0, 3)) + ", ... For several classes use"
                    + " --task multiclass.");
        }
        if (!classes.contains(positive) && classes.size() == 2) {
            throw new UserError("Found the classes " + classes + " in column " + options.actual()
                    + ", expected the positive class '" + positive + "' among them.");
        }
        Map<String, Integer> codes = new LinkedHashMap<>();
        classes.forEach(text -> codes.put(text, text.equals(positive) ? 1 : 0));
        return actual.codes(codes);
    }

    private UserError notNumeric(CsvColumn column) {
        String first = column.texts().stream()
                .filter(text -> !text.matches("[-+0-9.eE]+"))
                .findFirst()
                .orElse("nothing");
        return new UserError("Found '" + first + "' in column " + column.name() + ", expected numbers for the task "
                + options.kind().name().toLowerCase(Locale.ROOT) + ".");
    }

    /// The rows as numbers.
    private final class Rows {
        private final double[] actual;
        private final double[] predicted;
        private final List<String> classes;

        Rows(double[] actual, double[] predicted, List<String> classes) {
            this.actual = actual;
            this.predicted = predicted;
            this.classes = classes;
        }

        Part part(String name, int[] rows) {
            double[] a = Arrays.stream(rows).mapToDouble(row -> actual[row]).toArray();
            double[] p = Arrays.stream(rows).mapToDouble(row -> predicted[row]).toArray();
            return switch (options.kind()) {
                case REGRESSION -> new Part(name, RegressionAccumulator.of(a, p), Map.of());
                case BINARY -> binary(name, BinaryAccumulator.of(a, p, options.threshold()));
                case MULTICLASS -> multiclass(name, MulticlassAccumulator.of(classes.size(), a, p));
            };
        }

        private Part binary(String name, BinaryAccumulator metrics) {
            List<ClassScores> scores = metrics.confusion().perClass();
            Map<String, ClassScores> byClass = new LinkedHashMap<>();
            byClass.put("negative", scores.get(0));
            byClass.put("positive", scores.get(1));
            return new Part(name, metrics, byClass);
        }

        private Part multiclass(String name, MulticlassAccumulator metrics) {
            Map<String, ClassScores> byClass = new LinkedHashMap<>();
            metrics.perClass().stream()
                    .filter(ClassScores::occurs)
                    .forEach(scores -> byClass.put(classes.get(scores.code()), scores));
            return new Part(name, metrics, byClass);
        }
    }
}
