package io.tidemark.stats.histogram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.tidemark.stats.state.CorruptStateException;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NumericMomentsTest {
    @ParameterizedTest
    @ValueSource(doubles = {0, 1e3, -1e6, 1e12})
    void meanAndDeviationAreThoseOfTwoPassesAtAnyDistanceFromZero(double offset) {
        SplittableRandom random = new SplittableRandom(1);
        double[] values = new double[2_000];
        // Multiples of 1/4096, so that the offset rounds none of them.
        Arrays.setAll(values, i -> offset + Math.rint(random.nextGaussian() * 4096) / 4096);
        NumericMoments moments = NumericMoments.of(values);

        double mean = offset + Arrays.stream(values).map(v -> v - offset).sum() / values.length;
        double squares = Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum();
        assertThat(moments.mean().orElseThrow()).isCloseTo(mean, within(1e-15 * Math.max(1, Math.abs(mean))));
        assertThat(moments.sd().orElseThrow()).isCloseTo(Math.sqrt(squares / values.length), within(1e-7));
        assertThat(moments.sampleSd().orElseThrow()).isCloseTo(Math.sqrt(squares / (values.length - 1)), within(1e-7));
    }

    @Test
    void constantsHaveNoSpread() {
        NumericMoments moments = NumericMoments.of(0.1, 0.1, 0.1);
        assertThat(moments.sd()).hasValue(0);
        assertThat(moments.mean()).hasValue(0.1);
        assertThat(NumericMoments.of(7).sd()).hasValue(0);
        assertThat(NumericMoments.of(7).sampleSd()).isEmpty();
    }

    @Test
    void missingValuesAreCountedApart() {
        NumericMoments moments = NumericMoments.of(Double.NaN, 1, Double.POSITIVE_INFINITY, 3, 1e200, -0.0);
        assertThat(moments.count()).isEqualTo(3);
        assertThat(moments.missing()).isEqualTo(3);
        assertThat(moments.min()).hasValue(0);
        assertThat(moments.max()).hasValue(3);
    }

    @Test
    void nothingHasNoMoments() {
        NumericMoments moments = NumericMoments.of(Double.NaN);
        assertThat(moments.mean()).isEmpty();
        assertThat(moments.sd()).isEmpty();
        assertThat(moments.min()).isEmpty();
        assertThat(moments.max()).isEmpty();
        assertThat(NumericMoments.fromBytes(moments.toBytes()).missing()).isEqualTo(1);
    }

    @Test
    void mergedPartsEqualTheWhole() {
        SplittableRandom random = new SplittableRandom(2);
        NumericMoments whole = new NumericMoments();
        NumericMoments left = new NumericMoments();
        NumericMoments right = new NumericMoments();
        for (int i = 0; i < 1_000; i++) {
            double value = Math.exp(random.nextDouble(-30, 30));
            whole.add(value);
            (random.nextBoolean() ? left : right).add(value);
        }
        right.merge(left);
        assertThat(right.toBytes()).isEqualTo(whole.toBytes());
        assertThat(NumericMoments.fromBytes(whole.toBytes()).sd()).isEqualTo(whole.sd());
        byte[] cut = Arrays.copyOf(whole.toBytes(), 20);
        assertThatThrownBy(() -> NumericMoments.fromBytes(cut)).isInstanceOf(CorruptStateException.class);
    }

    @Test
    void summaryHoldsTheFiguresOfTheFiniteValues() {
        NumericSummary summary = NumericSummary.of(4, 1, Double.NaN, 3, 2, 5).orElseThrow();
        assertThat(summary.count()).isEqualTo(5);
        assertThat(summary.mean()).isEqualTo(3);
        assertThat(summary.sd()).isEqualTo(Math.sqrt(2));
        List<Double> quantiles = List.of(1.04, 1.2, 1.4, 2.0, 3.0, 4.0, 4.6, 4.8, 4.96);
        for (int i = 0; i < quantiles.size(); i++) {
            assertThat(summary.quantiles().get(i)).isCloseTo(quantiles.get(i), within(1e-14));
        }
        assertThat(NumericSummary.of(Double.NaN)).isEmpty();
        assertThat(NumericSummary.of(1e200)).isEmpty();
    }

    @Test
    void rangeCountsTellWhatTrainingNeverSaw() {
        NumericSummary training =
                NumericSummary.of(-1, 0, 0, 0, 0, 0, 0, 0, 0, 1).orElseThrow();
        RangeCounts counts = new RangeCounts(training);
        for (double value : new double[] {-1, 1, 1.5, -1.5, 3, -3, Double.NaN, Double.POSITIVE_INFINITY}) {
            counts.add(value);
        }
        assertThat(counts.below()).isEqualTo(2);
        assertThat(counts.above()).isEqualTo(2);
        // Five deviations are 2.24.
        assertThat(counts.outliers()).isEqualTo(2);

        RangeCounts twice = RangeCounts.fromBytes(training, counts.toBytes());
        twice.merge(counts);
        assertThat(twice.below() + twice.above() + twice.outliers()).isEqualTo(12);
        assertThatThrownBy(() -> RangeCounts.fromBytes(training, new byte[] {'R', 1}))
                .isInstanceOf(CorruptStateException.class);
    }
}
