package io.tidemark.trainer.algorithm;

import io.tidemark.model.kernel.Kernel;
import io.tidemark.model.kernel.Link;

/// A fitted model: what serves, and what the library itself would answer.
public interface FittedModel extends AutoCloseable {
    /// The model as it serves.
    Kernel kernel();

    /// From the kernel's margin to the score.
    Link link();

    /// The library's own scores, `[rows * outputs]`, of inputs `[rows * width]`, both row by row: what the kernel is
    /// held against.
    double[] libraryScores(float[] inputs, int rows);

    /// The kernel's scores of the same, `[rows * outputs]`.
    default double[] scores(float[] inputs, int rows) {
        Kernel kernel = kernel();
        Link link = link();
        int[] scratch = new int[kernel.scratchLength()];
        float[] row = new float[kernel.inputs()];
        double[] margins = new double[kernel.outputs()];
        double[] scores = new double[rows * margins.length];
        for (int i = 0; i < rows; i++) {
            System.arraycopy(inputs, i * row.length, row, 0, row.length);
            kernel.margins(row, scratch, margins);
            if (margins.length == 1) {
                scores[i] = link.score(margins[0]);
            } else {
                link.toProbabilities(margins);
                System.arraycopy(margins, 0, scores, i * margins.length, margins.length);
            }
        }
        return scores;
    }

    /// Frees what the library holds outside the heap.
    @Override
    void close();
}
