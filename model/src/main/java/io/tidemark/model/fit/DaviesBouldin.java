package io.tidemark.model.fit;

/// How close clusters are for their width (Davies and Bouldin 1979): 0 or more, lower is better.
final class DaviesBouldin {
    private DaviesBouldin() {}

    /// The index over all rows, as scikit-learn computes it: around the means of the rows that belong together;
    /// clusters without rows do not count, nor do pairs whose means coincide.
    ///
    /// @param space `[dimensions][rows]`
    /// @param centroids `[clusters][dimensions]`
    static double index(double[][] space, double[][] centroids) {
        int rows = space[0].length;
        int[] cluster = new int[rows];
        int[] sizes = new int[centroids.length];
        double[][] means = new double[centroids.length][space.length];
        for (int i = 0; i < rows; i++) {
            cluster[i] = KMeans.nearest(space, i, centroids);
            sizes[cluster[i]]++;
            for (int d = 0; d < space.length; d++) {
                means[cluster[i]][d] += space[d][i];
            }
        }
        for (int k = 0; k < means.length; k++) {
            for (int d = 0; d < space.length && sizes[k] > 0; d++) {
                means[k][d] /= sizes[k];
            }
        }
        double[] widths = new double[centroids.length];
        for (int i = 0; i < rows; i++) {
            double sum = 0;
            for (int d = 0; d < space.length; d++) {
                double difference = space[d][i] - means[cluster[i]][d];
                sum += difference * difference;
            }
            widths[cluster[i]] += Math.sqrt(sum) / sizes[cluster[i]];
        }
        return meanOfWorst(means, widths, sizes);
    }

    private static double meanOfWorst(double[][] means, double[] widths, int[] sizes) {
        double sum = 0;
        int counted = 0;
        for (int a = 0; a < means.length; a++) {
            double worst = 0;
            for (int b = 0; b < means.length && sizes[a] > 0; b++) {
                double distance = distance(means[a], means[b]);
                if (a != b && sizes[b] > 0 && distance > 0) {
                    worst = Math.max(worst, (widths[a] + widths[b]) / distance);
                }
            }
            sum += worst;
            counted += sizes[a] > 0 ? 1 : 0;
        }
        return counted == 0 ? 0 : sum / counted;
    }

    private static double distance(double[] a, double[] b) {
        double sum = 0;
        for (int d = 0; d < a.length; d++) {
            sum += (a[d] - b[d]) * (a[d] - b[d]);
        }
        return Math.sqrt(sum);
    }
}
