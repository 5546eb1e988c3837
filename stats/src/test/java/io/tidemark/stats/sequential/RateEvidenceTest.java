package io.tidemark.stats.sequential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.apache.commons.numbers.gamma.LogBeta;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RateEvidenceTest {
    private static final double ALARM = Math.log(1_000);
    private static final int STEPS = 200_000;

    @ParameterizedTest
    @CsvSource({"0, 0, 0.1", "3, 3, 0.1", "5, 20, 0.1", "1, 40, 0.5", "30, 40, 0.5", "8, 900, 0.01"})
    void isTheMeanLikelihoodRatioOverRatesAbove(long hits, long trials, double rate) {
        assertThat(RateEvidence.logEvidenceAbove(hits, trials, rate))
                .isCloseTo(Math.log(naive(hits, trials, rate)), within(1e-3));
    }

    /// Over all ways that 40 trials can end, the evidence has a mean of 1 at the granted rate, and less below it.
    @ParameterizedTest
    @CsvSource({"0.1, 0.1, 1", "0.1, 0.05, 0.95", "0.5, 0.5, 1", "0.5, 0.2, 0.95"})
    void isNeverMoreThanOneInTheMeanAsLongAsTheRateIsNotAbove(double granted, double rate, double most) {
        double mean = 0;
        for (int hits = 0; hits <= 40; hits++) {
            double log = -Math.log(41) - LogBeta.value(hits + 1.0, 41.0 - hits);
            mean += Math.exp(log
                    + hits * Math.log(rate)
                    + (40 - hits) * Math.log1p(-rate)
                    + RateEvidence.logEvidenceAbove(hits, 40, granted));
        }

        assertThat(mean).isPositive().isLessThan(most + 1e-9);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.01, 0.1, 0.5})
    void grantedRateRaisesNoAlarmAtAnyLook(double rate) {
        for (int run = 0; run < 50; run++) {
            Random random = new Random(run);
            long hits = 0;
            for (int trials = 1; trials <= 5_000; trials++) {
                hits += random.nextDouble() < rate ? 1 : 0;
                assertThat(RateEvidence.logEvidenceAbove(hits, trials, rate)).isLessThan(ALARM);
            }
        }
    }

    @Test
    void hitsAloneAreNoticedSoon() {
        assertThat(RateEvidence.logEvidenceAbove(9, 9, 0.1)).isGreaterThan(ALARM);
        assertThat(RateEvidence.logEvidenceAbove(2, 2, 0.1)).isLessThan(ALARM);
    }

    @Test
    void fewerThanGrantedAreNoEvidence() {
        assertThat(RateEvidence.logEvidenceAbove(0, 1_000, 0.1)).isNegative();
        assertThat(RateEvidence.logEvidenceAbove(0, 10_000_000, 0.5)).isNegative();
    }

    @Test
    void nothingGrantedIsDisprovedByOneHitAndAllGrantedByNone() {
        assertThat(RateEvidence.logEvidenceAbove(0, 5, 0)).isZero();
        assertThat(RateEvidence.logEvidenceAbove(1, 5, 0)).isInfinite();
        assertThat(RateEvidence.logEvidenceAbove(5, 5, 1)).isZero();
    }

    @Test
    void moreHitsThanTrialsAreRefused() {
        assertThatThrownBy(() -> RateEvidence.logEvidenceAbove(2, 1, 0.5)).hasMessageContaining("2 of 1");
    }

    private static double naive(long hits, long trials, double rate) {
        double weight = 2 / Math.min(rate, 1 - rate);
        double above = 0;
        double ratio = 0;
        for (int step = 0; step < STEPS; step++) {
            double q = rate + (1 - rate) * (step + 0.5) / STEPS;
            double density = Math.exp((weight * rate - 1) * Math.log(q) + (weight * (1 - rate) - 1) * Math.log1p(-q));
            above += density;
            ratio += density * Math.exp(hits * Math.log(q / rate) + (trials - hits) * Math.log((1 - q) / (1 - rate)));
        }
        return ratio / above;
    }
}
