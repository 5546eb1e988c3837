package io.tidemark.trainer.pipeline;

import io.tidemark.model.fit.RawTable;
import io.tidemark.model.manifest.FeatureSpec;
import io.tidemark.model.manifest.ModelManifest;
import io.tidemark.stats.metric.MetricReport;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoublePredicate;
import java.util.stream.IntStream;

/// Quality by the values of one feature.
///
/// @param feature a category or boolean feature
/// @param segments its values that occur, in the manifest's order
public record Segments(String feature, List<Segment> segments) {
    public Segments {
        segments = List.copyOf(segments);
    }

    /// The rows of one value.
    ///
    /// @param name the value; `missing` and `unseen` for rows that have none of the known ones
    /// @param rows number of rows
    /// @param report all metrics
    public record Segment(String name, int rows, MetricReport report) {}

    /// Quality by the values of one feature.
    ///
    /// @param feature name of a category or boolean feature
    /// @param rows the rows that were scored
    /// @param evaluation what was scored, row by row
    public static Segments by(ModelManifest manifest, String feature, RawTable rows, Evaluation evaluation) {
        List<FeatureSpec> features = manifest.features();
        int column = IntStream.range(0, features.size())
                .filter(i -> features.get(i).name().equals(feature))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException("Found the segment feature '" + feature + "', expected one of "
                                + features.stream().map(FeatureSpec::name).toList() + "."));
        double[] values = rows.column(column);
        List<Segment> segments = new ArrayList<>();
        List<String> names = names(features.get(column));
        for (int code = 0; code < names.size(); code++) {
            int wanted = code;
            add(segments, manifest, names.get(code), evaluation, rowsWhere(values, value -> value == wanted));
        }
        add(segments, manifest, "unseen", evaluation, rowsWhere(values, value -> value < 0));
        add(segments, manifest, "missing", evaluation, rowsWhere(values, Double::isNaN));
        return new Segments(feature, segments);
    }

    /// The manifest's segments, `monitors.segments`.
    public static List<Segments> all(ModelManifest manifest, RawTable rows, Evaluation evaluation) {
        return manifest.monitors().segments().stream()
                .map(feature -> by(manifest, feature, rows, evaluation))
                .toList();
    }

    private static List<String> names(FeatureSpec feature) {
        return switch (feature) {
            case FeatureSpec.CategoryFeature category -> category.categories();
            case FeatureSpec.BooleanFeature flag -> List.of("false", "true");
            case FeatureSpec.NumberFeature number ->
                throw new IllegalArgumentException(
                        "Found the number feature '" + number.name() + "', expected a category or a boolean.");
        };
    }

    private static int[] rowsWhere(double[] values, DoublePredicate wanted) {
        return IntStream.range(0, values.length)
                .filter(row -> wanted.test(values[row]))
                .toArray();
    }

    private static void add(
            List<Segment> segments, ModelManifest manifest, String name, Evaluation evaluation, int[] rows) {
        if (rows.length == 0) {
            return;
        }
        double[] actual = IntStream.of(rows).mapToDouble(evaluation::actual).toArray();
        double[] scores = evaluation.scores(rows);
        segments.add(new Segment(
                name, rows.length, Metrics.report(manifest.task(), actual, scores, Metrics.threshold(manifest))));
    }
}
