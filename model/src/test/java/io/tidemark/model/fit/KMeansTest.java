package io.tidemark.model.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KMeansTest {
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void aSettledCentroidIsTheMeanOfItsRows(long seed) {
        double[][] space = space(seed, 200);

        double[][] centroids = KMeans.fit(space, 4, 3, seed);

        for (int k = 0; k < centroids.length; k++) {
            int cluster = k;
            for (int d = 0; d < space.length; d++) {
                double[] axis = space[d];
                double mean = IntStream.range(0, 200)
                        .filter(row -> KMeans.nearest(space, row, centroids) == cluster)
                        .mapToDouble(row -> axis[row])
                        .average()
                        .orElseThrow();
                assertThat(centroids[k][d]).isCloseTo(mean, within(1e-12));
            }
        }
    }

    @Test
    void centroidsAreSorted() {
        double[][] centroids = KMeans.fit(space(9, 100), 5, 2, 9);

        for (int k = 1; k < centroids.length; k++) {
            assertThat(centroids[k - 1][0]).isLessThanOrEqualTo(centroids[k][0]);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void silhouetteFollowsItsDefinition(long seed) {
        double[][] space = space(seed, 40);
        double[][] centroids = KMeans.fit(space, 3, 2, seed);
        int[] all = IntStream.range(0, 40).toArray();

        assertThat(Silhouette.mean(space, centroids, all)).isCloseTo(naiveSilhouette(space, centroids), within(1e-12));
    }

    @Test
    void silhouetteOfNoRowsAndOfOneClusterIsZero() {
        assertThat(Silhouette.mean(new double[][] {{1, 2}}, new double[][] {{1}}, new int[0]))
                .isZero();
        assertThat(Silhouette.mean(new double[][] {{1, 2}}, new double[][] {{1}}, new int[] {0, 1}))
                .isZero();
    }

    /// Row by row: (b - a) / max(a, b), a the mean distance inside the cluster, b that to the next one.
    private static double naiveSilhouette(double[][] space, double[][] centroids) {
        int rows = space[0].length;
        double sum = 0;
        for (int i = 0; i < rows; i++) {
            double[] means = new double[centroids.length];
            for (int k = 0; k < centroids.length; k++) {
                double distances = 0;
                int count = 0;
                for (int j = 0; j < rows; j++) {
                    if (j != i && KMeans.nearest(space, j, centroids) == k) {
                        distances += Math.hypot(space[0][i] - space[0][j], space[1][i] - space[1][j]);
                        count++;
                    }
                }
                means[k] = distances / count;
            }
            int own = KMeans.nearest(space, i, centroids);
            double outside = Double.POSITIVE_INFINITY;
            for (int k = 0; k < means.length; k++) {
                outside = k == own ? outside : Math.min(outside, means[k]);
            }
            sum += (outside - means[own]) / Math.max(outside, means[own]);
        }
        return sum / rows;
    }

    private static double[][] space(long seed, int rows) {
        SplittableRandom random = new SplittableRandom(seed);
        double[][] space = new double[2][rows];
        for (int i = 0; i < rows; i++) {
            space[0][i] = random.nextDouble() + i % 3;
            space[1][i] = random.nextDouble();
        }
        return space;
    }
}
