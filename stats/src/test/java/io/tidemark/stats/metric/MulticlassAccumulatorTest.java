package io.tidemark.stats.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MulticlassAccumulatorTest {
    @Test
    void averagesAreOverTheClassesThatOccur() {
        // scikit-learn's answers for [0, 1, 2, 2] against [0, 3, 2, 1].
        MulticlassAccumulator accumulator =
                MulticlassAccumulator.of(9, new double[] {0, 1, 2, 2}, new double[] {0, 3, 2, 1});
        MetricReport report = accumulator.report();
        assertThat(report.value(Metric.PRECISION_MACRO).orElseThrow()).isCloseTo(0.5, within(1e-15));
        assertThat(report.value(Metric.RECALL_MACRO).orElseThrow()).isCloseTo(0.375, within(1e-15));
        assertThat(report.value(Metric.F1_MACRO).orElseThrow()).isCloseTo(0.41666666666666663, within(1e-15));
        assertThat(report.value(Metric.PRECISION_WEIGHTED).orElseThrow()).isCloseTo(0.75, within(1e-15));
        assertThat(report.value(Metric.F1_WEIGHTED).orElseThrow()).isCloseTo(0.5833333333333333, within(1e-15));
        assertThat(accumulator.perClass().get(3).occurs()).isTrue();
        assertThat(accumulator.perClass().get(4).occurs()).isFalse();
        assertThat(accumulator.count(2, 1)).isEqualTo(1);
    }

    @Test
    void firstOfEqualProbabilitiesIsPredicted() {
        MulticlassAccumulator accumulator = new MulticlassAccumulator(3);
        assertThat(accumulator.add(1, new double[] {0.2, 0.4, 0.4})).isTrue();
        assertThat(accumulator.count(1, 1)).isEqualTo(1);
        assertThat(accumulator.report().value(Metric.LOG_LOSS).orElseThrow()).isCloseTo(-Math.log(0.4), within(1e-15));
    }

    @Test
    void logLossNeedsProbabilitiesOfAllRows() {
        MulticlassAccumulator accumulator = new MulticlassAccumulator(3);
        accumulator.add(1, new double[] {0.2, 0.4, 0.4});
        accumulator.add(1, 1);
        assertThat(accumulator.report().value(Metric.LOG_LOSS)).isEmpty();
    }

    @Test
    void probabilityOfZeroForTheTruthIsNoInfinity() {
        MulticlassAccumulator accumulator = new MulticlassAccumulator(2);
        accumulator.add(1, new double[] {1, 0});
        assertThat(accumulator.report().value(Metric.LOG_LOSS).orElseThrow())
                .isCloseTo(52 * Math.log(2), within(1e-12));
    }

    @ParameterizedTest
    @CsvSource({"3, 0", "0, 3", "-1, 0", "0.5, 1", "0, NaN", "4e9, 0"})
    void codesOutsideTheClassesAreRejected(double actual, double predicted) {
        MulticlassAccumulator accumulator = new MulticlassAccumulator(3);
        assertThat(accumulator.add(actual, predicted)).isFalse();
        assertThat(accumulator.rejected()).isEqualTo(1);
    }

    @Test
    void probabilitiesThatAreNoneAreRejected() {
        MulticlassAccumulator accumulator = new MulticlassAccumulator(2);
        assertThat(accumulator.add(0, new double[] {0.5, 0.3, 0.2})).isFalse();
        assertThat(accumulator.add(0, new double[] {1.5, 0.3})).isFalse();
        assertThat(accumulator.add(0, new double[] {Double.NaN, 0.3})).isFalse();
        assertThat(accumulator.add(2, new double[] {0.5, 0.5})).isFalse();
        assertThat(accumulator.rejected()).isEqualTo(4);
        assertThat(accumulator.rows()).isZero();
    }
}
