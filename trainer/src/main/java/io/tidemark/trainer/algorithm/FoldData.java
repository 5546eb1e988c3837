package io.tidemark.trainer.algorithm;

import io.tidemark.model.kernel.Link;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/// Rows to fit on, and rows to judge by. What a library makes of them is made once and shared by all fits, on all
/// threads: columns with the ranks of their values, LightGBM's bins.
public final class FoldData implements AutoCloseable {
    private final TrainingMatrix train;
    private final float[] validationInputs;
    private final double[] validationTarget;
    private final LightGbmDatasets datasets;
    private Optional<RankedColumns> ranked = Optional.empty();
    private final Map<Link, FoldData> transformed = new EnumMap<>(Link.class);

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

    LightGbmDatasets datasets() {
        return datasets;
    }

    synchronized RankedColumns ranked() {
        if (ranked.isEmpty()) {
            ranked = Optional.of(RankedColumns.of(train));
        }
        return ranked.get();
    }

    /// The same rows with labels that learners see as the link's margin; shared by all fits too.
    synchronized FoldData transformed(Link link) {
        return transformed.computeIfAbsent(
                link,
                absent -> new FoldData(
                        TransformedTarget.transformed(train, link),
                        validationInputs,
                        TransformedTarget.transformed(validationTarget, link)));
    }

    /// Frees what LightGBM holds outside the heap; no growth may be open.
    @Override
    public synchronized void close() {
        transformed.values().forEach(FoldData::close);
        datasets.close();
    }
}
