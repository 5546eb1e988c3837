package io.tidemark.trainer.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tidemark.model.bundle.PredictionIntervals;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class IntervalCalibrationTest {
    private static final int ROWS = 4_000;

    /// The k-th smallest of n errors, k the share of n + 1, rounded up.
    @Test
    void withoutClassesItIsTheConformalQuantile() {
        double[] actual = new double[99];
        double[] predicted = new double[99];
        for (int i = 0; i < 99; i++) {
            predicted[i] = i;
            actual[i] = i + (i + 1);
        }

        PredictionIntervals intervals = IntervalCalibration.of(predicted, actual, ones(99), 0.9);

        assertThat(intervals.edges()).isEmpty();
        assertThat(intervals.halfWidth(3)).isEqualTo(90);
    }

    @Test
    void freshRowsAreHeldAsOftenAsPromisedAtEachSize() {
        double[][] calibration = noisy(1);
        double[][] fresh = noisy(2);

        PredictionIntervals intervals = IntervalCalibration.of(calibration[0], calibration[1], ones(ROWS), 0.8);

        for (int size = 0; size < 4; size++) {
            int held = 0;
            int rows = 0;
            for (int i = 0; i < ROWS; i++) {
                if ((int) (fresh[0][i] * 4) == size) {
                    rows++;
                    held += Math.abs(fresh[1][i] - fresh[0][i]) <= intervals.halfWidth(fresh[0][i]) ? 1 : 0;
                }
            }
            assertThat((double) held / rows).as("size %d", size).isCloseTo(0.8, within(0.06));
        }
        assertThat(intervals.halfWidth(0.95)).isGreaterThan(3 * intervals.halfWidth(0.05));
    }

    @Test
    void rowsThatWeighMoreDecide() {
        double[] predicted = new double[200];
        double[] actual = new double[200];
        double[] weights = new double[200];
        for (int i = 0; i < 200; i++) {
            predicted[i] = 1;
            actual[i] = i < 100 ? 2 : 11;
            weights[i] = i < 100 ? 1.98 : 0.02;
        }

        assertThat(IntervalCalibration.of(predicted, actual, weights, 0.9).halfWidth(1))
                .isEqualTo(1);
        assertThat(IntervalCalibration.of(predicted, actual, ones(200), 0.9).halfWidth(1))
                .isEqualTo(10);
    }

    /// Predictions between 0 and 1, with errors that grow with them.
    private static double[][] noisy(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] predicted = new double[ROWS];
        double[] actual = new double[ROWS];
        for (int i = 0; i < ROWS; i++) {
            predicted[i] = random.nextDouble();
            actual[i] = predicted[i] + predicted[i] * random.nextGaussian();
        }
        return new double[][] {predicted, actual};
    }

    private static double[] ones(int count) {
        double[] ones = new double[count];
        Arrays.fill(ones, 1);
        return ones;
    }
}
