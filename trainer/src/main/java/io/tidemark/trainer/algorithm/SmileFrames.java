package io.tidemark.trainer.algorithm;

import smile.data.DataFrame;
import smile.data.formula.Formula;
import smile.data.type.StructType;
import smile.data.vector.DoubleVector;
import smile.data.vector.IntVector;

/// Between [TrainingMatrix] and Smile's data frames; inputs are called x0, x1, ..., the label y.
final class SmileFrames {
    static final Formula LABEL = Formula.lhs("y");

    private SmileFrames() {}

    /// Inputs and a numeric label.
    static DataFrame regression(TrainingMatrix data) {
        return inputs(data.inputs(), data.rows(), data.width()).add(new DoubleVector("y", data.target()));
    }

    /// Inputs and a label that is 0 or 1.
    static DataFrame classification(TrainingMatrix data) {
        int[] classes = new int[data.rows()];
        for (int i = 0; i < classes.length; i++) {
            classes[i] = (int) data.target()[i];
        }
        return inputs(data.inputs(), data.rows(), data.width()).add(new IntVector("y", classes));
    }

    /// Inputs only.
    static DataFrame inputs(float[] inputs, int rows, int width) {
        DoubleVector[] columns = new DoubleVector[width];
        for (int c = 0; c < width; c++) {
            double[] column = new double[rows];
            for (int r = 0; r < rows; r++) {
                column[r] = inputs[r * width + c];
            }
            columns[c] = new DoubleVector("x" + c, column);
        }
        return new DataFrame(columns);
    }

    /// Schema of the inputs.
    static StructType schema(int width) {
        return inputs(new float[width], 1, width).schema();
    }
}
