package io.tidemark.model.fit;

import io.tidemark.model.manifest.FeatureSpec;
import io.tidemark.model.pipeline.FeaturePipeline;
import io.tidemark.model.pipeline.ForestImputer;
import io.tidemark.model.pipeline.NeighbourImputer;
import io.tidemark.model.pipeline.PipelineParameters;
import io.tidemark.model.pipeline.PipelineScratch;
import io.tidemark.model.pipeline.RowImputation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/// Fits what computes missing numbers from the rest of their row.
final class RowImputationFitter {
    private static final int NEIGHBOURS = 5;
    private static final int ROUNDS = 2;

    /// Rows that a forest is grown on.
    private static final int FOREST_ROWS = 4_000;

    private final List<FeatureSpec> features;
    private final RawTable rows;
    private final double[] fills;
    private final long seed;

    /// @param fills first guess per column
    RowImputationFitter(List<FeatureSpec> features, RawTable rows, double[] fills, long seed) {
        this.features = features;
        this.rows = rows;
        this.fills = fills;
        this.seed = seed;
    }

    /// @param byNeighbours columns that nearest rows fill, ascending
    /// @param byForest columns that forests fill, ascending
    RowImputation fit(int[] byNeighbours, int[] byForest) {
        RowImputation neighbours = new RowImputation(
                byNeighbours.length == 0 ? Optional.empty() : neighbours(byNeighbours), Optional.empty());
        return new RowImputation(
                neighbours.neighbours(),
                byForest.length == 0 ? Optional.empty() : Optional.of(forests(neighbours, byForest)));
    }

    /// Numbers and booleans are compared; categories have no distance. Empty when there are no rows to refer to.
    private Optional<NeighbourImputer> neighbours(int[] filled) {
        int[] columns = IntStream.range(0, features.size())
                .filter(c -> !(features.get(c) instanceof FeatureSpec.CategoryFeature))
                .toArray();
        int[] sample =
                Columns.sample(rows.rows(), NeighbourImputer.rowsFor(columns.length), new SplittableRandom(seed));
        if (sample.length == 0) {
            return Optional.empty();
        }
        Arrays.sort(sample);
        float[] reference = new float[sample.length * columns.length];
        for (int i = 0; i < sample.length; i++) {
            for (int c = 0; c < columns.length; c++) {
                reference[i * columns.length + c] = Columns.toFloat(rows.column(columns[c])[sample[i]]);
            }
        }
        return Optional.of(new NeighbourImputer(
                NEIGHBOURS,
                columns,
                Arrays.stream(columns)
                        .mapToDouble(c -> Columns.scale(rows.column(c)))
                        .toArray(),
                Arrays.stream(filled)
                        .map(column -> Arrays.binarySearch(columns, column))
                        .toArray(),
                reference));
    }

    /// Each round fits each column's forest on what the former ones filled in; the last round's are kept.
    private ForestImputer forests(RowImputation neighbours, int[] filled) {
        int[] sample = Columns.sample(rows.rows(), FOREST_ROWS, new SplittableRandom(seed + 1));
        Arrays.sort(sample);
        double[][] complete = filled(rows.select(sample), fills, neighbours);
        ForestImputer imputer = null;
        int rounds = filled.length == 1 ? 1 : ROUNDS;
        for (int round = 0; round < rounds; round++) {
            List<ForestImputer.Fill> forests = new ArrayList<>();
            for (int column : filled) {
                double[] raw = rows.column(column);
                int[] known = IntStream.range(0, sample.length)
                        .filter(i -> !Double.isNaN(raw[sample[i]]))
                        .toArray();
                forests.add(new ForestImputer.Fill(
                        column,
                        SmallForest.fit(
                                floats(complete, known),
                                column,
                                known.length == 0
                                        ? new double[] {fills[column]}
                                        : Arrays.stream(known)
                                                .mapToDouble(i -> raw[sample[i]])
                                                .toArray(),
                                seed + 31L * round + column)));
            }
            imputer = new ForestImputer(rounds, forests);
            complete = filled(
                    rows.select(sample), fills, new RowImputation(neighbours.neighbours(), Optional.of(imputer)));
        }
        if (imputer == null) {
            throw new IllegalStateException("Found no round of imputation, expected one.");
        }
        return imputer;
    }

    private static float[][] floats(double[][] columns, int[] rows) {
        float[][] floats = new float[columns.length][Math.max(1, rows.length)];
        for (int c = 0; c < columns.length; c++) {
            for (int i = 0; i < rows.length; i++) {
                floats[c][i] = Columns.toFloat(columns[c][rows[i]]);
            }
        }
        return floats;
    }

    /// A pipeline that fills missing values in and derives nothing.
    static FeaturePipeline pipeline(double[] fills, RowImputation imputation) {
        return new FeaturePipeline(
                new PipelineParameters(Arrays.stream(fills).boxed().toList(), List.of()), imputation);
    }

    /// `[columns][rows]` with everything filled in, by the code that fills in a row to be scored.
    static double[][] filled(RawTable rows, double[] fills, RowImputation imputation) {
        FeaturePipeline pipeline = pipeline(fills, imputation);
        PipelineScratch scratch = pipeline.newScratch();
        double[] raw = new double[fills.length];
        double[][] filled = new double[fills.length][rows.rows()];
        for (int i = 0; i < rows.rows(); i++) {
            rows.row(i, raw);
            pipeline.fill(raw, scratch);
            for (int c = 0; c < raw.length; c++) {
                filled[c][i] = scratch.filled()[c];
            }
        }
        return filled;
    }
}
