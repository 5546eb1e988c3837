package io.tidemark.model.pipeline;

/// Arrays that applying a pipeline writes to; made once by [FeaturePipeline#newScratch], for one thread.
public final class PipelineScratch {
    final double[] filled;
    final float[] row;
    final int[] keys;
    final double[] distances;
    final double[] values;

    PipelineScratch(int rawWidth, RowImputation imputation) {
        filled = new double[rawWidth];
        row = new float[imputation.forests().isPresent() ? rawWidth : 0];
        keys = new int[imputation.forests().map(ForestImputer::scratchLength).orElse(0)];
        int neighbours =
                imputation.neighbours().map(NeighbourImputer::neighbours).orElse(0);
        distances = new double[neighbours];
        values = new double[neighbours];
    }

    /// The row that was filled in last, `double[rawWidth]`; not a copy.
    public double[] filled() {
        return filled;
    }
}
