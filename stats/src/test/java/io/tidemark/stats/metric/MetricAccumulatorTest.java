package io.tidemark.stats.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.stats.state.CorruptStateException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.function.DoubleFunction;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// What holds for the accumulators of all tasks.
class MetricAccumulatorTest {
    record Row(double actual, double predicted) {}

    static Stream<Arguments> tasks() {
        SplittableRandom random = new SplittableRandom(1);
        return Stream.of(
                Arguments.of(
                        "regression",
                        (Supplier<MetricAccumulator>) () -> new RegressionAccumulator(200),
                        rows(
                                random,
                                u -> new Row(Math.exp(10 * u), Math.exp(10 * u) * (1 + random.nextGaussian() / 5)))),
                Arguments.of(
                        "binary",
                        (Supplier<MetricAccumulator>) () -> new BinaryAccumulator(0.4, 200),
                        rows(random, u -> new Row(random.nextDouble() < u ? 1 : 0, u))),
                Arguments.of(
                        "multiclass",
                        (Supplier<MetricAccumulator>) () -> new MulticlassAccumulator(4),
                        rows(random, u -> new Row(Math.floor(4 * u), random.nextInt(4)))));
    }

    private static List<Row> rows(SplittableRandom random, DoubleFunction<Row> row) {
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            rows.add(i % 50 == 7 ? new Row(Double.NaN, 0.5) : row.apply(random.nextDouble()));
        }
        return rows;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("tasks")
    void neitherOrderNorMergingChangesABit(String task, Supplier<MetricAccumulator> empty, List<Row> rows) {
        for (int size : new int[] {0, 1, 150, 1_000}) {
            List<Row> taken = rows.subList(0, size);
            MetricAccumulator inOrder = add(empty.get(), taken);
            List<Row> shuffled = new ArrayList<>(taken);
            Collections.shuffle(shuffled, new Random(2));
            MetricAccumulator merged = empty.get();
            for (int from = 0; from < size; from += 130) {
                MetricAccumulator part = add(empty.get(), shuffled.subList(from, Math.min(size, from + 130)));
                part.merge(merged);
                merged = part;
            }

            assertThat(add(empty.get(), shuffled).toBytes()).isEqualTo(inOrder.toBytes());
            assertThat(merged.toBytes()).isEqualTo(inOrder.toBytes());
            assertThat(merged.report()).isEqualTo(inOrder.report());
        }
    }

    /// Below the limit of exact rows nothing tells that the rows were ever there.
    @ParameterizedTest(name = "{0}")
    @MethodSource("tasks")
    void rowsTakenBackLeaveNoTrace(String task, Supplier<MetricAccumulator> empty, List<Row> rows) {
        for (int size : new int[] {0, 1, 20, 150}) {
            MetricAccumulator all = add(empty.get(), rows.subList(0, 150));
            all.subtract(add(empty.get(), rows.subList(size, 150)));
            MetricAccumulator kept = add(empty.get(), rows.subList(0, size));
            assertThat(all.rows()).isEqualTo(kept.rows());
            assertThat(all.report().estimates()).isEqualTo(kept.report().estimates());
            assertThat(MetricAccumulator.fromBytes(all.toBytes()).toBytes()).isEqualTo(all.toBytes());
            all.merge(add(empty.get(), rows.subList(size, 150)));
            assertThat(all.report().estimates())
                    .isEqualTo(add(empty.get(), rows.subList(0, 150)).report().estimates());
        }
    }

    /// Beyond the limit, ranks and medians stay within their error; all else is exact.
    @ParameterizedTest(name = "{0}")
    @MethodSource("tasks")
    void manyRowsAreTakenBackExactlyButForRanks(String task, Supplier<MetricAccumulator> empty, List<Row> rows) {
        MetricAccumulator all = add(empty.get(), rows);
        all.subtract(add(empty.get(), rows.subList(100, 1_000)));
        all = MetricAccumulator.fromBytes(all.toBytes());
        MetricReport exact = add(empty.get(), rows.subList(0, 100)).report();
        MetricReport found = all.report();
        assertThat(found.rows()).isEqualTo(exact.rows());
        assertThat(found.estimates().keySet()).isEqualTo(exact.estimates().keySet());
        exact.estimates().forEach((metric, estimate) -> {
            MetricEstimate now = found.find(metric).orElseThrow();
            assertThat(Math.abs(now.value() - estimate.value()))
                    .as(metric.key())
                    .isLessThanOrEqualTo(now.errorBound() * (1 + 1e-9));
        });
        all.merge(add(empty.get(), rows.subList(100, 1_000)));
        assertThat(all.toBytes()).isEqualTo(add(empty.get(), rows).toBytes());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("tasks")
    void moreRowsThanThereAreCannotBeTakenBack(String task, Supplier<MetricAccumulator> empty, List<Row> rows) {
        MetricAccumulator few = add(empty.get(), rows.subList(0, 3));
        MetricAccumulator many = add(empty.get(), rows);
        assertThatThrownBy(() -> few.subtract(many)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aTargetThatIsConstantOnceARowIsTakenBackIsKnownToBe() {
        for (double constant : new double[] {0, 7, 0.1, -3e6}) {
            RegressionAccumulator all = new RegressionAccumulator();
            RegressionAccumulator odd = new RegressionAccumulator();
            all.add(constant, 1);
            all.add(constant + 1, 2);
            all.add(constant, 3);
            odd.add(constant + 1, 2);
            all.subtract(odd);
            assertThat(all.report().value(Metric.R2)).hasValue(0);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("tasks")
    void bytesBringTheStateBack(String task, Supplier<MetricAccumulator> empty, List<Row> rows) {
        for (int size : new int[] {0, 1, 150, 1_000}) {
            MetricAccumulator accumulator = add(empty.get(), rows.subList(0, size));
            MetricAccumulator read = MetricAccumulator.fromBytes(accumulator.toBytes());
            assertThat(read.toBytes()).isEqualTo(accumulator.toBytes());
            assertThat(read.report()).isEqualTo(accumulator.report());
            assertThat(add(read, rows).toBytes())
                    .isEqualTo(add(accumulator, rows).toBytes());
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("tasks")
    void damagedBytesAreRefused(String task, Supplier<MetricAccumulator> empty, List<Row> rows) {
        byte[] good = add(empty.get(), rows).toBytes();
        for (int length = 0; length < good.length; length += 1 + length / 40) {
            byte[] cut = Arrays.copyOf(good, length);
            assertThatThrownBy(() -> MetricAccumulator.fromBytes(cut)).isInstanceOf(CorruptStateException.class);
        }
        byte[] more = Arrays.copyOf(good, good.length + 1);
        assertThatThrownBy(() -> MetricAccumulator.fromBytes(more)).isInstanceOf(CorruptStateException.class);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("tasks")
    void rowsThatCannotBeMeasuredAreCountedAndLeftOut(String task, Supplier<MetricAccumulator> empty, List<Row> rows) {
        MetricAccumulator clean = empty.get();
        MetricAccumulator accumulator = empty.get();
        double[][] bad = {
            {Double.NaN, 0},
            {0, Double.NaN},
            {Double.POSITIVE_INFINITY, 0},
            {0, Double.NEGATIVE_INFINITY},
            {1e300, 0.5},
            {0, -1e300}
        };
        for (double[] row : bad) {
            assertThat(accumulator.add(row[0], row[1])).isFalse();
        }
        assertThat(accumulator.add(1, 1)).isTrue();
        assertThat(clean.add(1, 1)).isTrue();
        assertThat(accumulator.rejected()).isEqualTo(bad.length);
        assertThat(accumulator.report().rejected()).isEqualTo(bad.length);
        assertThat(accumulator.rows()).isEqualTo(1);
        assertThat(accumulator.report().estimates()).isEqualTo(clean.report().estimates());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("tasks")
    void withoutRowsThereAreNoMetrics(String task, Supplier<MetricAccumulator> empty, List<Row> rows) {
        MetricReport report = empty.get().report();
        assertThat(report.estimates()).isEmpty();
        assertThat(report.values()).isEmpty();
        assertThat(report.value(Metric.ACCURACY)).isEmpty();
        assertThat(report.find(Metric.MAE)).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("tasks")
    void everyValueLiesInItsIntervalAndWiderOnesAreSurer(
            String task, Supplier<MetricAccumulator> empty, List<Row> rows) {
        for (int size : new int[] {1, 2, 3, 20, 1_000}) {
            MetricAccumulator accumulator = add(empty.get(), rows.subList(0, size));
            MetricReport sure = accumulator.report(0.99);
            accumulator
                    .report(0.8)
                    .estimates()
                    .forEach((metric, estimate) -> estimate.interval().ifPresent(narrow -> {
                        Interval wide =
                                sure.find(metric).orElseThrow().interval().orElse(narrow);
                        assertThat(estimate.value()).as(metric.key()).isBetween(narrow.low(), narrow.high());
                        assertThat(wide.low()).as(metric.key()).isLessThanOrEqualTo(narrow.low());
                        assertThat(wide.high()).as(metric.key()).isGreaterThanOrEqualTo(narrow.high());
                    }));
        }
    }

    @Test
    void otherTasksAndSettingsDoNotMerge() {
        assertRefused(new RegressionAccumulator(), new BinaryAccumulator(), "Found a BinaryAccumulator");
        assertRefused(new BinaryAccumulator(), new RegressionAccumulator(), "Found a RegressionAccumulator");
        assertRefused(new MulticlassAccumulator(2), new BinaryAccumulator(), "Found a BinaryAccumulator");
        assertRefused(new RegressionAccumulator(5), new RegressionAccumulator(6), "Found limits 5 and 6");
        assertRefused(new BinaryAccumulator(0.5, 9), new BinaryAccumulator(0.4, 9), "Found thresholds 0.5 and 0.4");
        assertRefused(new BinaryAccumulator(0.5, 9), new BinaryAccumulator(0.5, 8), "Found limits 9 and 8");
        assertRefused(new MulticlassAccumulator(3), new MulticlassAccumulator(4), "Found 3 and 4 classes");
    }

    private static void assertRefused(MetricAccumulator here, MetricAccumulator other, String message) {
        assertThatThrownBy(() -> here.merge(other))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    @Test
    void senselessSettingsAreRefused() {
        assertThatThrownBy(() -> new BinaryAccumulator(1.5, 10)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new BinaryAccumulator(0.5, -1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new RegressionAccumulator(-1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new MulticlassAccumulator(1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new RegressionAccumulator().report(95)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> RegressionAccumulator.of(new double[2], new double[3]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Found 3 predictions for 2 outcomes");
    }

    private static MetricAccumulator add(MetricAccumulator accumulator, List<Row> rows) {
        rows.forEach(row -> accumulator.add(row.actual(), row.predicted()));
        return accumulator;
    }
}
