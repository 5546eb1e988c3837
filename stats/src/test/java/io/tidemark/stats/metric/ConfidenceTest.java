package io.tidemark.stats.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.EnumMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Intervals of 95 % hold the true value in about 95 of 100 samples.
class ConfidenceTest {
    private static final int SAMPLES = 400;

    @ParameterizedTest
    @ValueSource(ints = {200, 1_000})
    void intervalsOfARegressionCoverTheTruth(int rows) {
        SplittableRandom random = new SplittableRandom(21);
        Map<Metric, Double> truth = valuesOf(regression(random, 400_000).report());
        Map<Metric, Integer> covered = new EnumMap<>(Metric.class);
        for (int sample = 0; sample < SAMPLES; sample++) {
            count(regression(random, rows).report(), truth, covered);
        }
        covered.forEach((metric, hits) -> assertThat((double) hits / SAMPLES)
                .as("%s on %d rows, seed 21", metric.key(), rows)
                .isBetween(0.9, 0.985));
        assertThat(covered).hasSize(12);
    }

    private static RegressionAccumulator regression(SplittableRandom random, int rows) {
        RegressionAccumulator accumulator = new RegressionAccumulator(rows);
        for (int i = 0; i < rows; i++) {
            double actual = 50 + 10 * random.nextGaussian();
            accumulator.add(actual, actual + 1 + 5 * random.nextGaussian());
        }
        return accumulator;
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 1_000})
    void intervalsOfAClassificationCoverTheTruth(int rows) {
        SplittableRandom random = new SplittableRandom(22);
        Map<Metric, Double> truth = valuesOf(binary(random, 400_000).report());
        Map<Metric, Integer> covered = new EnumMap<>(Metric.class);
        for (int sample = 0; sample < SAMPLES; sample++) {
            count(binary(random, rows).report(), truth, covered);
        }
        covered.forEach((metric, hits) -> assertThat((double) hits / SAMPLES)
                .as("%s on %d rows, seed 22", metric.key(), rows)
                .isBetween(metric == Metric.ECE ? 0.75 : 0.9, 0.985));
        assertThat(covered).hasSize(19);
    }

    /// Probabilities that are too extreme, so that the calibration error is not 0.
    private static BinaryAccumulator binary(SplittableRandom random, int rows) {
        BinaryAccumulator accumulator = new BinaryAccumulator(0.5, 1_000);
        for (int i = 0; i < rows; i++) {
            double score = random.nextDouble();
            double actual = random.nextDouble() < 0.2 + 0.5 * score ? 1 : 0;
            accumulator.add(actual, score);
        }
        return accumulator;
    }

    @Test
    void intervalsOfSeveralClassesCoverTheTruth() {
        SplittableRandom random = new SplittableRandom(23);
        Map<Metric, Double> truth = valuesOf(multiclass(random, 400_000).report());
        Map<Metric, Integer> covered = new EnumMap<>(Metric.class);
        for (int sample = 0; sample < SAMPLES; sample++) {
            count(multiclass(random, 300).report(), truth, covered);
        }
        covered.forEach((metric, hits) -> assertThat((double) hits / SAMPLES)
                .as("%s on 300 rows, seed 23", metric.key())
                .isBetween(0.9, 0.985));
        assertThat(covered).hasSize(7);
    }

    private static MulticlassAccumulator multiclass(SplittableRandom random, int rows) {
        MulticlassAccumulator accumulator = new MulticlassAccumulator(3);
        for (int i = 0; i < rows; i++) {
            int actual = random.nextInt(10) < 6 ? 0 : random.nextInt(1, 3);
            accumulator.add(actual, random.nextInt(10) < 7 ? actual : random.nextInt(3));
        }
        return accumulator;
    }

    private static Map<Metric, Double> valuesOf(MetricReport report) {
        Map<Metric, Double> values = new EnumMap<>(Metric.class);
        report.estimates().forEach((metric, estimate) -> values.put(metric, estimate.value()));
        return values;
    }

    private static void count(MetricReport report, Map<Metric, Double> truth, Map<Metric, Integer> covered) {
        report.estimates().forEach((metric, estimate) -> {
            Interval interval = estimate.interval().orElseThrow();
            double value = truth.getOrDefault(metric, Double.NaN);
            covered.merge(metric, interval.low() <= value && value <= interval.high() ? 1 : 0, Integer::sum);
        });
    }

    @Test
    void wilsonsIntervalHoldsAtTheEndsToo() {
        Confidence confidence = new Confidence(0.95);
        // Wilson's interval of 0 of 10 and 8 of 10, as statsmodels has it.
        assertThat(confidence.ofShare(0, 10).orElseThrow().low()).isZero();
        assertThat(confidence.ofShare(0, 10).orElseThrow().high()).isCloseTo(0.2775327998628892, within(1e-12));
        assertThat(confidence.ofShare(8, 10).orElseThrow().low()).isCloseTo(0.4901625, within(1e-6));
        assertThat(confidence.ofShare(8, 10).orElseThrow().high()).isCloseTo(0.9433178, within(1e-6));
        assertThat(confidence.ofShare(0, 0)).isEmpty();
    }
}
