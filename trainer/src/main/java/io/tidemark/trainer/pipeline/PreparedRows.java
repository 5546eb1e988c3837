package io.tidemark.trainer.pipeline;

import io.tidemark.model.fit.PipelineFit;
import io.tidemark.model.fit.PipelineFitter;
import io.tidemark.model.fit.RawTable;
import io.tidemark.model.manifest.ModelManifest;
import io.tidemark.trainer.algorithm.TrainingMatrix;

/// Rows to fit a model on, with the preprocessing that was fitted on them and on no others.
///
/// @param fit the preprocessing and the evidence for it
/// @param matrix the rows after it
record PreparedRows(PipelineFit fit, TrainingMatrix matrix) {
    /// All rows of a run that are fitted on, after a preprocessing that was fitted on them.
    static PreparedRows of(PipelineFit fit, FitRows rows) {
        return of(fit, rows.features(), rows.target(), rows.weights());
    }

    /// Some of them.
    ///
    /// @param part indices of the rows
    static PreparedRows of(ModelManifest manifest, FitRows rows, int[] part) {
        return of(
                manifest,
                rows.features().select(part),
                RowSplit.pick(rows.target(), part),
                RowSplit.pick(rows.weights(), part));
    }

    private static PreparedRows of(ModelManifest manifest, RawTable features, double[] target, double[] weights) {
        PipelineFit fit = new PipelineFitter(
                        manifest.features(),
                        manifest.preprocessing(),
                        manifest.split().seed())
                .fitWithEvidence(features);
        return of(fit, features, target, weights);
    }

    private static PreparedRows of(PipelineFit fit, RawTable features, double[] target, double[] weights) {
        return new PreparedRows(
                fit,
                new TrainingMatrix(fit.pipeline().inputNames(), Inputs.of(fit.pipeline(), features), target, weights));
    }

    /// Other rows after the same preprocessing.
    float[] inputs(RawTable others) {
        return Inputs.of(fit.pipeline(), others);
    }
}
