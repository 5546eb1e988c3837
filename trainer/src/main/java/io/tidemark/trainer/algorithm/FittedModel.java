package io.tidemark.trainer.algorithm;

import io.tidemark.model.kernel.Kernel;
import io.tidemark.model.kernel.Link;

/// A fitted model: what serves, and what the library itself would answer.
public interface FittedModel extends AutoCloseable {
    /// The model as it serves.
    Kernel kernel();

    /// From the kernel's margin to the score.
    Link link();

    /// The library's own scores, `[rows]`, of inputs `[rows * width]`, row by row: what the kernel is held against.
    double[] libraryScores(float[] inputs, int rows);

    /// The kernel's scores of the same.
    default double[] scores(float[] inputs, int rows) {
        Kernel kernel = kernel();
        Link link = link();
        int[] scratch = new int[kernel.scratchLength()];
        float[] row = new float[kernel.inputs()];
        double[] scores = new double[rows];
        for (int i = 0; i < rows; i++) {
            System.arraycopy(inputs, i * row.length, row, 0, row.length);
            scores[i] = link.score(kernel.margin(row, scratch));
        }
        return scores;
    }

    /// Frees what the library holds outside the heap.
    @Override
    void close();
}
