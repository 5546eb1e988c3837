package io.tidemark.drift.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.drift.counting.Tally;
import io.tidemark.drift.window.RollingCounts.Block;
import io.tidemark.drift.window.RollingCounts.BlockId;
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

    private static Counts counts(long... counts) {
        return new Counts(Histogram.ofCounts(BINS, counts));
    }

    @Test
    void aWindowHoldsThePanesFromItsStartInclusiveToItsEndExclusive() {
        RollingCounts<Counts> rolling = new RollingCounts<>(Counts::none, 10, LENGTHS);
        for (long pane = 0; pane < 150; pane += 10) {
            rolling.add(pane, counts(1, 0, 0, 0, 0));
        }
        rolling.advance(150);
        assertThat(rolling.window("fast").rows()).isEqualTo(3);
        assertThat(rolling.window("slow").rows())
                .as("its blocks are of two panes, so it begins at 40")
                .isEqualTo(11);
    }

    @Test
    void panesFromTheFutureWaitUntilTheEndReachesThem() {
        RollingCounts<Counts> rolling = new RollingCounts<>(Counts::none, 10, LENGTHS);
        rolling.add(10, counts(1, 0, 0, 0, 0));
        rolling.add(500, counts(0, 7, 0, 0, 0));
        rolling.advance(20);
        assertThat(rolling.window("fast")).isEqualTo(counts(1, 0, 0, 0, 0));
        rolling.advance(510);
        assertThat(rolling.window("fast")).isEqualTo(counts(0, 7, 0, 0, 0));
    }

    @Test
    void whatEveryWindowHasPassedIsRefusedAndForgotten() {
        RollingCounts<Counts> rolling = new RollingCounts<>(Counts::none, 10, LENGTHS);
        rolling.add(0, counts(1, 0, 0, 0, 0));
        rolling.add(10, counts(1, 0, 0, 0, 0));
        assertThat(rolling.advance(120)).containsExactly(new BlockId(10, 0), new BlockId(10, 10), new BlockId(20, 0));
        assertThat(rolling.add(10, counts(1, 0, 0, 0, 0))).isEmpty();
        assertThat(rolling.add(20, counts(1, 0, 0, 0, 0)))
                .as("the fast window has passed it, the slow one has not")
                .containsExactly(new Block<>(20, 20, counts(1, 0, 0, 0, 0)));
        assertThat(rolling.window("slow").rows()).isEqualTo(1);
    }

    @Test
    void aLongWindowIsKeptInAFewBlocksAndHoldsUpToOneBlockMore() {
        RollingCounts<Counts> rolling = new RollingCounts<>(Counts::none, 10, Map.of("slow", 3_600L));
        for (long pane = 0; pane < 9_900; pane += 10) {
            rolling.add(pane, counts(1, 0, 0, 0, 0));
        }
        rolling.advance(9_900);
        assertThat(RollingCounts.startMs(10, 3_600, 9_900)).isEqualTo(6_000);
        assertThat(rolling.window("slow").rows()).isEqualTo((9_900 - 6_000) / 10);
    }

    @Test
    void blocksThatWereKeptGiveTheSameWindowsAgain() {
        RollingCounts<Counts> rolling = new RollingCounts<>(Counts::none, 10, LENGTHS);
        RollingCounts<Counts> restored = new RollingCounts<>(Counts::none, 10, LENGTHS);
        Map<BlockId, Counts> kept = new java.util.LinkedHashMap<>();
        for (long pane = 0; pane < 100; pane += 10) {
            rolling.add(pane, counts(1, 0, 0, 0, 0))
                    .forEach(block -> kept.put(new BlockId(block.stepMs(), block.startMs()), block.counts()));
        }
        kept.forEach((block, counts) -> assertThat(restored.restore(block.stepMs(), block.startMs(), counts))
                .isTrue());
        assertThat(restored.restore(7, 0, counts(1, 0, 0, 0, 0)))
                .as("no such blocks")
                .isFalse();
        rolling.advance(100);
        restored.advance(100);
        assertThat(restored.window("slow")).isEqualTo(rolling.window("slow"));
        assertThat(restored.window("fast")).isEqualTo(rolling.window("fast"));
    }

    @Test
    void theEndNeverGoesBack() {
        RollingCounts<Counts> rolling = new RollingCounts<>(Counts::none, 10, LENGTHS);
        rolling.add(0, counts(1, 0, 0, 0, 0));
        rolling.advance(20);
        assertThat(rolling.advance(10)).isEmpty();
        assertThat(rolling.window("fast").rows()).isEqualTo(1);
    }

    @Test
    void aWindowThatNobodyAskedForIsNotThere() {
        RollingCounts<Counts> rolling = new RollingCounts<>(Counts::none, 10, LENGTHS);
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
            deltas.add(new Delta(10 * (long) random.nextInt(40), counts(counts)));
        }
        for (int order = 0; order < 3; order++) {
            Collections.shuffle(deltas, random);
            RollingCounts<Counts> rolling = new RollingCounts<>(Counts::none, 10, LENGTHS);
            List<Delta> taken = new ArrayList<>();
            long end = 0;
            for (Delta delta : deltas) {
                rolling.add(delta.paneStartMs, delta.counts);
                taken.add(delta);
                if (random.nextInt(10) == 0) {
                    end = Math.max(end, 10 * (long) random.nextInt(42));
                    rolling.advance(end);
                }
                if (end > 0) {
                    assertThat(rolling.window("fast")).isEqualTo(sum(taken, end, "fast"));
                    assertThat(rolling.window("slow")).isEqualTo(sum(taken, end, "slow"));
                }
            }
            rolling.advance(420);
            assertThat(rolling.window("slow")).isEqualTo(sum(taken, 420, "slow"));
        }
    }

    private static Counts sum(List<Delta> deltas, long end, String window) {
        long from = RollingCounts.startMs(10, LENGTHS.getOrDefault(window, 0L), end);
        long step = window.equals("fast") ? 10 : 20;
        Counts sum = Counts.none();
        deltas.stream()
                .filter(delta -> delta.paneStartMs >= from && Math.floorDiv(delta.paneStartMs, step) * step < end)
                .forEach(delta -> sum.merge(delta.counts));
        return sum;
    }

    private record Delta(long paneStartMs, Counts counts) {}

    /// A histogram is enough to count with.
    private record Counts(Histogram histogram) implements Tally<Counts> {
        static Counts none() {
            return new Counts(new Histogram(BINS));
        }

        long rows() {
            return histogram.total();
        }

        @Override
        public void merge(Counts other) {
            histogram.merge(other.histogram);
        }

        @Override
        public void subtract(Counts other) {
            histogram.subtract(other.histogram);
        }

        @Override
        public Counts copy() {
            return new Counts(histogram.copy());
        }

        @Override
        public byte[] toBytes() {
            return histogram.toBytes();
        }
    }
}
