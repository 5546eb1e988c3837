package io.tidemark.stats.histogram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.stats.state.CorruptStateException;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NumericBinsTest {
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 7, 8, 15, 16, 31, 63, 64, 100})
    void searchFindsTheBinThatCountingFinds(int size) {
        SplittableRandom random = new SplittableRandom(size);
        double[] cuts = random.doubles(size, -10, 10).sorted().distinct().toArray();
        NumericBins bins = new NumericBins(cuts);

        for (double cut : cuts) {
            assertSameBin(bins, cuts, cut);
            assertSameBin(bins, cuts, Math.nextUp(cut));
            assertSameBin(bins, cuts, Math.nextDown(cut));
        }
        for (int i = 0; i < 1_000; i++) {
            assertSameBin(bins, cuts, random.nextDouble(-12, 12));
        }
        for (double extreme : new double[] {Double.MAX_VALUE, -Double.MAX_VALUE, Double.MIN_VALUE, 0.0, -0.0}) {
            assertSameBin(bins, cuts, extreme);
        }
    }

    private static void assertSameBin(NumericBins bins, double[] cuts, double value) {
        int counted = (int) Arrays.stream(cuts).filter(cut -> cut < value).count();
        assertThat(bins.binOf(value)).as("%s in %s", value, bins).isEqualTo(counted);
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    void whatIsNotFiniteIsMissing(double value) {
        NumericBins bins = new NumericBins(1, 2, 3);
        assertThat(bins.binOf(value)).isEqualTo(bins.missing()).isEqualTo(4);
    }

    @Test
    void upperEndBelongsToTheBin() {
        NumericBins bins = new NumericBins(1, 2);
        assertThat(bins.binOf(1)).isZero();
        assertThat(bins.binOf(Math.nextUp(1.0))).isEqualTo(1);
        assertThat(bins.lowerEnd(1)).isEqualTo(1);
        assertThat(bins.upperEnd(1)).isEqualTo(2);
        assertThat(bins.label(0)).isEqualTo("(-inf, 1.0]");
        assertThat(bins.label(2)).isEqualTo("(2.0, inf)");
        assertThat(bins.label(3)).isEqualTo("missing");
    }

    @Test
    void twoCutsNextToEachOtherAreAnAtom() {
        NumericBins bins = new NumericBins(Math.nextDown(5.0), 5);
        assertThat(bins.isAtom(1)).isTrue();
        assertThat(bins.isAtom(0)).isFalse();
        assertThat(bins.binOf(5)).isEqualTo(1);
        assertThat(bins.binOf(4.999)).isZero();
        assertThat(bins.binOf(5.001)).isEqualTo(2);
        assertThat(bins.label(1)).isEqualTo("5.0");
    }

    @Test
    void bothZerosFallTogether() {
        NumericBins bins = new NumericBins(-0.0);
        assertThat(bins.binOf(0.0)).isEqualTo(bins.binOf(-0.0)).isZero();
        assertThat(bins).isEqualTo(new NumericBins(0.0));
        assertThat(bins.fingerprint()).isEqualTo(new NumericBins(0.0).fingerprint());
    }

    @Test
    void cutsHaveToBeFiniteAndAscending() {
        for (double[] cuts : new double[][] {{1, 1}, {2, 1}, {Double.NaN}, {1, Double.POSITIVE_INFINITY}}) {
            assertThatThrownBy(() -> new NumericBins(cuts))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("expected finite and ascending");
        }
    }

    @Test
    void bytesBringTheBinsBack() {
        NumericBins bins = new NumericBins(-1.5, 0, 1e300);
        assertThat(Bins.fromBytes(bins.toBytes())).isEqualTo(bins);
        assertThat(Bins.fromBytes(new CategoryBins(12).toBytes())).isEqualTo(new CategoryBins(12));
        byte[] cut = Arrays.copyOf(bins.toBytes(), 12);
        assertThatThrownBy(() -> Bins.fromBytes(cut)).isInstanceOf(CorruptStateException.class);
        assertThatThrownBy(() -> Bins.fromBytes(new byte[] {9})).isInstanceOf(CorruptStateException.class);
    }
}
