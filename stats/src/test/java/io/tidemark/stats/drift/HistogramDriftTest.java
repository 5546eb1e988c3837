package io.tidemark.stats.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tidemark.stats.drift.evidently.ColumnKind;
import io.tidemark.stats.drift.evidently.EvidentlyDrift;
import io.tidemark.stats.drift.evidently.EvidentlyMethod;
import io.tidemark.stats.histogram.CategoryProfile;
import io.tidemark.stats.histogram.FeatureProfile;
import io.tidemark.stats.histogram.Histogram;
import io.tidemark.stats.histogram.NumericProfile;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class HistogramDriftTest {
    private static final NumericProfile GAUSSIAN = NumericProfile.of(gaussians(1, 10_000, 0, 1));

    @Test
    void equalRowsDoNotDrift() {
        DriftReport report = new HistogramDrift(GAUSSIAN).compare(GAUSSIAN.reference());
        report.statistics()
                .forEach((statistic, value) ->
                        assertThat(value).as(statistic.key()).isCloseTo(0, within(1e-12)));
        report.pValues()
                .forEach((statistic, p) -> assertThat(p).as(statistic.key()).isGreaterThan(0.99));
        assertThat(report.statistics()).hasSize(DriftStatistic.values().length - 1);
    }

    @Test
    void strongerShiftsAreFartherAwayByEveryStatistic() {
        Map<DriftStatistic, Double> before = new TreeMap<>();
        for (double shift : new double[] {0.1, 0.4, 1, 3}) {
            DriftReport report = compare(GAUSSIAN, gaussians(2, 2_000, shift, 1));
            report.statistics().forEach((statistic, value) -> {
                assertThat(value).as(statistic.key()).isGreaterThan(before.getOrDefault(statistic, 0.0));
                before.put(statistic, value);
            });
        }
        assertThat(before).hasSize(DriftStatistic.values().length - 1);
    }

    @Test
    void statisticsAreThoseOfTheirDefinitionsOnTheGroups() {
        CategoryProfile profile = CategoryProfile.of(3, codes(0, 50, 1, 30, 2, 20));
        DriftReport report = compare(profile, codes(0, 10, 1, 30, -1, 10));
        // With half a row added to the four bins that are not empty on both sides.
        double[] r = {50.5 / 102, 30.5 / 102, 20.5 / 102, 0.5 / 102};
        double[] c = {10.5 / 52, 30.5 / 52, 0.5 / 52, 10.5 / 52};
        double psi = 0;
        for (int i = 0; i < r.length; i++) {
            psi += (r[i] - c[i]) * Math.log(r[i] / c[i]);
        }
        assertThat(report.statistic(DriftStatistic.PSI).orElseThrow()).isCloseTo(psi, within(1e-14));
        assertThat(report.pValue(DriftStatistic.PSI).orElseThrow())
                .isEqualTo(PsiLaw.pValue(report.statistic(DriftStatistic.PSI).orElseThrow(), 100, 50, 4));
        assertThat(report.statistic(DriftStatistic.TOTAL_VARIATION).orElseThrow())
                .isCloseTo(0.5, within(1e-14));
        assertThat(report.statistic(DriftStatistic.L_INFINITY).orElseThrow()).isCloseTo(0.3, within(1e-14));
        assertThat(report.statistic(DriftStatistic.KOLMOGOROV_SMIRNOV)).isEmpty();
    }

    @Test
    void oneOutlierMovesNothingByMoreThanARow() {
        double[] rows = gaussians(3, 500, 0, 1);
        DriftReport before = compare(GAUSSIAN, rows);
        rows[0] = 1e6;
        DriftReport after = compare(GAUSSIAN, rows);

        for (DriftStatistic statistic : new DriftStatistic[] {
            DriftStatistic.TOTAL_VARIATION, DriftStatistic.L_INFINITY, DriftStatistic.KOLMOGOROV_SMIRNOV
        }) {
            double moved = after.statistic(statistic).orElseThrow()
                    - before.statistic(statistic).orElseThrow();
            assertThat(Math.abs(moved)).as(statistic.key()).isLessThanOrEqualTo(1.0 / 500 + 1e-12);
        }
        assertThat(after.statistic(DriftStatistic.PSI).orElseThrow()).isLessThan(0.06);
        double equalWidth = EvidentlyDrift.score(
                        EvidentlyMethod.PSI, ColumnKind.REAL, gaussians(4, 10_000, 0.5, 1), rows)
                .orElseThrow();
        assertThat(equalWidth)
                .as("equal-width bins see no shift of half a deviation")
                .isLessThan(0.06);
    }

    @Test
    void missingJumpDriftsThoughTheValuesDoNot() {
        double[] rows = gaussians(5, 1_000, 0, 1);
        Arrays.fill(rows, 0, 300, Double.NaN);
        DriftReport report = compare(GAUSSIAN, rows);
        assertThat(report.pValue(DriftStatistic.CHI_SQUARE).orElseThrow()).isLessThan(1e-12);
        assertThat(report.statistic(DriftStatistic.PSI).orElseThrow()).isGreaterThan(1);
        assertThat(report.pValue(DriftStatistic.KOLMOGOROV_SMIRNOV).orElseThrow())
                .isGreaterThan(0.01);
    }

    @Test
    void newCategoryDrifts() {
        CategoryProfile profile = CategoryProfile.of(2, codes(0, 500, 1, 500));
        DriftReport report = compare(profile, codes(0, 45, 1, 45, -1, 10));
        assertThat(report.statistic(DriftStatistic.PSI).orElseThrow()).isGreaterThan(0.1);
        assertThat(report.pValue(DriftStatistic.CHI_SQUARE).orElseThrow()).isLessThan(1e-6);
    }

    @Test
    void constantColumnDriftsWhenItMovesAndOnlyThen() {
        double[] constant = new double[200];
        Arrays.fill(constant, 5);
        NumericProfile profile = NumericProfile.of(constant);
        assertThat(compare(profile, 5, 5, 5).statistic(DriftStatistic.PSI)).hasValue(0);
        assertThat(compare(profile, 5, 5, 5).pValue(DriftStatistic.PSI)).hasValue(1);
        DriftReport moved = compare(profile, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6);
        assertThat(moved.statistic(DriftStatistic.TOTAL_VARIATION)).hasValue(1);
        assertThat(moved.statistic(DriftStatistic.KOLMOGOROV_SMIRNOV)).hasValue(1);
        assertThat(moved.pValue(DriftStatistic.KOLMOGOROV_SMIRNOV).orElseThrow())
                .isLessThan(1e-9);
    }

    /// Rows that break naive implementations.
    private static final Map<String, double[]> AWKWARD = Map.of(
            "no rows", new double[0],
            "one row", new double[] {1.5},
            "all missing", new double[] {Double.NaN, Double.NaN, Double.NaN},
            "all infinite", new double[] {Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY},
            "extremes", new double[] {Double.MAX_VALUE, -Double.MAX_VALUE, Double.MIN_VALUE},
            "constant", new double[] {3, 3, 3, 3, 3, 3, 3, 3, 3, 3},
            "unseen", new double[] {-1, -1, -1},
            "ties", new double[] {0, 0, 0, 0, 0, 0, 0, 1, 2, 3});

    static Set<String> everyStatisticOfAwkwardRowsIsANumberOrAbsent() {
        return AWKWARD.keySet();
    }

    @ParameterizedTest
    @MethodSource
    void everyStatisticOfAwkwardRowsIsANumberOrAbsent(String name) {
        double[] current = AWKWARD.getOrDefault(name, new double[0]);
        AWKWARD.values().forEach(reference -> {
            assertDefined(compare(NumericProfile.of(reference), current));
            assertDefined(compare(CategoryProfile.of(4, reference), current));
            assertDefined(SampleDrift.numbers(reference, current));
            assertDefined(SampleDrift.categories(4, reference, current));
        });
        assertDefined(compare(GAUSSIAN, current));
    }

    private static void assertDefined(DriftReport report) {
        report.statistics()
                .forEach((statistic, value) ->
                        assertThat(value).as(statistic.key()).isNotNaN().isGreaterThanOrEqualTo(0));
        report.pValues()
                .forEach((statistic, p) -> assertThat(p).as(statistic.key()).isBetween(0.0, 1.0));
        assertThat(report.statistics().keySet()).containsAll(report.pValues().keySet());
    }

    @Test
    void samplesAtHandGiveTheExactDistances() {
        double[] r = gaussians(6, 900, 0, 1);
        double[] c = gaussians(7, 400, 0.2, 1);
        DriftReport report = SampleDrift.numbers(r, c);
        assertThat(report.statistic(DriftStatistic.KOLMOGOROV_SMIRNOV))
                .hasValue(KolmogorovSmirnov.test(r, c).orElseThrow().statistic());
        assertThat(report.pValue(DriftStatistic.KOLMOGOROV_SMIRNOV))
                .hasValue(KolmogorovSmirnov.test(r, c).orElseThrow().pValue());
        assertThat(report.statistic(DriftStatistic.WASSERSTEIN)).isEqualTo(Wasserstein.distance(r, c));
        assertThat(report.statistic(DriftStatistic.WASSERSTEIN_NORMED)).isEqualTo(Wasserstein.normed(r, c));
        assertThat(report.referenceRows()).isEqualTo(900);
        assertThat(report.currentRows()).isEqualTo(400);
    }

    @Test
    void namesFindTheirStatistics() {
        for (DriftStatistic statistic : DriftStatistic.values()) {
            assertThat(DriftStatistic.find(statistic.key())).hasValue(statistic);
        }
        assertThat(DriftStatistic.find("entropy")).isEmpty();
    }

    private static DriftReport compare(FeatureProfile profile, double... current) {
        return new HistogramDrift(profile).compare(Histogram.of(profile.bins(), current));
    }

    /// Pairs of a code and how often it comes.
    private static double[] codes(int... pairs) {
        double[] codes = new double[0];
        for (int i = 0; i < pairs.length; i += 2) {
            int from = codes.length;
            codes = Arrays.copyOf(codes, from + pairs[i + 1]);
            Arrays.fill(codes, from, codes.length, pairs[i]);
        }
        return codes;
    }

    private static double[] gaussians(long seed, int size, double mean, double sd) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] values = new double[size];
        Arrays.setAll(values, i -> mean + sd * random.nextGaussian());
        return values;
    }
}
