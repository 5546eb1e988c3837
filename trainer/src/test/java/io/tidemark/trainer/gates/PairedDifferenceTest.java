package io.tidemark.trainer.gates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tidemark.stats.metric.Metric;
import io.tidemark.stats.metric.RegressionAccumulator;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PairedDifferenceTest {
    private static final int ROWS = 2_000;

    @Test
    void equalModelsDifferByNothing() {
        double[] actual = normal(1, 0);
        PairedDifference same = mae(actual, normal(2, 0), normal(2, 0));

        assertThat(same.loss()).isZero();
        assertThat(same.lossInterval().low()).isZero();
        assertThat(same.lossInterval().high()).isZero();
    }

    /// Against the interval of a mean of paired differences, which the bootstrap approaches.
    @Test
    void theIntervalIsThatOfThePairedMean() {
        double[] actual = normal(1, 0);
        double[] challenger = normal(2, 0.1);
        double[] champion = normal(3, 0);
        double[] differences = new double[ROWS];
        double mean = 0;
        for (int i = 0; i < ROWS; i++) {
            differences[i] = Math.abs(challenger[i] - actual[i]) - Math.abs(champion[i] - actual[i]);
            mean += differences[i] / ROWS;
        }
        double squares = 0;
        for (double difference : differences) {
            squares += (difference - mean) * (difference - mean);
        }
        double reach = 1.96 * Math.sqrt(squares / (ROWS - 1.0) / ROWS);

        PairedDifference paired = mae(actual, challenger, champion);

        assertThat(paired.loss()).isCloseTo(mean, within(1e-12));
        assertThat(paired.lossInterval().low()).isCloseTo(mean - reach, within(0.2 * reach));
        assertThat(paired.lossInterval().high()).isCloseTo(mean + reach, within(0.2 * reach));
    }

    @Test
    void whereHigherIsBetterALossIsALowerValue() {
        double[] actual = normal(1, 0);
        PairedDifference worse = PairedDifference.of(
                (labels, scores) -> RegressionAccumulator.of(labels, scores)
                        .report()
                        .value(Metric.R2)
                        .orElseThrow(),
                Metric.R2,
                actual,
                normal(2, 0),
                actual,
                0.95);

        assertThat(worse.loss()).isPositive();
        assertThat(worse.lossInterval().low()).isPositive();
    }

    private static PairedDifference mae(double[] actual, double[] challenger, double[] champion) {
        return PairedDifference.of(
                (labels, scores) -> RegressionAccumulator.of(labels, scores)
                        .report()
                        .value(Metric.MAE)
                        .orElseThrow(),
                Metric.MAE,
                actual,
                challenger,
                champion,
                0.95);
    }

    private static double[] normal(long seed, double shift) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] values = new double[ROWS];
        for (int i = 0; i < ROWS; i++) {
            values[i] = random.nextGaussian() + shift;
        }
        return values;
    }
}
