package io.tidemark.stats.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tidemark.stats.histogram.Histogram;
import io.tidemark.stats.histogram.NumericProfile;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CramerVonMisesTest {
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void withoutTiesAllFormsAreTheSquaredGapsOfThePooledRows(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] r = gaussians(random, random.nextInt(21, 60));
        double[] c = gaussians(random, random.nextInt(2, 60));
        double squares = 0;
        for (double[] sample : new double[][] {r, c}) {
            for (double at : sample) {
                double gap = share(r, at) - share(c, at);
                squares += gap * gap;
            }
        }
        double n = r.length;
        double m = c.length;
        double expected = n * m / (n + m) / (n + m) * squares;

        TestResult sciPy = CramerVonMises.test(r, c).orElseThrow();
        TestResult tied = CramerVonMises.tied(r, c).orElseThrow();
        assertThat(sciPy.statistic()).as("seed %d", seed).isCloseTo(expected, within(1e-12));
        assertThat(tied.statistic()).isCloseTo(expected, within(1e-12));
        // The moments with ties are those of the limit, summed over the pooled rows.
        assertThat(tied.pValue()).isCloseTo(sciPy.pValue(), within(0.01));
    }

    static Stream<Arguments> roundings() {
        return Stream.of(
                Arguments.of("none", (DoubleUnaryOperator) value -> value),
                Arguments.of("to whole numbers", (DoubleUnaryOperator) Math::rint),
                Arguments.of("to two values", (DoubleUnaryOperator) value -> value < 0.8 ? 0 : 1),
                Arguments.of("70 % to one value", (DoubleUnaryOperator) value -> Math.max(0.52, value)));
    }

    @ParameterizedTest(name = "rounding {0}")
    @MethodSource("roundings")
    void falseAlarmsAreAsRareAsTheyShouldBeWhateverTheTies(String name, DoubleUnaryOperator rounding) {
        SplittableRandom random = new SplittableRandom(5);
        int alarms = 0;
        int windows = 0;
        for (int round = 0; round < 40; round++) {
            NumericProfile profile = NumericProfile.of(rounded(random, 3_000, rounding));
            long[] n =
                    Arrays.copyOf(profile.reference().counts(), profile.bins().values());
            for (int window = 0; window < 100; window++) {
                Histogram current = Histogram.of(profile.bins(), rounded(random, 200, rounding));
                long[] m = Arrays.copyOf(current.counts(), profile.bins().values());
                windows++;
                alarms += CramerVonMises.test(n, m).orElseThrow().pValue() <= 0.05 ? 1 : 0;
            }
        }
        assertThat((double) alarms / windows).as("seed 5, rounding %s", name).isBetween(0.038, 0.064);
    }

    @Test
    void exactLawCountsAllOrdersOfTheRows() {
        double[] r = {1, 2, 3, 5};
        double[] c = {4, 6, 7};
        double observed = CramerVonMises.test(r, c).orElseThrow().statistic();
        int reached = 0;
        int all = 0;
        for (int order = 0; order < 1 << 7; order++) {
            if (Integer.bitCount(order) == 4) {
                int taken = order;
                double[] first = IntStream.range(0, 7)
                        .filter(i -> (taken >> i & 1) == 1)
                        .asDoubleStream()
                        .toArray();
                double[] second = IntStream.range(0, 7)
                        .filter(i -> (taken >> i & 1) == 0)
                        .asDoubleStream()
                        .toArray();
                all++;
                double statistic =
                        CramerVonMises.test(first, second).orElseThrow().statistic();
                reached += statistic >= observed - 1e-12 ? 1 : 0;
            }
        }
        assertThat(CramerVonMises.test(r, c).orElseThrow().pValue()).isCloseTo((double) reached / all, within(1e-14));
    }

    @Test
    void statisticKeepsItsDigitsOnManyRows() {
        int rows = 500_000;
        double[] even = new double[rows];
        double[] odd = new double[rows];
        Arrays.setAll(even, i -> 2 * i);
        Arrays.setAll(odd, i -> 2 * i - 1);
        // The gap is 1/n at each odd number and 0 at each even one: T = 1 / 4n, of terms that sum to 2n/3.
        double expected = 0.25 / rows;
        assertThat(CramerVonMises.test(even, odd).orElseThrow().statistic())
                .isCloseTo(expected, within(1e-12 * expected));
    }

    @Test
    void fewerThanTwoRowsOnASideHaveNoStatistic() {
        assertThat(CramerVonMises.test(new double[] {1}, new double[] {1, 2})).isEmpty();
        assertThat(CramerVonMises.tied(new double[] {1, 2}, new double[] {Double.NaN, 2}))
                .isEmpty();
        assertThat(CramerVonMises.test(new long[] {1, 0}, new long[] {5, 5})).isEmpty();
    }

    @Test
    void constantColumnsDoNotDrift() {
        assertThat(CramerVonMises.tied(new double[] {5, 5, 5}, new double[] {5, 5})
                        .orElseThrow())
                .isEqualTo(new TestResult(0, 1));
    }

    private static double share(double[] sample, double at) {
        return (double) Arrays.stream(sample).filter(value -> value <= at).count() / sample.length;
    }

    private static double[] rounded(SplittableRandom random, int size, DoubleUnaryOperator rounding) {
        return Arrays.stream(gaussians(random, size)).map(rounding).toArray();
    }

    private static double[] gaussians(SplittableRandom random, int size) {
        double[] values = new double[size];
        Arrays.setAll(values, i -> random.nextGaussian());
        return values;
    }
}
