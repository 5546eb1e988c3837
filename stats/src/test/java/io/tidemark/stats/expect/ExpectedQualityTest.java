package io.tidemark.stats.expect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.tidemark.stats.metric.BinaryAccumulator;
import io.tidemark.stats.metric.CalibrationBin;
import io.tidemark.stats.metric.Metric;
import io.tidemark.stats.state.CorruptStateException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

class ExpectedQualityTest {
    private static final ExpectedRegression.Reference REFERENCE = new ExpectedRegression.Reference(10, 120, 50);

    /// Outcomes drawn from the probabilities themselves: the estimate and the realised value meet.
    @Test
    void ofCalibratedProbabilitiesTheEstimateIsWhatLabelsShowLater() {
        SplittableRandom random = new SplittableRandom(31);
        ExpectedBinary expected = new ExpectedBinary();
        BinaryAccumulator realised = new BinaryAccumulator(0.3, 200_000);
        for (int i = 0; i < 200_000; i++) {
            double probability = Math.pow(random.nextDouble(), 2);
            expected.add(probability);
            realised.add(random.nextDouble() < probability ? 1 : 0, probability);
        }

        Map<Metric, Double> estimates = expected.estimate(0.3, DoubleUnaryOperator.identity());

        assertThat(estimates.keySet())
                .containsExactly(
                        Metric.ACCURACY,
                        Metric.PRECISION,
                        Metric.RECALL,
                        Metric.F1,
                        Metric.AUC,
                        Metric.LOG_LOSS,
                        Metric.BRIER);
        estimates.forEach((metric, value) -> assertThat(value)
                .as(metric.key())
                .isCloseTo(realised.report().value(metric).orElseThrow(), within(0.005)));
    }

    @Test
    void aCalibrationSetsProbabilitiesRightThatAreTooHigh() {
        SplittableRandom random = new SplittableRandom(32);
        ExpectedBinary expected = new ExpectedBinary();
        BinaryAccumulator realised = new BinaryAccumulator(0.5, 100_000);
        BinaryAccumulator earlier = new BinaryAccumulator();
        for (int i = 0; i < 100_000; i++) {
            double probability = random.nextDouble();
            expected.add(probability);
            realised.add(random.nextDouble() < 0.6 * probability ? 1 : 0, probability);
            earlier.add(random.nextDouble() < 0.6 * probability ? 1 : 0, probability);
        }
        double truth = realised.report().value(Metric.PRECISION).orElseThrow();

        assertThat(expected.estimate(0.5, DoubleUnaryOperator.identity()).get(Metric.PRECISION))
                .isGreaterThan(truth + 0.2);
        assertThat(expected.estimate(0.5, Calibration.of(earlier.calibration())).get(Metric.PRECISION))
                .isCloseTo(truth, within(0.02));
    }

    @Test
    void aCalibrationRisesWhereChanceHasItFallAndNeedsRows() {
        DoubleUnaryOperator calibration = Calibration.of(List.of(
                new CalibrationBin(0, 0.1, 1_000_000, 0.05, 0.1),
                new CalibrationBin(0.1, 0.2, 1_000_000, 0.15, 0.3),
                new CalibrationBin(0.2, 0.3, 1_000_000, 0.25, 0.2),
                new CalibrationBin(0.3, 0.4, 10, 0.35, 1)));

        assertThat(calibration.applyAsDouble(0.05)).isCloseTo(0.1, within(1e-4));
        assertThat(calibration.applyAsDouble(0.2)).isCloseTo(0.25, within(1e-4));
        assertThat(calibration.applyAsDouble(0.35)).isCloseTo(0.4, within(1e-4));
        assertThat(Calibration.of(List.of()).applyAsDouble(0.7)).isEqualTo(0.7);
    }

    /// Each bin is off by less than its standard error of 0.02 to 0.05.
    @Test
    void whatIsRightWithinChanceIsNotCorrected() {
        DoubleUnaryOperator calibration = Calibration.of(List.of(
                new CalibrationBin(0, 0.2, 100, 0.1, 0.12),
                new CalibrationBin(0.2, 0.4, 100, 0.3, 0.27),
                new CalibrationBin(0.4, 0.6, 100, 0.5, 0.53)));

        for (double probability : new double[] {0.01, 0.1, 0.25, 0.5, 0.9}) {
            assertThat(calibration.applyAsDouble(probability)).isCloseTo(probability, within(1e-12));
        }
    }

    /// Over many samples of a model that is right, calibrating by a few labels may not make it worse than leaving it
    /// alone by more than a little; of a model that is wrong it has to make a lot better.
    @Test
    void aCalibrationByFewLabelsHelpsWhereThereIsSomethingToRight() {
        double[] right = meanSquaredErrors(probability -> probability);
        double[] wrong = meanSquaredErrors(probability -> 0.6 * probability);

        assertThat(right[0]).isLessThan(2e-4);
        assertThat(wrong[0]).isLessThan(wrong[1] / 20);
    }

    /// Of calibrated and of raw probabilities against the truth, by 2,000 labels each.
    private static double[] meanSquaredErrors(DoubleUnaryOperator truth) {
        SplittableRandom random = new SplittableRandom(33);
        double[] errors = new double[2];
        int samples = 200;
        for (int sample = 0; sample < samples; sample++) {
            BinaryAccumulator seen = new BinaryAccumulator();
            for (int row = 0; row < 2_000; row++) {
                double probability = random.nextDouble();
                seen.add(random.nextDouble() < truth.applyAsDouble(probability) ? 1 : 0, probability);
            }
            DoubleUnaryOperator calibration = Calibration.of(seen.calibration());
            for (double probability = 0.005; probability < 1; probability += 0.01) {
                double wanted = truth.applyAsDouble(probability);
                errors[0] += Math.pow(calibration.applyAsDouble(probability) - wanted, 2) / samples / 100;
                errors[1] += Math.pow(probability - wanted, 2) / samples / 100;
            }
        }
        return errors;
    }

    @Test
    void widerIntervalsThanInTrainingForetellLargerErrors() {
        ExpectedRegression expected = new ExpectedRegression();
        expected.add(100, 20);
        expected.add(-100, 20);
        expected.add(Double.NaN, 20);

        Map<Metric, Double> estimates = expected.estimate(REFERENCE, Map.of("mae", 4.0, "wmape", 8.0, "r2", 0.9));

        assertThat(expected.rows()).isEqualTo(2);
        assertThat(estimates).isEqualTo(Map.of(Metric.MAE, 8.0, Metric.WMAPE, 8.0));
    }

    @Test
    void withoutPredictionsNothingIsExpected() {
        assertThat(new ExpectedBinary().estimate(0.5, DoubleUnaryOperator.identity()))
                .isEmpty();
        assertThat(new ExpectedRegression().estimate(REFERENCE, Map.of("mae", 4.0)))
                .isEmpty();
    }

    @Test
    void neitherOrderNorMergingNorBytesChangeABit() {
        List<Double> scores = new ArrayList<>();
        SplittableRandom random = new SplittableRandom(33);
        for (int i = 0; i < 500; i++) {
            scores.add(i % 100 == 0 ? Math.rint(random.nextDouble()) : random.nextDouble());
        }
        List<Double> shuffled = new ArrayList<>(scores);
        Collections.shuffle(shuffled, new Random(1));

        assertThat(binary(shuffled, 70)).isEqualTo(binary(scores, 500));
        assertThat(regression(shuffled, 70)).isEqualTo(regression(scores, 500));
    }

    private static List<Byte> binary(List<Double> scores, int cut) {
        ExpectedQuality all = new ExpectedBinary();
        for (int from = 0; from < scores.size(); from += cut) {
            ExpectedBinary part = new ExpectedBinary();
            scores.subList(from, Math.min(scores.size(), from + cut)).forEach(part::add);
            all.merge(ExpectedQuality.fromBytes(part.toBytes()));
        }
        return bytes(all);
    }

    private static List<Byte> regression(List<Double> scores, int cut) {
        ExpectedQuality all = new ExpectedRegression();
        for (int from = 0; from < scores.size(); from += cut) {
            ExpectedRegression part = new ExpectedRegression();
            scores.subList(from, Math.min(scores.size(), from + cut)).forEach(score -> part.add(score, score / 3));
            all.merge(ExpectedQuality.fromBytes(part.toBytes()));
        }
        return bytes(all);
    }

    private static List<Byte> bytes(ExpectedQuality quality) {
        List<Byte> bytes = new ArrayList<>();
        for (byte b : quality.toBytes()) {
            bytes.add(b);
        }
        return bytes;
    }

    @Test
    void otherTasksAndDamagedBytesAreRefused() {
        assertThatThrownBy(() -> new ExpectedBinary().merge(new ExpectedRegression()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ExpectedRegression().merge(new ExpectedBinary()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ExpectedQuality.fromBytes(new byte[] {1, 2}))
                .isInstanceOf(CorruptStateException.class);
        assertThatThrownBy(() -> ExpectedQuality.fromBytes(new byte[] {'p', 0, 127}))
                .isInstanceOf(CorruptStateException.class);
    }
}
