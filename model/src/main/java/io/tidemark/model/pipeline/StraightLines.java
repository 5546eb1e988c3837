package io.tidemark.model.pipeline;

import java.util.List;

/// How far a row is from points, straight line.
final class StraightLines implements RowStep {
    private final int[] of;

    /// `[points][columns]`
    private final double[][] points;

    StraightLines(List<Integer> of, List<InputStep.Point> points) {
        this.of = of.stream().mapToInt(Integer::intValue).toArray();
        this.points = points.stream().map(point -> Unboxed.doubles(point.at())).toArray(double[][]::new);
    }

    @Override
    public void apply(double[] filled, float[] inputs, int at) {
        for (int i = 0; i < points.length; i++) {
            double sum = 0;
            for (int j = 0; j < of.length; j++) {
                double d = filled[of[j]] - points[i][j];
                sum += d * d;
            }
            inputs[at + i] = InputStep.input(Math.sqrt(sum));
        }
    }
}
