package io.tidemark.trainer.algorithm;

import java.util.Optional;
import java.util.function.UnaryOperator;

/// Rows to fit on, and rows to judge by. What a library makes of them is made once and shared by all fits, on all
/// threads: columns with the ranks of their values, LightGBM's bins.
public final class FoldData implements AutoCloseable {
    private final TrainingMatrix train;
    private final float[] validationInputs;
    private final double[] validationTarget;
    private final LightGbmDatasets datasets;
    private Optional<RankedColumns> ranked = Optional.empty();
    private Optional<FoldData> transformed = Optional.empty();

    /// @param validationInputs `[rows * inputs]`, row by row; not copied
    /// @param validationTarget `[rows]`; not copied
    public FoldData(TrainingMatrix train, float[] validationInputs, double[] validationTarget) {
        if (validationInputs.length != validationTarget.length * train.width()) {
            throw new IllegalArgumentException("Found " + validationInputs.length + " inputs of "
                    + validationTarget.length + " validation rows, expected " + train.width() + " a row.");
        }
        this.train = train;
        this.validationInputs = validationInputs;
        this.validationTarget = validationTarget;
        this.datasets = new LightGbmDatasets(train, validationInputs, validationTarget);
    }

    /// Rows to fit on.
    public TrainingMatrix train() {
        return train;
    }

    /// `[rows * inputs]` of the rows to judge by, row by row; not a copy.
    public float[] validationInputs() {
        return validationInputs;
    }

    /// `[rows]` labels of the rows to judge by; not a copy.
    public double[] validationTarget() {
        return validationTarget;
    }

    /// The fold with another target to fit, made once: a fold has one.
    synchronized FoldData transformed(UnaryOperator<TrainingMatrix> change) {
        if (transformed.isEmpty()) {
            transformed = Optional.of(new FoldData(change.apply(train), validationInputs, validationTarget));
        }
        return transformed.get();
    }

    LightGbmDatasets datasets() {
        return datasets;
    }

    synchronized RankedColumns ranked() {
        if (ranked.isEmpty()) {
            ranked = Optional.of(RankedColumns.of(train));
        }
        return ranked.get();
    }

    /// Frees what LightGBM holds outside the heap; no growth may be open.
    @Override
    public void close() {
        transformed.ifPresent(FoldData::close);
        datasets.close();
    }
}
