package io.tidemark.trainer.pipeline;

import io.tidemark.model.bundle.GoldenRow;
import io.tidemark.model.fit.RawTable;
import io.tidemark.model.manifest.FeatureSpec;
import io.tidemark.model.manifest.FeatureSpec.BooleanFeature;
import io.tidemark.model.manifest.FeatureSpec.CategoryFeature;
import io.tidemark.model.manifest.FeatureSpec.NumberFeature;
import io.tidemark.model.manifest.ModelManifest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Rows that a bundle carries as its own test, spread over the range of scores so that every loader sees high and low
/// ones.
final class GoldenRows {
    private static final int COUNT = 64;

    private GoldenRows() {}

    /// @param libraryScores what the training library itself gives for the rows, `[rows * outputs]`; see [Scores]
    static List<GoldenRow> pick(ModelManifest manifest, RawTable rows, double[] libraryScores) {
        int[] byScore = Scores.ascending(libraryScores, rows.rows());
        int count = Math.min(COUNT, byScore.length);
        int[] picked = IntStream.range(0, count)
                .map(i -> byScore[count == 1 ? 0 : (int) ((long) i * (byScore.length - 1) / (count - 1))])
                .toArray();
        List<GoldenRow> golden = new ArrayList<>();
        Arrays.sort(picked);
        for (int row : picked) {
            golden.add(GoldenRow.of(values(manifest, rows, row), Scores.ofRow(libraryScores, rows.rows(), row)));
        }
        return golden;
    }

    /// A raw row as an event would carry it.
    private static Map<String, @Nullable Object> values(ModelManifest manifest, RawTable rows, int row) {
        Map<String, @Nullable Object> values = new TreeMap<>();
        for (int c = 0; c < manifest.features().size(); c++) {
            FeatureSpec feature = manifest.features().get(c);
            double raw = rows.column(c)[row];
            if (!Double.isNaN(raw)) {
                values.put(
                        feature.name(),
                        switch (feature) {
                            case NumberFeature number -> number.integral() ? (Object) (long) raw : (Object) raw;
                            case CategoryFeature category ->
                                raw < 0
                                        ? unseen(category)
                                        : category.categories().get((int) raw);
                            case BooleanFeature bool -> raw == 1;
                        });
            }
        }
        return values;
    }

    /// A name that the category does not list.
    private static String unseen(CategoryFeature category) {
        StringBuilder name = new StringBuilder("unseen");
        while (category.categories().contains(name.toString())) {
            name.append('-');
        }
        return name.toString();
    }
}
