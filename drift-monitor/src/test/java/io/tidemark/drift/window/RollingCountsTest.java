package io.tidemark.drift.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.stats.histogram.Bins;
import io.tidemark.stats.histogram.Histogram;
import io.tidemark.stats.histogram.NumericBins;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RollingCountsTest {
    private static final Bins BINS = new NumericBins(0, 1, 2);
    private static final Map<String, Long> LENGTHS = Map.of("fast", 30L, "slow", 100L);

    private static Histogram counts(long... counts) {
        return Histogram.ofCounts(BINS, counts);
    }

    @Test
    void aWindowHoldsThePanesFromItsStartInclusiveToItsEndExclusive() {
        RollingCounts rolling = new RollingCounts(BINS, LENGTHS);
        for (long pane = 0; pane < 200; pane += 10) {
            rolling.add(pane, counts(1, 0, 0, 0, 0));
        }
        rolling.advance(150);
        assertThat(rolling.window("fast").total()).isEqualTo(3);
        assertThat(rolling.window("slow").total()).isEqualTo(10);
    }

    @Test
    void panesFromTheFutureWaitUntilTheEndReachesThem() {
        RollingCounts rolling = new RollingCounts(BINS, LENGTHS);
        rolling.add(10, counts(1, 0, 0, 0, 0));
        rolling.add(500, counts(0, 7, 0, 0, 0));
        rolling.advance(20);
        assertThat(rolling.window("fast")).isEqualTo(counts(1, 0, 0, 0, 0));
        rolling.advance(510);
        assertThat(rolling.window("fast")).isEqualTo(counts(0, 7, 0, 0, 0));
    }

    @Test
    void whatEveryWindowHasPassedIsRefusedAndForgotten() {
        RollingCounts rolling = new RollingCounts(BINS, LENGTHS);
        rolling.add(0, counts(1, 0, 0, 0, 0));
        rolling.add(10, counts(1, 0, 0, 0, 0));
        assertThat(rolling.advance(110)).containsExactly(0L);
        assertThat(rolling.add(0, counts(1, 0, 0, 0, 0))).isFalse();
        assertThat(rolling.add(10, counts(1, 0, 0, 0, 0))).isTrue();
        assertThat(rolling.window("slow").total()).isEqualTo(2);
        assertThat(rolling.pane(10).total()).isEqualTo(2);
        assertThat(rolling.pane(0).total()).isZero();
    }

    @Test
    void theEndNeverGoesBack() {
        RollingCounts rolling = new RollingCounts(BINS, LENGTHS);
        rolling.add(0, counts(1, 0, 0, 0, 0));
        rolling.advance(20);
        assertThat(rolling.advance(10)).isEmpty();
        assertThat(rolling.window("fast").total()).isEqualTo(1);
    }

    @Test
    void aWindowThatNobodyAskedForIsNotThere() {
        RollingCounts rolling = new RollingCounts(BINS, LENGTHS);
        assertThatThrownBy(() -> rolling.window("medium")).hasMessageContaining("Found the window 'medium'");
    }

    /// The naive twin keeps all deltas and sums those of the window.
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void anyOrderAndGroupingOfDeltasGivesWhatSummingThemGives(long seed) {
        Random random = new Random(seed);
        List<Delta> deltas = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            long[] counts = new long[BINS.count()];
            counts[random.nextInt(counts.length)] = 1L + random.nextInt(5);
            deltas.add(new Delta(10 * (long) random.nextInt(40), Histogram.ofCounts(BINS, counts)));
        }
        for (int order = 0; order < 3; order++) {
            Collections.shuffle(deltas, random);
            RollingCounts rolling = new RollingCounts(BINS, LENGTHS);
            List<Delta> taken = new ArrayList<>();
            long end = 0;
            for (Delta delta : deltas) {
                if (rolling.add(delta.paneStartMs, delta.counts)) {
                    taken.add(delta);
                }
                if (random.nextInt(10) == 0) {
                    end = Math.max(end, 10 * (long) random.nextInt(42));
                    rolling.advance(end);
                }
                if (end > 0) {
                    assertThat(rolling.window("fast")).isEqualTo(sum(taken, end - 30, end));
                    assertThat(rolling.window("slow")).isEqualTo(sum(taken, end - 100, end));
                }
            }
            rolling.advance(420);
            assertThat(rolling.window("slow")).isEqualTo(sum(taken, 320, 420));
        }
    }

    private static Histogram sum(List<Delta> deltas, long from, long to) {
        Histogram sum = new Histogram(BINS);
        deltas.stream()
                .filter(delta -> delta.paneStartMs >= from && delta.paneStartMs < to)
                .forEach(delta -> sum.merge(delta.counts));
        return sum;
    }

    private record Delta(long paneStartMs, Histogram counts) {}
}
