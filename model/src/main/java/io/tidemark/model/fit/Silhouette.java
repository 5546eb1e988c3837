package io.tidemark.model.fit;

/// How well rows lie inside their clusters (Rousseeuw 1987): -1 to 1, higher is better.
final class Silhouette {
    private Silhouette() {}

    /// Mean silhouette of the sampled rows among themselves; 0 for a row that is alone in its cluster.
    ///
    /// @param space `[dimensions][rows]`
    /// @param centroids `[clusters][dimensions]`
    static double mean(double[][] space, double[][] centroids, int[] sample) {
        int[] cluster = new int[sample.length];
        int[] sizes = new int[centroids.length];
        for (int i = 0; i < sample.length; i++) {
            cluster[i] = KMeans.nearest(space, sample[i], centroids);
            sizes[cluster[i]]++;
        }
        double sum = 0;
        for (int i = 0; i < sample.length; i++) {
            sum += ofRow(space, sample, cluster, sizes, i);
        }
        return sample.length == 0 ? 0 : sum / sample.length;
    }

    private static double ofRow(double[][] space, int[] sample, int[] cluster, int[] sizes, int row) {
        if (sizes[cluster[row]] < 2) {
            return 0;
        }
        double[] distance = new double[sizes.length];
        for (int j = 0; j < sample.length; j++) {
            distance[cluster[j]] += distance(space, sample[row], sample[j]);
        }
        double inside = distance[cluster[row]] / (sizes[cluster[row]] - 1);
        double outside = Double.POSITIVE_INFINITY;
        for (int k = 0; k < sizes.length; k++) {
            if (k != cluster[row] && sizes[k] > 0) {
                outside = Math.min(outside, distance[k] / sizes[k]);
            }
        }
        double larger = Math.max(inside, outside);
        return larger == 0 || Double.isInfinite(larger) ? 0 : (outside - inside) / larger;
    }

    private static double distance(double[][] space, int a, int b) {
        double sum = 0;
        for (double[] axis : space) {
            double difference = axis[a] - axis[b];
            sum += difference * difference;
        }
        return Math.sqrt(sum);
    }
}
