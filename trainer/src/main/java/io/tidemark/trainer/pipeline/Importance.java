package io.tidemark.trainer.pipeline;

import io.tidemark.model.bundle.ModelBundle;
import io.tidemark.model.bundle.ModelScorer;
import io.tidemark.model.fit.RawTable;
import io.tidemark.model.manifest.FeatureSpec;
import io.tidemark.model.manifest.ModelManifest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/// How much worse a model gets when it is told another row's value of a feature: permutation importance on rows that it
/// was not fitted on.
///
/// @param feature the feature as events carry it
/// @param loss mean of how much worse the selection's metric gets, in its unit; about 0: the feature does not matter
/// @param spread standard deviation of the same over the shuffles
public record Importance(String feature, double loss, double spread) {
    private static final int SHUFFLES = 3;
    private static final int MOST_ROWS = 5_000;

    /// All features, the most important first.
    ///
    /// @param rows rows with their labels, the first 5,000 of which are used
    public static List<Importance> of(ModelManifest manifest, ModelBundle bundle, RawTable rows, double[] actual) {
        int count = Math.min(rows.rows(), MOST_ROWS);
        double[] labels = Arrays.copyOf(actual, count);
        double[][] table = new double[count][rows.features()];
        for (int row = 0; row < count; row++) {
            rows.row(row, table[row]);
        }
        Judge judge = new Judge(manifest, manifest.selection().metric());
        ModelScorer scorer = bundle.newScorer();
        double untouched = judge.loss(judge.value(
                labels, scores(scorer, table, 0, IntStream.range(0, count).toArray())));
        List<Importance> all = new ArrayList<>();
        List<FeatureSpec> features = manifest.features();
        for (int feature = 0; feature < features.size(); feature++) {
            double[] losses = new double[SHUFFLES];
            for (int shuffle = 0; shuffle < SHUFFLES; shuffle++) {
                int[] from = IntStream.range(0, count).toArray();
                RowSplit.shuffle(from, new SplittableRandom(manifest.split().seed() + 31L * feature + shuffle));
                losses[shuffle] = judge.loss(judge.value(labels, scores(scorer, table, feature, from))) - untouched;
            }
            double mean = IntStream.range(0, SHUFFLES)
                    .mapToDouble(i -> losses[i])
                    .average()
                    .orElse(0);
            double variance = IntStream.range(0, SHUFFLES)
                    .mapToDouble(i -> (losses[i] - mean) * (losses[i] - mean))
                    .average()
                    .orElse(0);
            all.add(new Importance(features.get(feature).name(), mean, Math.sqrt(variance)));
        }
        all.sort(Comparator.comparingDouble(importance -> -importance.loss()));
        return all;
    }

    /// Scores of all rows, each with another row's value of one feature.
    private static double[] scores(ModelScorer scorer, double[][] table, int feature, int[] from) {
        double[] column = Arrays.stream(table).mapToDouble(row -> row[feature]).toArray();
        double[] scores = new double[table.length * scorer.outputs()];
        for (int row = 0; row < table.length; row++) {
            table[row][feature] = column[from[row]];
            scorer.score(table[row], scores, row);
        }
        for (int row = 0; row < table.length; row++) {
            table[row][feature] = column[row];
        }
        return scores;
    }
}
