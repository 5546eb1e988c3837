package io.tidemark.stats.histogram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tidemark.stats.SplitMix;
import io.tidemark.stats.state.StateReader;
import io.tidemark.stats.state.StateWriter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LiveSumsTest {
    private static final NumericSummary TRAINING =
            NumericSummary.of(10, 20, 30, 40, 50).orElseThrow();

    private static LiveSums of(double... values) {
        LiveSums sums = new LiveSums(TRAINING);
        for (double value : values) {
            sums.add(value);
        }
        return sums;
    }

    private static byte[] bytes(LiveSums sums) {
        StateWriter out = new StateWriter();
        sums.writeTo(out);
        return out.toBytes();
    }

    @Test
    void meanAndSpreadAreThoseOfTheValues() {
        double[] values = new Random(1).doubles(5_000, -40, 90).toArray();
        NumericMoments twin = NumericMoments.of(values);
        LiveSums sums = of(values);
        double sd = TRAINING.sd();
        assertThat(sums.mean().orElseThrow()).isCloseTo(twin.mean().orElseThrow(), within(sd * 1e-6));
        assertThat(sums.sd().orElseThrow()).isCloseTo(twin.sd().orElseThrow(), within(sd * 1e-3));
    }

    @Test
    void anyOrderAndGroupingHasTheSameBytes() {
        Random random = new Random(3);
        List<Double> values = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            values.add(random.nextGaussian() * Math.pow(10, random.nextInt(20) - 5));
        }
        byte[] batch = bytes(of(values.stream().mapToDouble(value -> value).toArray()));
        for (int order = 0; order < 5; order++) {
            Collections.shuffle(values, random);
            LiveSums merged = new LiveSums(TRAINING);
            LiveSums part = new LiveSums(TRAINING);
            for (double value : values) {
                part.add(value);
                if (random.nextInt(7) == 0) {
                    merged.merge(part);
                    part = new LiveSums(TRAINING);
                }
            }
            merged.merge(part);
            assertThat(bytes(merged)).isEqualTo(batch);
        }
    }

    @Test
    void whatIsTakenBackLeavesNoTrace() {
        LiveSums sums = of(1, 2, 1e300, -7);
        sums.merge(of(5, 9, -1e9));
        sums.subtract(of(5, 9, -1e9));
        assertThat(bytes(sums)).isEqualTo(bytes(of(1, 2, 1e300, -7)));
    }

    @Test
    void oneHugeValueMovesTheMeanByABoundedAmount() {
        double[] values = new double[1_000];
        java.util.Arrays.fill(values, 30);
        values[7] = 1e300;
        LiveSums sums = of(values);
        assertThat(sums.mean().orElseThrow()).isBetween(30.0, 30 + 1.1 * TRAINING.sd());
        assertThat(sums.range().above()).isEqualTo(1);
        assertThat(sums.range().outliers()).isEqualTo(1);
    }

    @Test
    void whatIsNoNumberCountsNowhere() {
        LiveSums sums = of(Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY);
        assertThat(sums.count()).isZero();
        assertThat(sums.mean()).isEmpty();
        assertThat(sums.sd()).isEmpty();
    }

    @Test
    void aConstantOfTrainingIsMeasuredInItsOwnMagnitude() {
        for (double constant : new double[] {0, 7, -1e-12, 1e100}) {
            LiveSums sums = new LiveSums(NumericSummary.of(constant, constant).orElseThrow());
            sums.add(constant);
            sums.add(constant);
            assertThat(sums.mean().orElseThrow()).isEqualTo(constant);
            assertThat(sums.sd().orElseThrow()).isZero();
            assertThat(sums.range().outliers()).isZero();
            sums.add(constant + 1 + Math.abs(constant));
            assertThat(sums.range().above()).isEqualTo(1);
            assertThat(sums.mean().orElseThrow()).isFinite();
        }
    }

    @Test
    void theStateComesBackAndIsSmall() {
        SplitMix random = new SplitMix(5);
        LiveSums sums = new LiveSums(TRAINING);
        for (int i = 0; i < 100_000; i++) {
            sums.add(100 * random.next() - 30);
        }
        byte[] bytes = bytes(sums);
        assertThat(bytes).hasSizeLessThan(32);
        assertThat(bytes(LiveSums.readFrom(TRAINING, new StateReader(bytes)))).isEqualTo(bytes);
    }
}
