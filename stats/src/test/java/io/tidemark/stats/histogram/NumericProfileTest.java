package io.tidemark.stats.histogram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NumericProfileTest {
    @ParameterizedTest
    @ValueSource(ints = {2, 10, 20, 64})
    void continuousValuesFillBinsOfEqualMass(int target) {
        NumericProfile profile = NumericProfile.withBins(target, gaussians(target * 100, 1));

        assertThat(profile.bins().values()).isEqualTo(target);
        for (int bin = 0; bin < target; bin++) {
            assertThat(profile.reference().count(bin)).isEqualTo(100);
        }
        assertThat(profile.rows()).isEqualTo(target * 100L);
    }

    @ParameterizedTest
    @CsvSource({"7, 1", "8, 1", "79, 9", "100, 12", "511, 63", "512, 64", "100000, 64"})
    void aBinHasEightRowsOrMore(int rows, int bins) {
        assertThat(NumericProfile.of(gaussians(rows, 2)).bins().values()).isEqualTo(bins);
    }

    @Test
    void tiesOf70PercentKeepTheirOwnBin() {
        SplittableRandom random = new SplittableRandom(3);
        double[] values = new double[1_000];
        Arrays.setAll(values, i -> i < 700 ? 0 : random.nextDouble(0.001, 5));
        NumericProfile profile = NumericProfile.withBins(10, values);

        int atom = profile.bins().binOf(0);
        assertThat(profile.bins().isAtom(atom)).isTrue();
        assertThat(profile.reference().count(atom)).isEqualTo(700);
        assertThat(profile.reference().count(profile.bins().binOf(-0.5))).isZero();
        int others = profile.bins().values() - 2;
        assertThat(others).isEqualTo(3);
    }

    @Test
    void constantColumnTellsEveryOtherValueApart() {
        NumericProfile profile = NumericProfile.of(5, 5, 5, 5, 5, 5, 5, 5, 5, 5);
        assertThat(profile.bins().values()).isEqualTo(3);
        assertThat(profile.reference().counts()).containsExactly(0, 10, 0, 0);
        assertThat(profile.bins().binOf(5.1)).isEqualTo(2);
        assertThat(profile.summary().orElseThrow().sd()).isZero();
    }

    @Test
    void eachValueOfAFewHasItsBinAndSoHaveTheGaps() {
        double[] values = IntStream.range(0, 3_000).mapToDouble(i -> i % 3).toArray();
        NumericProfile profile = NumericProfile.withBins(10, values);
        assertThat(profile.reference().counts()).containsExactly(0, 1_000, 0, 1_000, 0, 1_000, 0, 0);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void noBinOfSeveralValuesIsHeavyAndThereAreNotTooMany(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int target = random.nextInt(2, 40);
        int levels = random.nextInt(2, 400);
        double[] values = new double[5_000];
        Arrays.setAll(values, i -> Math.floor(Math.abs(random.nextGaussian()) * levels));
        NumericProfile profile = NumericProfile.withBins(target, values);

        assertThat(profile.bins().values()).as("seed %d", seed).isLessThanOrEqualTo(2 * target + 1);
        for (int bin = 0; bin < profile.bins().values(); bin++) {
            if (!profile.bins().isAtom(bin)) {
                assertThat(profile.reference().count(bin)).isLessThan(2L * 5_000 / target + 1);
            }
        }
        assertThat(profile.reference().total()).isEqualTo(5_000);
    }

    @Test
    void missingAndInfiniteValuesAreCountedApart() {
        NumericProfile profile =
                NumericProfile.of(1, Double.NaN, 2, Double.POSITIVE_INFINITY, 3, Double.NEGATIVE_INFINITY);
        assertThat(profile.reference().missing()).isEqualTo(3);
        assertThat(profile.reference().present()).isEqualTo(3);
        assertThat(profile.summary().orElseThrow().count()).isEqualTo(3);
    }

    @Test
    void withoutValuesThereIsOneBinAndNoSummary() {
        for (double[] values : new double[][] {{}, {Double.NaN, Double.NaN}}) {
            NumericProfile profile = NumericProfile.of(values);
            assertThat(profile.bins().values()).isEqualTo(1);
            assertThat(profile.summary()).isEmpty();
            assertThat(profile.rows()).isEqualTo(values.length);
        }
    }

    @Test
    void extremesOfTheRangeAreTakenAsTheyAre() {
        double[] values = new double[100];
        Arrays.setAll(values, i -> i % 2 == 0 ? Double.MAX_VALUE : -Double.MAX_VALUE);
        NumericProfile profile = NumericProfile.of(values);
        assertThat(profile.reference().present()).isEqualTo(100);
        assertThat(profile.reference().count(profile.bins().binOf(Double.MAX_VALUE)))
                .isEqualTo(50);
    }

    @Test
    void orderOfTheRowsDoesNotMatter() {
        double[] values = gaussians(777, 5);
        double[] backwards = values.clone();
        for (int i = 0; i < values.length; i++) {
            backwards[i] = values[values.length - 1 - i];
        }
        assertThat(NumericProfile.of(backwards)).isEqualTo(NumericProfile.of(values));
    }

    @Test
    void quantilesOfLiveValuesComeFromTheirBins() {
        NumericProfile profile = NumericProfile.of(gaussians(20_000, 6));
        double[] live =
                Arrays.stream(gaussians(5_000, 7)).map(value -> value / 2 + 0.3).toArray();
        Histogram counts = Histogram.of(profile.bins(), live);
        double[] sorted = Samples.finiteSorted(live);
        for (double q : new double[] {0.05, 0.25, 0.5, 0.75, 0.95}) {
            assertThat(profile.quantile(counts, q).orElseThrow()).isCloseTo(Samples.quantile(sorted, q), within(0.02));
        }
        Histogram outlier = Histogram.of(profile.bins(), 1e6);
        assertThat(profile.quantile(outlier, 1))
                .hasValue(profile.summary().orElseThrow().max());
        assertThat(profile.quantile(profile.newHistogram(), 0.5)).isEmpty();
        assertThatThrownBy(() -> profile.quantile(new Histogram(new NumericBins()), 0.5))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void targetsBelowOneAreRefused() {
        assertThatThrownBy(() -> NumericProfile.withBins(0, 1, 2)).isInstanceOf(IllegalArgumentException.class);
    }

    private static double[] gaussians(int size, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] values = new double[size];
        Arrays.setAll(values, i -> random.nextGaussian());
        return values;
    }
}
