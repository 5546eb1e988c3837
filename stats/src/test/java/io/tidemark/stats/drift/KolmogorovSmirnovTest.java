package io.tidemark.stats.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.tidemark.stats.histogram.Histogram;
import io.tidemark.stats.histogram.NumericProfile;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KolmogorovSmirnovTest {
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void distanceIsTheLargestGapOverAllValues(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] r = sample(random, random.nextInt(1, 80), 0, seed % 2 == 0);
        double[] c = sample(random, random.nextInt(1, 80), 0.3, seed % 2 == 0);

        double found = KolmogorovSmirnov.test(r, c).orElseThrow().statistic();

        assertThat(found).as("seed %d", seed).isCloseTo(naiveDistance(r, c), within(1e-14));
        assertThat(KolmogorovSmirnov.test(c, r).orElseThrow().statistic()).isEqualTo(found);
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "2, 3", "4, 4", "5, 3", "6, 4", "7, 7", "8, 6"})
    void exactLawCountsAllOrdersOfTheRows(int n, int m) {
        long lcm = (long) n * m / gcd(n, m);
        for (long steps = 0; steps <= lcm; steps++) {
            double distance = (double) steps / lcm;
            assertThat(KsLattice.survival(distance, n, m))
                    .as("%d of %d steps", steps, lcm)
                    .isCloseTo(naiveSurvival(distance, n, m), within(1e-13));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void binsMissTheExactDistanceByOneBinsShareAtMost(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] r = sample(random, 4_000, 0, false);
        double[] c = sample(random, 1_500, 0.05, false);
        NumericProfile profile = NumericProfile.of(r);
        long[] n = values(profile.reference());
        long[] m = values(Histogram.of(profile.bins(), c));

        double exact = KolmogorovSmirnov.test(r, c).orElseThrow().statistic();
        double binned = KolmogorovSmirnov.test(n, m).orElseThrow().statistic();

        assertThat(binned).as("seed %d", seed).isLessThanOrEqualTo(exact);
        assertThat(exact - binned).isLessThanOrEqualTo(1.0 / 64 + 1e-12);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.02, 0.05, 0.1, 0.15})
    void manyBinnedRowsHaveNearlyTheExactProbability(double shift) {
        long[] n = new long[100];
        long[] m = new long[100];
        Arrays.fill(n, 10);
        Arrays.fill(m, 7);
        m[0] += Math.round(700 * shift);
        m[99] -= Math.min(7, Math.round(700 * shift));
        TestResult binned = KolmogorovSmirnov.test(n, m).orElseThrow();
        double exact = KolmogorovSmirnov.pValue(
                binned.statistic(), 1_000, Arrays.stream(m).sum());
        assertThat(binned.pValue()).isCloseTo(exact, Percentage.withPercentage(8));
    }

    @Test
    void sidesWithoutRowsHaveNoDistance() {
        assertThat(KolmogorovSmirnov.test(new double[] {Double.NaN}, new double[] {1}))
                .isEmpty();
        assertThat(KolmogorovSmirnov.test(new double[] {1}, new double[0])).isEmpty();
        assertThat(KolmogorovSmirnov.test(new long[] {0, 0}, new long[] {1, 2})).isEmpty();
    }

    @Test
    void equalAndSeparateSamplesAreTheTwoEnds() {
        double[] low = {1, 2, 3};
        double[] high = {Double.POSITIVE_INFINITY, 4, 5, 6, 7};
        assertThat(KolmogorovSmirnov.test(low, low).orElseThrow()).isEqualTo(new TestResult(0, 1));
        TestResult apart = KolmogorovSmirnov.test(low, high).orElseThrow();
        assertThat(apart.statistic()).isEqualTo(1);
        assertThat(apart.pValue()).isCloseTo(2.0 / 35, within(1e-15));
    }

    @Test
    void probabilityFallsWithTheDistanceOverAllLaws() {
        for (long[] sizes : new long[][] {{50, 50}, {10_000, 3}, {20_000, 9_000}, {3_000_000, 2_000_000}}) {
            double before = 1;
            for (double distance = 0; distance <= 1; distance += 0.01) {
                double p = KolmogorovSmirnov.pValue(distance, sizes[0], sizes[1]);
                assertThat(p).isBetween(0.0, before + 1e-12);
                before = p;
            }
        }
    }

    @Test
    void senselessQuestionsAreRefused() {
        assertThatThrownBy(() -> KolmogorovSmirnov.pValue(1.1, 5, 5)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> KolmogorovSmirnov.pValue(0.5, 0, 5)).isInstanceOf(IllegalArgumentException.class);
    }

    private static long[] values(Histogram histogram) {
        return Arrays.copyOf(histogram.counts(), histogram.bins().values());
    }

    private static double naiveDistance(double[] r, double[] c) {
        double largest = 0;
        for (double[] sample : new double[][] {r, c}) {
            for (double at : sample) {
                double gap = share(r, at) - share(c, at);
                largest = Math.max(largest, Math.abs(gap));
            }
        }
        return largest;
    }

    private static double share(double[] sample, double at) {
        return (double) Arrays.stream(sample).filter(value -> value <= at).count() / sample.length;
    }

    /// Goes through every order of n and m rows.
    private static double naiveSurvival(double distance, int n, int m) {
        int reached = 0;
        int all = 0;
        for (int order = 0; order < 1 << (n + m); order++) {
            if (Integer.bitCount(order) == n) {
                int i = 0;
                double largest = 0;
                for (int row = 0; row < n + m; row++) {
                    i += (order >> row) & 1;
                    largest = Math.max(largest, Math.abs((double) i / n - (row + 1.0 - i) / m));
                }
                all++;
                reached += largest >= distance - 1e-12 ? 1 : 0;
            }
        }
        return (double) reached / all;
    }

    private static int gcd(int a, int b) {
        return b == 0 ? a : gcd(b, a % b);
    }

    private static double[] sample(SplittableRandom random, int size, double shift, boolean tied) {
        double[] values = new double[size];
        Arrays.setAll(values, i -> {
            double value = random.nextGaussian() + shift;
            return tied ? Math.rint(value) : value;
        });
        return values;
    }
}
