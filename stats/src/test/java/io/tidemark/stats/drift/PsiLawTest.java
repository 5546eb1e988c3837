package io.tidemark.stats.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.tidemark.stats.histogram.Histogram;
import io.tidemark.stats.histogram.NumericProfile;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PsiLawTest {
    @Test
    void thresholdIsTheScaledChiSquareQuantile() {
        // The 95 % quantile of the chi-square law with 9 degrees of freedom is 16.919.
        assertThat(PsiLaw.threshold(0.05, 1_000, 100, 10)).isCloseTo(0.011 * 16.918977604620448, within(1e-9));
        assertThat(PsiLaw.threshold(0.05, 1_000_000, 1_000_000, 10)).isLessThan(0.0001);
    }

    @ParameterizedTest
    @CsvSource({"0.05, 10", "1e-6, 2", "0.5, 64"})
    void thresholdAndProbabilityUndoEachOther(double alpha, int bins) {
        double threshold = PsiLaw.threshold(alpha, 5_000, 300, bins);
        assertThat(PsiLaw.pValue(threshold, 5_000, 300, bins)).isCloseTo(alpha, within(1e-9 * alpha));
    }

    @ParameterizedTest
    @CsvSource({"100", "1000"})
    void streamsWithoutDriftExceedTheThresholdAsOftenAsGranted(int rows) {
        SplittableRandom random = new SplittableRandom(11);
        int exceeded = 0;
        int fixed = 0;
        int windows = 0;
        for (int round = 0; round < 40; round++) {
            NumericProfile profile = NumericProfile.withBins(10, gaussians(random, 5_000));
            HistogramDrift drift = new HistogramDrift(profile);
            for (int window = 0; window < 50; window++) {
                Histogram current = Histogram.of(profile.bins(), gaussians(random, rows));
                double psi =
                        drift.compare(current).statistic(DriftStatistic.PSI).orElseThrow();
                windows++;
                exceeded += psi >= PsiLaw.threshold(0.05, 5_000, rows, drift.groups(current)) ? 1 : 0;
                fixed += psi >= 0.1 ? 1 : 0;
            }
        }
        assertThat((double) exceeded / windows).as("seed 11").isBetween(0.035, 0.065);
        if (rows == 100) {
            assertThat((double) fixed / windows)
                    .as("the fixed threshold of 0.1")
                    .isGreaterThan(0.25);
        }
    }

    @Test
    void oneBinNeverDrifts() {
        assertThat(PsiLaw.threshold(0.05, 10, 10, 1)).isZero();
        assertThat(PsiLaw.pValue(0, 10, 10, 1)).isEqualTo(1);
    }

    @Test
    void senselessQuestionsAreRefused() {
        assertThatThrownBy(() -> PsiLaw.threshold(0, 10, 10, 3)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> PsiLaw.threshold(1, 10, 10, 3)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> PsiLaw.threshold(0.05, 0, 10, 3)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> PsiLaw.pValue(Double.NaN, 10, 10, 3)).isInstanceOf(IllegalArgumentException.class);
    }

    private static double[] gaussians(SplittableRandom random, int size) {
        double[] values = new double[size];
        Arrays.setAll(values, i -> random.nextGaussian());
        return values;
    }
}
