package io.tidemark.stats.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DivergenceTest {
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void everyDivergenceFollowsItsDefinition(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] r = shares(random, 12);
        double[] c = shares(random, 12);
        double psi = 0;
        double kl = 0;
        double js = 0;
        double hellinger = 1;
        double largestEvent = 0;
        for (int i = 0; i < r.length; i++) {
            double middle = (r[i] + c[i]) / 2;
            psi += (r[i] - c[i]) * (Math.log(r[i]) - Math.log(c[i]));
            kl += r[i] * (Math.log(r[i]) - Math.log(c[i]));
            js += (r[i] * Math.log(r[i] / middle) + c[i] * Math.log(c[i] / middle)) / 2;
            hellinger -= Math.sqrt(r[i] * c[i]);
            largestEvent += Math.max(0, r[i] - c[i]);
        }
        assertThat(Divergence.psi(r, c)).isCloseTo(psi, within(1e-13));
        assertThat(Divergence.kullbackLeibler(r, c)).isCloseTo(kl, within(1e-13));
        assertThat(Divergence.jensenShannon(r, c)).isCloseTo(Math.sqrt(js), within(1e-13));
        assertThat(Divergence.hellinger(r, c)).isCloseTo(Math.sqrt(hellinger), within(1e-13));
        assertThat(Divergence.totalVariation(r, c)).isCloseTo(largestEvent, within(1e-13));
        assertThat(Divergence.psi(c, r)).isCloseTo(Divergence.psi(r, c), within(1e-14));
    }

    @Test
    void equalSharesAreAtNoDistance() {
        double[] shares = {0.1, 0.2, 0.7};
        assertThat(Divergence.psi(shares, shares)).isZero();
        assertThat(Divergence.kullbackLeibler(shares, shares)).isZero();
        assertThat(Divergence.jensenShannon(shares, shares)).isZero();
        assertThat(Divergence.hellinger(shares, shares)).isZero();
        assertThat(Divergence.totalVariation(shares, shares)).isZero();
        assertThat(Divergence.lInfinity(shares, shares)).isZero();
    }

    @Test
    void sharesWithoutOverlapAreAtTheLargestDistance() {
        double[] r = {1, 0};
        double[] c = {0, 1};
        assertThat(Divergence.jensenShannon(r, c)).isEqualTo(Math.sqrt(Math.log(2)));
        assertThat(Divergence.hellinger(r, c)).isEqualTo(1);
        assertThat(Divergence.totalVariation(r, c)).isEqualTo(1);
        assertThat(Divergence.lInfinity(r, c)).isEqualTo(1);
    }

    @Test
    void orderOfTheBinsDoesNotMatter() {
        SplittableRandom random = new SplittableRandom(9);
        double[] r = shares(random, 50);
        double[] c = shares(random, 50);
        double[] rBackwards = backwards(r);
        double[] cBackwards = backwards(c);
        assertThat(Divergence.psi(rBackwards, cBackwards)).isEqualTo(Divergence.psi(r, c));
        assertThat(Divergence.jensenShannon(rBackwards, cBackwards)).isEqualTo(Divergence.jensenShannon(r, c));
    }

    @Test
    void bothSidesNeedTheSameBins() {
        assertThatThrownBy(() -> Divergence.psi(new double[2], new double[3]))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Shares.of(new long[2], new long[3])).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Shares.of(new long[] {-1}, new long[] {1}))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void smoothingAddsHalfARowToEachBinThatIsNotEmptyOnBothSides() {
        Shares shares = Shares.smoothed(new long[] {7, 0, 0, 2}, new long[] {0, 0, 3, 1});
        assertThat(shares.bins()).isEqualTo(3);
        assertThat(shares.reference()).containsExactly(7.5 / 10.5, 0.5 / 10.5, 2.5 / 10.5);
        assertThat(shares.current()).containsExactly(0.5 / 5.5, 3.5 / 5.5, 1.5 / 5.5);
    }

    private static double[] backwards(double[] values) {
        double[] backwards = new double[values.length];
        Arrays.setAll(backwards, i -> values[values.length - 1 - i]);
        return backwards;
    }

    private static double[] shares(SplittableRandom random, int size) {
        double[] weights = random.doubles(size, 0.01, 1).toArray();
        double total = Arrays.stream(weights).sum();
        return Arrays.stream(weights).map(weight -> weight / total).toArray();
    }
}
