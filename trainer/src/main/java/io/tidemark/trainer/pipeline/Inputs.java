package io.tidemark.trainer.pipeline;

import io.tidemark.model.fit.RawTable;
import io.tidemark.model.pipeline.FeaturePipeline;
import io.tidemark.model.pipeline.PipelineScratch;

/// Applies a pipeline to many rows, exactly as the scorer does to one.
final class Inputs {
    private Inputs() {}

    /// `[rows * inputs]`, row by row.
    static float[] of(FeaturePipeline pipeline, RawTable rows) {
        int width = pipeline.inputNames().size();
        float[] inputs = new float[Math.multiplyExact(rows.rows(), width)];
        double[] raw = new double[pipeline.rawWidth()];
        PipelineScratch scratch = pipeline.newScratch();
        float[] row = new float[width];
        for (int i = 0; i < rows.rows(); i++) {
            rows.row(i, raw);
            pipeline.apply(raw, scratch, row);
            System.arraycopy(row, 0, inputs, i * width, width);
        }
        return inputs;
    }
}
