package io.tidemark.stats.histogram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.stats.state.CorruptStateException;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HistogramTest {
    private static final NumericBins BINS = new NumericBins(-1, -0.5, 0, 0.5, 1);

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void anyPartitionMergedInAnyOrderEqualsTheBatch(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] values = new double[5_000];
        Arrays.setAll(values, i -> random.nextInt(20) == 0 ? Double.NaN : random.nextGaussian());
        Histogram[] parts = new Histogram[8];
        Arrays.setAll(parts, i -> new Histogram(BINS));
        for (double value : values) {
            parts[random.nextInt(parts.length)].add(value);
        }

        Histogram merged = new Histogram(BINS);
        for (int i = parts.length - 1; i >= 0; i--) {
            merged.merge(parts[i]);
        }

        Histogram batch = Histogram.of(BINS, values);
        assertThat(merged).as("seed %d", seed).isEqualTo(batch).hasSameHashCodeAs(batch);
        assertThat(merged.toBytes()).isEqualTo(batch.toBytes());
        assertThat(merged.total()).isEqualTo(values.length);
        assertThat(merged.present() + merged.missing()).isEqualTo(values.length);
    }

    @Test
    void subtractingUndoesMerging() {
        Histogram window = Histogram.of(BINS, 0.1, 0.2, -3, Double.NaN);
        Histogram pane = Histogram.of(BINS, 0.1, 5);
        Histogram before = window.copy();
        window.merge(pane);
        assertThat(window.total()).isEqualTo(6);
        window.subtract(pane);
        assertThat(window).isEqualTo(before);
    }

    @Test
    void subtractingMoreThanWasAddedChangesNothing() {
        Histogram window = Histogram.of(BINS, 0.1, -3);
        Histogram before = window.copy();
        assertThatThrownBy(() -> window.subtract(Histogram.of(BINS, -3, 0.1, 0.2)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Found 2 values to take from bin (0.0, 0.5], expected 1 at most");
        assertThat(window).isEqualTo(before);
    }

    @Test
    void missingAndUnseenAreCountedApart() {
        Histogram histogram = Histogram.of(new CategoryBins(2), 0, 1, 1, -1, 7, Double.NaN);
        assertThat(histogram.counts()).containsExactly(1, 2, 2, 1);
        assertThat(histogram.unseen()).isEqualTo(2);
        assertThat(histogram.missing()).isEqualTo(1);
        assertThat(histogram.present()).isEqualTo(5);
        assertThat(Histogram.of(BINS, 1, 2).unseen()).isZero();
        histogram.clear();
        assertThat(histogram.total()).isZero();
    }

    @Test
    void bytesBringTheCountsBack() {
        Histogram histogram = Histogram.ofCounts(BINS, 0, 127, 128, 16_383, 1L << 40, Long.MAX_VALUE >> 1, 3);
        assertThat(Histogram.fromBytes(BINS, histogram.toBytes())).isEqualTo(histogram);
    }

    @Test
    void emptyBinsTakeAByte() {
        assertThat(new Histogram(new CategoryBins(62)).toBytes()).hasSize(1 + 4 + 64);
    }

    @Test
    void countsOfOtherBinsAreRefused() {
        Histogram other = new Histogram(new NumericBins(-1, -0.5, 0, 0.5, 2));
        byte[] bytes = other.toBytes();
        assertThatThrownBy(() -> Histogram.fromBytes(BINS, bytes))
                .isInstanceOf(CorruptStateException.class)
                .hasMessageContaining("another profile");
        assertThatThrownBy(() -> new Histogram(BINS).merge(other)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Histogram(BINS).subtract(other)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Histogram.ofCounts(BINS, 1, 2)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void damagedBytesAreRefused() {
        byte[] good = Histogram.of(BINS, 0.1, 0.7).toBytes();
        for (int length = 0; length < good.length; length++) {
            byte[] cut = Arrays.copyOf(good, length);
            assertThatThrownBy(() -> Histogram.fromBytes(BINS, cut)).isInstanceOf(CorruptStateException.class);
        }
        assertThatThrownBy(() -> Histogram.fromBytes(BINS, Arrays.copyOf(good, good.length + 1)))
                .isInstanceOf(CorruptStateException.class);
    }
}
