package io.tidemark.model.pipeline;

/// Arrays that applying a pipeline writes to; made once by [FeaturePipeline#newScratch], for one thread.
public final class PipelineScratch {
    final double[] filled;

    PipelineScratch(int rawWidth) {
        this.filled = new double[rawWidth];
    }
}
