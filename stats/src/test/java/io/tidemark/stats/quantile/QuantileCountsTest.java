package io.tidemark.stats.quantile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.tidemark.stats.state.CorruptStateException;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QuantileCountsTest {
    private static final double[] PROBABILITIES = {0, 0.001, 0.1, 0.25, 0.5, 0.75, 0.9, 0.999, 1};

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 10, 101, 1_000})
    void quantilesAreExactUpToTheLimit(int size) {
        double[] values = values(size, size);
        QuantileCounts counts = of(1_000, values);

        assertThat(counts.isExact()).isTrue();
        for (double q : PROBABILITIES) {
            double expected = naiveQuantile(values, q);
            assertThat(counts.quantile(q).orElseThrow()).isCloseTo(expected, within(1e-14 * Math.max(1, expected)));
            assertThat(counts.errorBound(expected)).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void quantilesStayWithinTheirBoundBeyondTheLimit(long seed) {
        double[] values = values(20_000, seed);
        QuantileCounts counts = of(100, values);
        double[] sorted = values.clone();
        Arrays.sort(sorted);

        assertThat(counts.isExact()).isFalse();
        for (int rank = 0; rank < sorted.length; rank += 37) {
            double found = counts.orderStatistic(rank);
            assertThat(found)
                    .as("seed %d, rank %d", seed, rank)
                    .isCloseTo(sorted[rank], within(counts.errorBound(found)));
            assertThat(counts.errorBound(found)).isLessThanOrEqualTo(0.004 * found + 1e-9);
        }
        assertThat(counts.min()).hasValue(sorted[0]);
        assertThat(counts.max()).hasValue(sorted[sorted.length - 1]);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 50, 99, 100, 101, 5_000})
    void stateDependsOnTheValuesAlone(int size) {
        double[] values = values(size, 7);
        byte[] inOrder = of(100, values).toBytes();

        QuantileCounts shuffled = new QuantileCounts(100);
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        for (double value : sorted) {
            shuffled.add(value);
        }
        QuantileCounts merged = new QuantileCounts(100);
        for (int part = 0; part < 5; part++) {
            QuantileCounts counts = new QuantileCounts(100);
            for (int i = part; i < values.length; i += 5) {
                counts.add(values[i]);
            }
            counts.merge(merged);
            merged = counts;
        }

        assertThat(shuffled.toBytes()).isEqualTo(inOrder);
        assertThat(merged.toBytes()).isEqualTo(inOrder);
        assertThat(QuantileCounts.fromBytes(inOrder).toBytes()).isEqualTo(inOrder);
    }

    @Test
    void aValueThatWasNeverAddedCannotBeTakenBack() {
        QuantileCounts counts = new QuantileCounts(10);
        counts.add(1);
        counts.add(2);
        QuantileCounts other = new QuantileCounts(10);
        other.add(3);
        byte[] before = counts.toBytes();
        assertThatThrownBy(() -> counts.subtract(other))
                .hasMessage("Found 1 values to take back, expected values that were added.");
        assertThat(counts.toBytes()).isEqualTo(before);
    }

    @Test
    void nothingHasNoQuantiles() {
        QuantileCounts counts = new QuantileCounts(10);
        assertThat(counts.median()).isEmpty();
        assertThat(counts.min()).isEmpty();
        assertThat(counts.max()).isEmpty();
        assertThatThrownBy(() -> counts.orderStatistic(0)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void extremesStayInTheEndBuckets() {
        QuantileCounts counts = of(0, 0.0, -0.0, Double.MIN_VALUE, 1e-300, 1, Double.MAX_VALUE);
        assertThat(counts.quantile(0)).hasValue(0);
        assertThat(counts.orderStatistic(3)).isCloseTo(1e-300, within(1e-9));
        assertThat(counts.orderStatistic(4)).isCloseTo(1, within(0.004));
        assertThat(counts.max()).hasValue(Double.MAX_VALUE);
    }

    @ParameterizedTest
    @ValueSource(doubles = {-1e-9, Double.NaN, Double.POSITIVE_INFINITY})
    void onlyFiniteNumbersFromZeroOnAreTaken(double value) {
        assertThatThrownBy(() -> new QuantileCounts(10).add(value)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void otherLimitsDoNotMerge() {
        assertThatThrownBy(() -> new QuantileCounts(10).merge(new QuantileCounts(11)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Found limits 10 and 11");
    }

    @Test
    void damagedBytesAreRefused() {
        for (int size : new int[] {5, 500}) {
            byte[] good = of(100, values(size, 3)).toBytes();
            for (int length = 0; length < good.length; length++) {
                byte[] cut = Arrays.copyOf(good, length);
                assertThatThrownBy(() -> QuantileCounts.fromBytes(cut)).isInstanceOf(CorruptStateException.class);
            }
            byte[] more = Arrays.copyOf(good, good.length + 1);
            assertThatThrownBy(() -> QuantileCounts.fromBytes(more)).isInstanceOf(CorruptStateException.class);
        }
    }

    @Test
    void bucketsHoldTheirMiddleAndRiseWithTheValue() {
        LogBuckets buckets = new LogBuckets(7, -30, 70);
        for (int index = 0; index < buckets.count(); index++) {
            assertThat(buckets.indexOf(buckets.middle(index))).isEqualTo(index);
        }
        int before = 0;
        for (double value = 1e-12; value < 1e24; value *= 1.0007) {
            int index = buckets.indexOf(value);
            assertThat(index).isGreaterThanOrEqualTo(before);
            before = index;
            if (value >= buckets.low() && index < buckets.count() - 1) {
                assertThat(buckets.middle(index)).isCloseTo(value, within(value * buckets.relativeError()));
            }
        }
    }

    /// Position q (n - 1) between order statistics, as NumPy defines it.
    private static double naiveQuantile(double[] values, double q) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        double position = q * (sorted.length - 1);
        int below = (int) Math.floor(position);
        int above = (int) Math.ceil(position);
        return sorted[below] + (sorted[above] - sorted[below]) * (position - below);
    }

    private static QuantileCounts of(int limit, double... values) {
        QuantileCounts counts = new QuantileCounts(limit);
        for (double value : values) {
            counts.add(value);
        }
        return counts;
    }

    /// Over ten octaves, one in ten a repetition.
    private static double[] values(int size, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] values = new double[size];
        for (int i = 0; i < size; i++) {
            values[i] = i % 10 == 9 ? values[i - 3] : Math.exp(random.nextDouble(-4, 3));
        }
        return values;
    }
}
