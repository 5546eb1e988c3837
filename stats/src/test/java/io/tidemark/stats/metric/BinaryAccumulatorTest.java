package io.tidemark.stats.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BinaryAccumulatorTest {
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void rankMetricsFollowTheirDefinitions(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int rows = random.nextInt(2, 120);
        double[] scores = new double[rows];
        double[] actual = new double[rows];
        Arrays.setAll(scores, i -> seed % 2 == 0 ? random.nextInt(10) / 10.0 : random.nextDouble());
        Arrays.setAll(actual, i -> i < 2 ? i : random.nextDouble() < scores[i] ? 1 : 0);
        MetricReport report = BinaryAccumulator.of(actual, scores).report();

        assertThat(report.value(Metric.AUC).orElseThrow()).isCloseTo(naiveAuc(actual, scores), within(1e-13));
        assertThat(report.value(Metric.AVERAGE_PRECISION).orElseThrow())
                .isCloseTo(naiveAveragePrecision(actual, scores), within(1e-13));
        assertThat(report.find(Metric.AUC).orElseThrow().errorBound()).isZero();
    }

    /// Share of pairs in the right order.
    private static double naiveAuc(double[] actual, double[] scores) {
        double wins = 0;
        int pairs = 0;
        for (int i = 0; i < actual.length; i++) {
            for (int j = 0; j < actual.length; j++) {
                if (actual[i] == 1 && actual[j] == 0) {
                    pairs++;
                    wins += scores[i] > scores[j] ? 1 : scores[i] == scores[j] ? 0.5 : 0;
                }
            }
        }
        return wins / pairs;
    }

    /// Mean over positive rows of the precision at their score.
    private static double naiveAveragePrecision(double[] actual, double[] scores) {
        double sum = 0;
        double positives = 0;
        for (int i = 0; i < actual.length; i++) {
            if (actual[i] == 1) {
                double found = 0;
                double above = 0;
                for (int j = 0; j < actual.length; j++) {
                    if (scores[j] >= scores[i]) {
                        above++;
                        found += actual[j];
                    }
                }
                positives++;
                sum += found / above;
            }
        }
        return sum / positives;
    }

    @ParameterizedTest
    @CsvSource({"spread, 1e-3", "rare, 2e-3", "certain, 1e-3", "few values, 0.3"})
    void bucketsOfScoresStateHowFarTheyAreOff(String scores, double largest) {
        SplittableRandom random = new SplittableRandom(9);
        BinaryAccumulator exact = new BinaryAccumulator(0.5, 30_000);
        BinaryAccumulator buckets = new BinaryAccumulator(0.5, 100);
        for (int i = 0; i < 30_000; i++) {
            double u = random.nextDouble();
            double score = switch (scores) {
                case "spread" -> u;
                case "rare" -> u * u * u / 50;
                case "certain" -> 1 - u * u / 1_000;
                default -> Math.floor(u * 4) / 4;
            };
            double actual = random.nextDouble() < (scores.equals("certain") ? u : score) ? 1 : 0;
            exact.add(actual, score);
            buckets.add(actual, score);
        }
        for (Metric metric : new Metric[] {Metric.AUC, Metric.AVERAGE_PRECISION}) {
            double truth = exact.report().value(metric).orElseThrow();
            MetricEstimate found = buckets.report().find(metric).orElseThrow();
            assertThat(found.value()).as(metric.key()).isCloseTo(truth, within(found.errorBound() + 1e-12));
            assertThat(Math.abs(found.value() - truth)).as(metric.key()).isLessThan(5e-4);
            assertThat(found.errorBound()).as(metric.key()).isPositive().isLessThan(largest);
        }
        for (Metric metric : new Metric[] {Metric.LOG_LOSS, Metric.BRIER, Metric.ECE, Metric.F1, Metric.ACCURACY}) {
            assertThat(buckets.report().value(metric))
                    .as(metric.key())
                    .isEqualTo(exact.report().value(metric));
        }
    }

    @Test
    void oneClassOnlyLeavesOutWhatNeedsTwo() {
        MetricReport negatives = BinaryAccumulator.of(new double[] {0, 0}, new double[] {0.2, 0.7})
                .report();
        assertThat(negatives.value(Metric.AUC)).isEmpty();
        assertThat(negatives.value(Metric.AVERAGE_PRECISION)).hasValue(0);
        assertThat(negatives.value(Metric.RECALL)).hasValue(0);
        assertThat(negatives.find(Metric.RECALL).orElseThrow().interval()).isEmpty();
        MetricReport positives = BinaryAccumulator.of(new double[] {1, 1}, new double[] {0.2, 0.7})
                .report();
        assertThat(positives.value(Metric.AUC)).isEmpty();
        assertThat(positives.value(Metric.AVERAGE_PRECISION)).hasValue(1);
    }

    @Test
    void perfectOrderOfFewRowsIsNotCertain() {
        MetricEstimate auc = BinaryAccumulator.of(new double[] {0, 0, 0, 1, 1}, new double[] {0.1, 0.2, 0.3, 0.8, 0.9})
                .report()
                .find(Metric.AUC)
                .orElseThrow();
        assertThat(auc.value()).isEqualTo(1);
        assertThat(auc.interval().orElseThrow().low()).isBetween(0.2, 0.6);
        assertThat(auc.interval().orElseThrow().high()).isEqualTo(1);
    }

    @Test
    void thresholdItselfIsPositive() {
        BinaryAccumulator accumulator = new BinaryAccumulator(0.3, 10);
        accumulator.add(1, 0.3);
        accumulator.add(0, Math.nextDown(0.3));
        assertThat(accumulator.confusion()).isEqualTo(new Confusion(1, 0, 1, 0));
    }

    @Test
    void calibrationLeavesOutEmptyBins() {
        BinaryAccumulator accumulator = BinaryAccumulator.of(new double[] {0, 1, 1}, new double[] {0.05, 0.92, 0.98});
        assertThat(accumulator.calibration()).hasSize(2);
        CalibrationBin high = accumulator.calibration().get(1);
        assertThat(high.low()).isEqualTo(0.9);
        assertThat(high.high()).isEqualTo(1);
        assertThat(high.meanPredicted()).isCloseTo(0.95, within(1e-15));
        assertThat(high.shareActual()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"2, 0.5", "0.5, 0.5", "-1, 0.5", "1, 1.0001", "0, -0.0001", "NaN, 0.5", "1, NaN"})
    void outcomesAreZeroOrOneAndProbabilitiesBetween(double actual, double predicted) {
        BinaryAccumulator accumulator = new BinaryAccumulator();
        assertThat(accumulator.add(actual, predicted)).isFalse();
        assertThat(accumulator.rows()).isZero();
    }
}
