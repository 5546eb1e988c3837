package io.tidemark.stats.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tidemark.stats.quantile.QuantileCounts;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RegressionAccumulatorTest {
    @ParameterizedTest
    @ValueSource(doubles = {0, 1e6, 1e13, -1e15})
    void determinationIsExactHoweverFarTheTargetLiesFromZero(double offset) {
        SplittableRandom random = new SplittableRandom(1);
        double[] actual = new double[300];
        double[] predicted = new double[300];
        Arrays.setAll(actual, i -> offset + random.nextInt(100));
        Arrays.setAll(predicted, i -> actual[i] + random.nextInt(-10, 11));

        double found = RegressionAccumulator.of(actual, predicted)
                .report()
                .value(Metric.R2)
                .orElseThrow();

        assertThat(found).isCloseTo(naiveR2(actual, predicted), within(1e-15));
    }

    /// In decimal numbers of a hundred digits.
    private static double naiveR2(double[] actual, double[] predicted) {
        BigDecimal sum = BigDecimal.ZERO;
        BigDecimal squares = BigDecimal.ZERO;
        BigDecimal errors = BigDecimal.ZERO;
        for (int i = 0; i < actual.length; i++) {
            BigDecimal y = new BigDecimal(actual[i]);
            sum = sum.add(y);
            squares = squares.add(y.pow(2));
            errors = errors.add(new BigDecimal(predicted[i] - actual[i]).pow(2));
        }
        BigDecimal rows = new BigDecimal(actual.length);
        BigDecimal spread = squares.subtract(sum.pow(2).divide(rows, new MathContext(100)));
        return 1 - errors.divide(spread, new MathContext(100)).doubleValue();
    }

    @Test
    void medianBeyondTheLimitStatesItsError() {
        SplittableRandom random = new SplittableRandom(2);
        RegressionAccumulator few = new RegressionAccumulator(100);
        RegressionAccumulator all = new RegressionAccumulator(10_000);
        for (int i = 0; i < 10_000; i++) {
            double actual = random.nextDouble(1, 100);
            double predicted = actual * (1 + random.nextGaussian() / 10);
            few.add(actual, predicted);
            all.add(actual, predicted);
        }
        MetricEstimate rough = few.report().find(Metric.MEDIAN_APE).orElseThrow();
        MetricEstimate exact = all.report().find(Metric.MEDIAN_APE).orElseThrow();
        assertThat(exact.errorBound()).isZero();
        assertThat(rough.errorBound()).isPositive().isLessThan(0.004 * rough.value());
        assertThat(rough.value()).isCloseTo(exact.value(), within(rough.errorBound()));
        assertThat(rough.interval().orElseThrow().low())
                .isLessThanOrEqualTo(exact.interval().orElseThrow().low());
    }

    @Test
    void oneRowHasMetricsButHardlyAnInterval() {
        MetricReport report =
                RegressionAccumulator.of(new double[] {10}, new double[] {12}).report();
        assertThat(report.value(Metric.MAE)).hasValue(2);
        assertThat(report.value(Metric.BIAS)).hasValue(2);
        assertThat(report.value(Metric.MAPE).orElseThrow()).isCloseTo(20, within(1e-12));
        assertThat(report.value(Metric.R2)).isEmpty();
        assertThat(report.find(Metric.MAE).orElseThrow().interval()).isEmpty();
        assertThat(report.find(Metric.MEDIAN_APE).orElseThrow().interval()).isEmpty();
    }

    @Test
    void targetsOfZeroAreDefinedOrAbsent() {
        MetricReport report = RegressionAccumulator.of(new double[] {0, 0}, new double[] {0, 1})
                .report();
        assertThat(report.value(Metric.WMAPE)).isEmpty();
        assertThat(report.value(Metric.SMAPE)).hasValue(100);
        assertThat(report.value(Metric.MAPE)).hasValue(50 / Math.ulp(1.0));
        assertThat(report.value(Metric.WITHIN_5PCT)).hasValue(0.5);
        assertThat(report.value(Metric.R2)).hasValue(0);
    }

    @Test
    void perfectPredictionsOfAConstantAreFullyDetermined() {
        double[] constant = {3, 3, 3};
        MetricReport report = RegressionAccumulator.of(constant, constant).report();
        assertThat(report.value(Metric.R2)).hasValue(1);
        assertThat(report.find(Metric.RMSE).orElseThrow().interval()).hasValue(new Interval(0, 0));
    }

    @Test
    void extremesOfWhatIsTakenStayNumbers() {
        double most = RegressionAccumulator.LARGEST_MAGNITUDE;
        double[] actual = {most, -most, Double.MIN_VALUE, 0, 1e-300};
        double[] predicted = {-most, most, -Double.MIN_VALUE, most, 1e-290};
        MetricReport report = RegressionAccumulator.of(actual, predicted).report();
        assertThat(report.rows()).isEqualTo(5);
        report.values().forEach((name, value) -> assertThat(value).as(name).isFinite());
        MetricReport tiny = RegressionAccumulator.of(new double[] {1e-320, 2e-320}, new double[] {most, most})
                .report();
        assertThat(tiny.value(Metric.WMAPE)).as("beyond a double").isEmpty();
    }

    /// What was kept before absolute errors were: all but their median.
    @Test
    void aStateOfTheFirstFormIsReadAndMergedWithoutTheMedianOfErrors() {
        RegressionAccumulator now = RegressionAccumulator.of(new double[] {1, 2, 4}, new double[] {1, 3, 4});
        RegressionAccumulator first = (RegressionAccumulator) MetricAccumulator.fromBytes(firstForm(now));
        assertThat(first.report().values())
                .containsEntry("mae", 1 / 3.0)
                .containsKey("median_ape")
                .doesNotContainKey("median_ae");
        assertThat(first.toBytes()[0]).isEqualTo(RegressionAccumulator.FIRST_KIND);

        now.merge(first);

        assertThat(now.rows()).isEqualTo(6);
        assertThat(now.report().values()).doesNotContainKey("median_ae").containsEntry("mae", 1 / 3.0);
    }

    /// The same bytes without the second of the two lists of errors, which are equally long here.
    private static byte[] firstForm(RegressionAccumulator accumulator) {
        byte[] bytes = accumulator.toBytes();
        QuantileCounts errors = new QuantileCounts(3);
        List.of(0.0, 1.0, 0.0).forEach(errors::add);
        int length = errors.toBytes().length;
        byte[] first = new byte[bytes.length - length];
        System.arraycopy(bytes, 0, first, 0, 2 + length);
        System.arraycopy(bytes, 2 + 2 * length, first, 2 + length, bytes.length - 2 - 2 * length);
        first[0] = RegressionAccumulator.FIRST_KIND;
        return first;
    }

    @Test
    void stateOfManyRowsStaysSmall() {
        RegressionAccumulator accumulator = new RegressionAccumulator();
        SplittableRandom random = new SplittableRandom(3);
        for (int i = 0; i < 100_000; i++) {
            double actual = random.nextDouble(1e4, 5e5);
            accumulator.add(actual, actual * (1 + random.nextGaussian() / 5));
        }
        assertThat(accumulator.toBytes()).hasSizeLessThan(12_000);
    }
}
