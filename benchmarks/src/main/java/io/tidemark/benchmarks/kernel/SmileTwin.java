package io.tidemark.benchmarks.kernel;

import smile.base.cart.Loss;
import smile.data.DataFrame;
import smile.data.Tuple;
import smile.data.formula.Formula;
import smile.data.type.StructType;
import smile.data.vector.DoubleVector;
import smile.regression.DataFrameRegression;
import smile.regression.GradientTreeBoost;
import smile.regression.RandomForest;

/// Models of Smile's own, of the same algorithm, size and training rows: Smile takes no trees from elsewhere.
final class SmileTwin {
    private static final Formula LABEL = Formula.lhs("y");

    private SmileTwin() {}

    static DataFrameRegression fit(KernelCase wanted) {
        BlockGroups rows = BlockGroups.of(KernelModels.TRAINING_ROWS, KernelModels.TRAINING_SEED);
        DataFrame data = frame(rows.inputs()).add(new DoubleVector("y", rows.target()));
        return switch (wanted) {
            case BOOSTED_100_31 -> boosted(data, 100, 64, 31, 0.1);
            case BOOSTED_500_63 -> boosted(data, 500, 64, 63, 0.05);
            case BOOSTED_500_DEPTH_6 -> boosted(data, 500, 6, 64, 0.05);
            case FOREST_100 ->
                RandomForest.fit(LABEL, data, new RandomForest.Options(100, 3, 64, 8192, 5, 1, null, null));
        };
    }

    private static GradientTreeBoost boosted(DataFrame data, int trees, int depth, int leaves, double rate) {
        return GradientTreeBoost.fit(
                LABEL, data, new GradientTreeBoost.Options(Loss.ls(), trees, depth, leaves, 20, rate, 1, null, null));
    }

    static Tuple[] tuples(float[][] rows) {
        StructType schema = frame(rows).schema();
        Tuple[] tuples = new Tuple[rows.length];
        for (int i = 0; i < rows.length; i++) {
            double[] values = new double[BlockGroups.WIDTH];
            for (int j = 0; j < values.length; j++) {
                values[j] = rows[i][j];
            }
            tuples[i] = Tuple.of(schema, values);
        }
        return tuples;
    }

    private static DataFrame frame(float[][] rows) {
        DoubleVector[] columns = new DoubleVector[BlockGroups.WIDTH];
        for (int c = 0; c < columns.length; c++) {
            double[] column = new double[rows.length];
            for (int r = 0; r < rows.length; r++) {
                column[r] = rows[r][c];
            }
            columns[c] = new DoubleVector("x" + c, column);
        }
        return new DataFrame(columns);
    }
}
