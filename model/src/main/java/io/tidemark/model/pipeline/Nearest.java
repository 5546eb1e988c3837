package io.tidemark.model.pipeline;

import java.util.List;

/// Marks the centroid that is nearest to a row by Euclidean distance, the first of equals.
final class Nearest implements RowStep {
    private final int[] of;

    /// `[clusters][columns]`
    private final double[][] centroids;

    Nearest(List<Integer> of, List<List<Double>> centroids) {
        this.of = of.stream().mapToInt(Integer::intValue).toArray();
        this.centroids = centroids.stream().map(Unboxed::doubles).toArray(double[][]::new);
    }

    @Override
    public void apply(double[] filled, float[] inputs, int at) {
        int nearest = nearest(filled);
        for (int i = 0; i < centroids.length; i++) {
            inputs[at + i] = i == nearest ? 1 : 0;
        }
    }

    private int nearest(double[] filled) {
        int nearest = 0;
        double least = Double.POSITIVE_INFINITY;
        for (int i = 0; i < centroids.length; i++) {
            double distance = 0;
            for (int j = 0; j < of.length; j++) {
                double d = filled[of[j]] - centroids[i][j];
                distance += d * d;
            }
            if (distance < least) {
                least = distance;
                nearest = i;
            }
        }
        return nearest;
    }
}
