package io.tidemark.drift.judgement;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.drift.reference.Subject;
import io.tidemark.model.manifest.MonitorsSpec.DriftSpec;
import io.tidemark.stats.alarm.DriftScan;
import io.tidemark.stats.drift.DriftStatistic;
import io.tidemark.stats.drift.PsiLaw;
import io.tidemark.stats.histogram.CategoryProfile;
import io.tidemark.stats.histogram.FeatureProfile;
import io.tidemark.stats.histogram.Histogram;
import io.tidemark.stats.histogram.NumericProfile;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class WindowJudgeTest {
    private static final Subject INCOME = new Subject.Feature("income");
    private static final Window WINDOW = new Window("fast", 0, 300_000);
    private static final DriftSpec SPEC = spec(0.1, 0.1, 100);

    private static DriftSpec spec(double psi, double ks, int minRows) {
        return new DriftSpec(Duration.ofSeconds(10), Map.of("fast", Duration.ofMinutes(5)), minRows, psi, ks, 1, 2);
    }

    private static double[] normal(long seed, int rows, double mean) {
        SplittableRandom random = new SplittableRandom(seed);
        return random.doubles(rows)
                .map(u -> mean + quantile(u, random.nextDouble()))
                .toArray();
    }

    private static double quantile(double u, double v) {
        return Math.sqrt(-2 * Math.log(1 - u)) * Math.cos(2 * Math.PI * v);
    }

    private static Finding judge(FeatureProfile profile, DriftSpec spec, double... current) {
        return new WindowJudge(INCOME, profile, spec, 10).judge(WINDOW, Histogram.of(profile.bins(), current));
    }

    @Test
    void aShiftThatMattersAndIsNoChanceIsDrift() {
        Finding finding = judge(NumericProfile.of(normal(1, 5_000, 0)), SPEC, normal(2, 1_000, 1));
        assertThat(finding.drifted()).isTrue();
        assertThat(finding.psi()).isGreaterThan(0.5);
        assertThat(finding.report().statistic(DriftStatistic.KOLMOGOROV_SMIRNOV).orElse(0))
                .isGreaterThan(0.3);
        assertThat(finding.report().pValue(DriftStatistic.KOLMOGOROV_SMIRNOV).orElse(1))
                .isLessThan(1e-6);
    }

    @Test
    void withoutDriftNothingDrifts() {
        FeatureProfile profile = NumericProfile.of(normal(1, 5_000, 0));
        for (int seed = 2; seed < 300; seed++) {
            assertThat(judge(profile, SPEC, normal(seed, 150, 0)).drifted())
                    .as("seed " + seed)
                    .isFalse();
        }
    }

    @Test
    void aTinyShiftIsSignificantOnManyRowsAndDoesNotMatter() {
        Finding finding = judge(NumericProfile.of(normal(1, 100_000, 0)), SPEC, normal(2, 100_000, 0.05));
        assertThat(finding.report().pValue(DriftStatistic.PSI).orElse(1)).isLessThan(1e-6);
        assertThat(finding.drifted()).isFalse();
    }

    @Test
    void fewRowsHaveLargerThresholdsThanTheManifestSays() {
        FeatureProfile profile = NumericProfile.of(normal(1, 5_000, 0));
        Finding few = judge(profile, SPEC, normal(2, 100, 0));
        Finding many = judge(profile, SPEC, normal(2, 50_000, 0));
        assertThat(few.thresholds().get(DriftStatistic.PSI)).isGreaterThan(0.3);
        assertThat(few.thresholds().get(DriftStatistic.KOLMOGOROV_SMIRNOV)).isGreaterThan(0.2);
        assertThat(many.thresholds())
                .containsEntry(DriftStatistic.PSI, 0.1)
                .containsEntry(DriftStatistic.KOLMOGOROV_SMIRNOV, 0.1);
    }

    /// 10 subjects, one window, two statistics, a round every 10 s, half of four fifths of one false alarm a week.
    @Test
    void theBudgetIsSplitOverAllTestsOfAWeek() {
        double alpha = 0.4 * (10.0 / (7 * 24 * 3600)) / 20;
        Finding finding = judge(NumericProfile.of(normal(1, 5_000, 0)), spec(0, 0, 100), normal(2, 1_000, 0));
        assertThat(finding.thresholds().get(DriftStatistic.PSI)).isEqualTo(PsiLaw.threshold(alpha, 5_000, 1_000, 10));
        assertThat(finding.thresholds().get(DriftStatistic.KOLMOGOROV_SMIRNOV))
                .isEqualTo(Math.sqrt(Math.log(2 / alpha) / 2 * (1.0 / 5_000 + 1.0 / 1_000)));
    }

    @Test
    void tooFewRowsAreNotJudged() {
        Finding finding = judge(NumericProfile.of(normal(1, 5_000, 0)), SPEC, normal(2, 99, 5));
        assertThat(finding.judged()).isFalse();
        assertThat(finding.drifted()).isFalse();
        assertThat(finding.report().statistics()).isEmpty();
        assertThat(finding.rows()).isEqualTo(99);
        assertThat(judge(NumericProfile.of(normal(1, 5_000, 0)), SPEC, normal(2, 100, 5))
                        .judged())
                .isTrue();
    }

    @Test
    void aJumpOfMissingValuesIsDrift() {
        double[] current = normal(2, 1_000, 0);
        Arrays.fill(current, 0, 300, Double.NaN);
        Finding finding = judge(NumericProfile.of(normal(1, 5_000, 0)), SPEC, current);
        assertThat(finding.missing()).isEqualTo(300);
        assertThat(finding.drifted()).isTrue();
    }

    @Test
    void aNewCategoryIsDrift() {
        double[] current = new double[1_000];
        Arrays.setAll(current, i -> i % 5 == 0 ? -1 : i % 2);
        Finding finding = judge(CategoryProfile.of(2, codes(5_000, 2)), SPEC, current);
        assertThat(finding.unseen()).isEqualTo(200);
        assertThat(finding.drifted()).isTrue();
    }

    @Test
    void oneOutlierMovesNothing() {
        double[] current = normal(2, 1_000, 0);
        FeatureProfile profile = NumericProfile.of(normal(1, 5_000, 0));
        double before = judge(profile, SPEC, current).psi();
        current[17] = 1e6;
        assertThat(judge(profile, SPEC, current).psi()).isCloseTo(before, org.assertj.core.data.Offset.offset(0.005));
    }

    /// Thirty panes of 10 s; the newest ones have another mean.
    private static Finding judgeWithMoments(FeatureProfile profile, int rowsPerPane, int drifted, double mean) {
        DriftScan scan = WindowJudge.newScan(profile, SPEC);
        Histogram window = profile.newHistogram();
        for (int pane = 0; pane < 30; pane++) {
            double[] rows = normal(100 + pane, rowsPerPane, pane < 30 - drifted ? 0 : mean);
            Histogram counts = Histogram.of(profile.bins(), rows);
            scan.add(pane * 10_000L, counts);
            window.merge(counts);
        }
        scan.advance(WINDOW.endMs());
        return new WindowJudge(INCOME, profile, SPEC, 10).judge(WINDOW, window, scan);
    }

    @Test
    void aYoungDriftIsFoundBeforeTheWindowIsFullOfIt() {
        Finding finding = judgeWithMoments(NumericProfile.of(normal(1, 5_000, 0)), 40, 2, 0.8);
        assertThat(finding.psi()).isLessThan(finding.thresholds().get(DriftStatistic.PSI));
        assertThat(finding.changeAbove()).isPresent();
        assertThat(finding.drifted()).isTrue();
    }

    /// 10 subjects, a round every 10 s, half of one false alarm a week.
    @Test
    void theOtherHalfOfTheBudgetGoesToTheMoments() {
        Finding finding = judgeWithMoments(NumericProfile.of(normal(1, 5_000, 0)), 40, 2, 0.8);
        assertThat(finding.thresholds().get(DriftStatistic.CHANGE))
                .isCloseTo(Math.log(7 * 24 * 360 * 10 / 0.4), org.assertj.core.data.Offset.offset(1e-9));
    }

    @Test
    void aCertainChangeThatIsTooSmallIsReportedAndRaisesNothing() {
        Finding finding = judgeWithMoments(NumericProfile.of(normal(1, 200_000, 0)), 20_000, 20, 0.16);
        assertThat(finding.report().statistic(DriftStatistic.CHANGE).orElseThrow())
                .isGreaterThan(20);
        assertThat(finding.changeAbove()).isEmpty();
        assertThat(finding.drifted()).isFalse();
    }

    private static double[] codes(int rows, int categories) {
        double[] codes = new double[rows];
        Arrays.setAll(codes, i -> i % categories);
        return codes;
    }

    private static double[] filled(int rows, double value) {
        double[] values = new double[rows];
        Arrays.fill(values, value);
        return values;
    }

    static Stream<Arguments> oddCases() {
        double[] tied = normal(3, 1_000, 0);
        Arrays.fill(tied, 0, 700, 0.5);
        return Stream.of(
                Arguments.of("constant", NumericProfile.of(filled(1_000, 7)), filled(500, 7), false),
                Arguments.of("constant that jumps", NumericProfile.of(filled(1_000, 7)), filled(500, 8), true),
                Arguments.of("all missing now", NumericProfile.of(normal(1, 1_000, 0)), filled(500, Double.NaN), true),
                Arguments.of(
                        "all missing always",
                        NumericProfile.of(filled(1_000, Double.NaN)),
                        filled(500, Double.NaN),
                        false),
                Arguments.of("never seen before", NumericProfile.of(filled(1_000, Double.NaN)), filled(500, 1), true),
                Arguments.of("infinities", NumericProfile.of(normal(1, 1_000, 0)), filled(500, 1 / 0.0), true),
                Arguments.of("70 % ties", NumericProfile.of(tied), tied, false),
                Arguments.of("one category", CategoryProfile.of(1, filled(1_000, 0)), filled(500, 0), false),
                Arguments.of("one category, all new", CategoryProfile.of(1, filled(1_000, 0)), filled(500, -1), true),
                Arguments.of("no categories", CategoryProfile.of(0), filled(500, 0), false),
                Arguments.of("a reference without rows", NumericProfile.of(), filled(500, 0), false));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("oddCases")
    void everyInputHasADefinedResult(String name, FeatureProfile profile, double[] current, boolean drifted) {
        Finding finding = judge(profile, SPEC, current);
        assertThat(finding.drifted()).isEqualTo(drifted);
        assertThat(finding.rows()).isEqualTo(current.length);
        assertThat(finding.report().statistics().values())
                .allSatisfy(value -> assertThat(value).isFinite());
        assertThat(finding.report().pValues().values())
                .allSatisfy(value -> assertThat(value).isBetween(0.0, 1.0));
        assertThat(finding.thresholds().values())
                .allSatisfy(value -> assertThat(value).isFinite());
    }
}
