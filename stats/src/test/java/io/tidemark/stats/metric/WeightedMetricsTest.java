package io.tidemark.stats.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class WeightedMetricsTest {
    private static final int ROWS = 500;
    private final SplittableRandom random = new SplittableRandom(4);
    private final double[] weights = random.doubles(ROWS, 0.1, 3).toArray();
    private final double[] scores = random.doubles(ROWS).toArray();
    private final double[] classes = Arrays.stream(scores)
            .map(score -> random.nextDouble() < score ? 1 : 0)
            .toArray();
    private final double[] targets = random.doubles(ROWS, 1, 9).toArray();
    private final double[] predictions =
            Arrays.stream(targets).map(target -> target + random.nextGaussian()).toArray();

    @Test
    void equalWeightsGiveTheMetricsOfTheAccumulators() {
        double[] equal = new double[ROWS];
        Arrays.fill(equal, 0.7);
        MetricReport regression = RegressionAccumulator.of(targets, predictions).report();
        WeightedMetrics.regression(targets, predictions, equal)
                .estimates()
                .forEach((metric, estimate) -> assertThat(estimate.value())
                        .as(metric.key())
                        .isCloseTo(regression.value(metric).orElseThrow(), within(1e-12)));
        MetricReport binary = BinaryAccumulator.of(classes, scores).report();
        WeightedMetrics.binary(classes, scores, equal, 0.5)
                .estimates()
                .forEach((metric, estimate) -> assertThat(estimate.value())
                        .as(metric.key())
                        .isCloseTo(binary.value(metric).orElseThrow(), within(1e-12)));
    }

    @Test
    void wholeWeightsCountLikeRepeatedRows() {
        double[] whole = Arrays.stream(weights).map(Math::floor).toArray();
        double[] repeatedClasses = repeat(classes, whole);
        MetricReport repeated =
                BinaryAccumulator.of(repeatedClasses, repeat(scores, whole)).report();
        MetricReport weighted = WeightedMetrics.binary(classes, scores, whole, 0.5);
        assertThat(weighted.value(Metric.AUC).orElseThrow())
                .isCloseTo(repeated.value(Metric.AUC).orElseThrow(), within(1e-12));
        assertThat(weighted.value(Metric.AVERAGE_PRECISION).orElseThrow())
                .isCloseTo(repeated.value(Metric.AVERAGE_PRECISION).orElseThrow(), within(1e-12));
        assertThat(weighted.value(Metric.F1).orElseThrow())
                .isCloseTo(repeated.value(Metric.F1).orElseThrow(), within(1e-12));
    }

    private static double[] repeat(double[] values, double[] times) {
        double[] repeated = new double[0];
        for (int i = 0; i < values.length; i++) {
            int from = repeated.length;
            repeated = Arrays.copyOf(repeated, from + (int) times[i]);
            Arrays.fill(repeated, from, repeated.length, values[i]);
        }
        return repeated;
    }

    @Test
    void orderOfTheRowsDoesNotMatter() {
        assertThat(WeightedMetrics.binary(backwards(classes), backwards(scores), backwards(weights), 0.5))
                .isEqualTo(WeightedMetrics.binary(classes, scores, weights, 0.5));
        assertThat(WeightedMetrics.regression(backwards(targets), backwards(predictions), backwards(weights)))
                .isEqualTo(WeightedMetrics.regression(targets, predictions, weights));
    }

    private static double[] backwards(double[] values) {
        double[] backwards = new double[values.length];
        Arrays.setAll(backwards, i -> values[values.length - 1 - i]);
        return backwards;
    }

    @Test
    void rowsWithoutWeightOrMeaningAreLeftOut() {
        MetricReport report = WeightedMetrics.regression(
                new double[] {1, 2, Double.NaN}, new double[] {2, 100, 1}, new double[] {1, 0, 1});
        assertThat(report.rows()).isEqualTo(1);
        assertThat(report.rejected()).isEqualTo(2);
        assertThat(report.value(Metric.MAE)).hasValue(1);
        assertThat(report.value(Metric.R2)).isEmpty();
        assertThat(WeightedMetrics.regression(new double[0], new double[0], new double[0])
                        .estimates())
                .isEmpty();
    }

    @Test
    void weightsAreNumbersFromZeroOnForEachRow() {
        assertThatThrownBy(() -> WeightedMetrics.regression(new double[1], new double[1], new double[] {-1}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Found weight -1.0 in row 0");
        assertThatThrownBy(() -> WeightedMetrics.regression(new double[1], new double[1], new double[2]))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
