package io.tidemark.stats.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ChiSquareTest {
    @Test
    void factsOfFourCategories() {
        TestResult result = ChiSquare.homogeneity(new long[] {500, 300, 200, 100}, new long[] {120, 160, 120, 40})
                .orElseThrow();
        assertThat(result.statistic()).isCloseTo(47.00210378681628, within(1e-12));
        assertThat(result.pValue()).isCloseTo(3.47202740426685e-10, within(1e-20));
    }

    @Test
    void binsEmptyOnBothSidesAddNoDegreeOfFreedom() {
        assertThat(ChiSquare.homogeneity(new long[] {5, 0, 7}, new long[] {3, 0, 9}))
                .isEqualTo(ChiSquare.homogeneity(new long[] {5, 7}, new long[] {3, 9}));
    }

    @Test
    void nothingToCompareIsNoResult() {
        assertThat(ChiSquare.homogeneity(new long[] {5, 0}, new long[] {3, 0})).isEmpty();
        assertThat(ChiSquare.homogeneity(new long[] {5, 1}, new long[] {0, 0})).isEmpty();
        assertThat(ChiSquare.goodnessOfFit(new long[] {0, 0}, new long[] {3, 1}))
                .isEmpty();
        assertThat(ChiSquare.homogeneityWithRareBins(new long[] {0, 0}, new long[] {0, 0}))
                .isEmpty();
    }

    @Test
    void newCategoryIsImpossibleUnderAnExactReference() {
        TestResult result =
                ChiSquare.goodnessOfFit(new long[] {10, 0}, new long[] {10, 1}).orElseThrow();
        assertThat(result).isEqualTo(new TestResult(Double.POSITIVE_INFINITY, 0));
    }

    @Test
    void rareBinsAreTakenTogether() {
        // 100 current rows of 1,100: a bin needs 55 rows on both sides to expect five current ones.
        RareBins rare = RareBins.pool(new long[] {500, 1, 0, 300, 2, 60, 137}, new long[] {48, 0, 1, 30, 0, 6, 15}, 5);
        assertThat(rare.reference()).containsExactly(500, 300, 60, 137);
        assertThat(rare.current()).containsExactly(48, 30, 6, 15);
        assertThat(rare.restReference()).isEqualTo(3);
        assertThat(rare.restCurrent()).isEqualTo(1);
        // Of 4 rows among 1,100, one or more in the 100 current ones: 1 - C(1000, 4) / C(1100, 4) or so.
        assertThat(rare.restProbability(1_000, 100)).isCloseTo(2 * (1 - Math.pow(10.0 / 11, 4)), within(0.002));
    }

    @Test
    void rareBinsThatAreManyMakeACommonOne() {
        RareBins rare = RareBins.pool(new long[] {500, 30, 35, 435}, new long[] {50, 3, 2, 45}, 5);
        assertThat(rare.reference()).containsExactly(500, 435, 65);
        assertThat(rare.restReference() + rare.restCurrent()).isZero();
    }

    @Test
    void aFewRowsOfSomethingNewAreSeen() {
        TestResult result = ChiSquare.homogeneityWithRareBins(new long[] {500, 500, 0}, new long[] {45, 45, 10})
                .orElseThrow();
        assertThat(result.pValue()).isLessThan(1e-8);
        TestResult only = ChiSquare.homogeneityWithRareBins(new long[] {1_000, 0}, new long[] {97, 3})
                .orElseThrow();
        // The only question left is the exact one: C(100, 3) / C(1100, 3), twice.
        assertThat(only.pValue()).isCloseTo(2 * (100.0 * 99 * 98) / (1_100.0 * 1_099 * 1_098), within(1e-12));
    }

    @Test
    void withoutRareBinsItIsThePlainTest() {
        long[] reference = {500, 300, 200};
        long[] current = {50, 20, 40};
        TestResult plain = ChiSquare.homogeneity(reference, current).orElseThrow();
        TestResult pooled =
                ChiSquare.homogeneityWithRareBins(reference, current).orElseThrow();
        assertThat(pooled.statistic()).isCloseTo(plain.statistic(), within(1e-12));
        assertThat(pooled.pValue()).isCloseTo(plain.pValue(), within(1e-12));
    }

    @Test
    void rareCategoriesDoNotRaiseFalseAlarms() {
        SplittableRandom random = new SplittableRandom(6);
        int pooledAlarms = 0;
        int plainAlarms = 0;
        int windows = 2_500;
        for (int window = 0; window < windows; window++) {
            long[] reference = categories(random, 5_000);
            long[] current = categories(random, 100);
            pooledAlarms += ChiSquare.homogeneityWithRareBins(reference, current)
                                    .orElseThrow()
                                    .pValue()
                            <= 0.01
                    ? 1
                    : 0;
            plainAlarms +=
                    ChiSquare.homogeneity(reference, current).orElseThrow().pValue() <= 0.01 ? 1 : 0;
        }
        assertThat((double) pooledAlarms / windows).as("seed 6").isLessThanOrEqualTo(0.016);
        assertThat((double) plainAlarms / windows).as("without pooling").isGreaterThan(0.03);
    }

    /// Twelve categories, each a third as frequent as the one before.
    private static long[] categories(SplittableRandom random, int rows) {
        long[] counts = new long[12];
        for (int i = 0; i < rows; i++) {
            counts[Math.min(11, (int) (-Math.log(random.nextDouble()) / Math.log(3)))]++;
        }
        return counts;
    }

    @Test
    void orderOfTheBinsDoesNotMatter() {
        SplittableRandom random = new SplittableRandom(8);
        long[] reference = random.longs(20, 1, 1_000).toArray();
        long[] current = random.longs(20, 1, 1_000).toArray();
        long[] referenceBackwards = new long[20];
        long[] currentBackwards = new long[20];
        Arrays.setAll(referenceBackwards, i -> reference[19 - i]);
        Arrays.setAll(currentBackwards, i -> current[19 - i]);
        assertThat(ChiSquare.homogeneity(referenceBackwards, currentBackwards))
                .isEqualTo(ChiSquare.homogeneity(reference, current));
    }
}
