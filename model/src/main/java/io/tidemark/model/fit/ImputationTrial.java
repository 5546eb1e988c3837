package io.tidemark.model.fit;

import io.tidemark.model.fit.ImputationComparison.MethodScore;
import io.tidemark.model.manifest.FeatureSpec;
import io.tidemark.model.manifest.PreprocessingSpec.Imputation;
import io.tidemark.model.pipeline.RowImputation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/// Compares methods of imputation: hides values that are known, fills them in from other rows, and looks.
///
/// Several seeds draw other rows each. Rows are bounded, so that a comparison takes well below a second.
final class ImputationTrial {
    /// With fewer known values nothing can be compared.
    static final int MIN_KNOWN = 30;

    private static final List<Imputation> METHODS =
            List.of(Imputation.MEDIAN, Imputation.MEAN, Imputation.KNN, Imputation.ITERATIVE);
    private static final int SEEDS = 3;
    private static final int FIT_ROWS = 2_000;
    private static final int MASKED_ROWS = 300;

    /// A method has to be better than a simpler one by more than this share of its error.
    private static final double MARGIN = 0.01;

    private final List<FeatureSpec> features;
    private final RawTable rows;
    private final long seed;

    ImputationTrial(List<FeatureSpec> features, RawTable rows, long seed) {
        this.features = features;
        this.rows = rows;
        this.seed = seed;
    }

    /// The comparison for one number column that has at least [#MIN_KNOWN] known values.
    ImputationComparison compare(int column) {
        double[] values = rows.column(column);
        int[] known = IntStream.range(0, rows.rows())
                .filter(row -> !Double.isNaN(values[row]))
                .toArray();
        List<List<Double>> errors = new ArrayList<>();
        METHODS.forEach(method -> errors.add(new ArrayList<>()));
        for (int s = 0; s < SEEDS; s++) {
            double[] rmse = rmse(column, known, seed + 1_000L * s);
            for (int m = 0; m < METHODS.size(); m++) {
                errors.get(m).add(rmse[m]);
            }
        }
        List<MethodScore> scores = IntStream.range(0, METHODS.size())
                .mapToObj(m -> new MethodScore(
                        METHODS.get(m),
                        errors.get(m),
                        errors.get(m).stream()
                                .mapToDouble(Double::doubleValue)
                                .average()
                                .orElseThrow()))
                .toList();
        Imputation chosen = chosen(scores);
        return new ImputationComparison(
                features.get(column).name(),
                rows.rows() - known.length,
                known.length,
                scores,
                chosen,
                "the simplest method within " + Math.round(100 * MARGIN) + " % of the least error on masked values");
    }

    static Imputation chosen(List<MethodScore> scores) {
        double least = scores.stream().mapToDouble(MethodScore::mean).min().orElseThrow();
        return scores.stream()
                .filter(score -> score.mean() <= least * (1 + MARGIN))
                .map(MethodScore::method)
                .findFirst()
                .orElse(Imputation.MEDIAN);
    }

    /// Root mean squared error of each method for one draw of rows.
    private double[] rmse(int column, int[] known, long draw) {
        int[] order = Columns.sample(known.length, FIT_ROWS + MASKED_ROWS, new SplittableRandom(draw));
        int masked = Math.min(MASKED_ROWS, order.length / 3);
        int[] hidden = pick(known, order, 0, masked);
        RawTable fit = rows.select(pick(known, order, masked, order.length));
        RawTable asked = without(rows.select(hidden), column);
        double[] fills = new double[features.size()];
        Arrays.setAll(fills, c -> Columns.median(Columns.present(fit.column(c))));
        RowImputationFitter fitter = new RowImputationFitter(features, fit, fills, draw);
        int[] one = {column};
        double mean = Columns.mean(Columns.present(fit.column(column)));
        double[] truth = Arrays.stream(hidden)
                .mapToDouble(row -> rows.column(column)[row])
                .toArray();
        double[] means = new double[masked];
        Arrays.fill(means, mean);
        return new double[] {
            rmse(truth, RowImputationFitter.filled(asked, fills, RowImputation.NONE)[column]),
            rmse(truth, means),
            rmse(truth, RowImputationFitter.filled(asked, fills, fitter.fit(one, new int[0]))[column]),
            rmse(truth, RowImputationFitter.filled(asked, fills, fitter.fit(new int[0], one))[column])
        };
    }

    private static int[] pick(int[] rows, int[] order, int from, int to) {
        return IntStream.range(from, to).map(i -> rows[order[i]]).toArray();
    }

    private static RawTable without(RawTable rows, int column) {
        double[][] columns = new double[rows.features()][];
        for (int c = 0; c < columns.length; c++) {
            columns[c] = rows.column(c);
        }
        columns[column] = new double[rows.rows()];
        Arrays.fill(columns[column], Double.NaN);
        return new RawTable(columns, rows.rows());
    }

    private static double rmse(double[] truth, double[] found) {
        double sum = 0;
        for (int i = 0; i < truth.length; i++) {
            sum += (found[i] - truth[i]) * (found[i] - truth[i]) / truth.length;
        }
        return Math.sqrt(sum);
    }
}
