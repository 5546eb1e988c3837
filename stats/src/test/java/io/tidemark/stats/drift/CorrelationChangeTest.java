package io.tidemark.stats.drift;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.stats.histogram.NumericProfile;
import io.tidemark.stats.histogram.PairSums;
import io.tidemark.stats.histogram.RankScores;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CorrelationChangeTest {
    @Test
    void equalCorrelationsAreChanceAndOppositeOnesAreNot() {
        assertThat(CorrelationChange.byChance(0.4, 1_000, 0.4, 500)).isEqualTo(1);
        assertThat(CorrelationChange.byChance(0.8, 1_000, -0.8, 500)).isLessThan(1e-50);
    }

    @Test
    void theEndsOfTheScaleAndTooFewRowsAreDefined() {
        assertThat(CorrelationChange.byChance(1, 1_000, 1, 500)).isEqualTo(1);
        assertThat(CorrelationChange.byChance(1, 1_000, -1, 500)).isBetween(0.0, 1e-50);
        assertThat(CorrelationChange.byChance(0.5, 3, -0.5, 500)).isEqualTo(1);
    }

    /// Lognormal values, correlated and not: no more alarms than asked for, give or take chance.
    @Test
    void withoutAChangeFewFalseAlarmsComeOut() {
        Random random = new Random(2);
        for (double share : new double[] {0, 0.7}) {
            int alarms = 0;
            int trials = 600;
            for (int trial = 0; trial < trials; trial++) {
                double[][] before = rows(random, share, 600);
                RankScores left = new RankScores(NumericProfile.of(before[0]));
                RankScores right = new RankScores(NumericProfile.of(before[1]));
                PairSums reference = sums(before, left, right);
                PairSums current = sums(rows(random, share, 300), left, right);
                double pValue = CorrelationChange.byChance(
                        reference.correlation().orElseThrow(),
                        reference.rows(),
                        current.correlation().orElseThrow(),
                        current.rows());
                alarms += pValue <= 0.05 ? 1 : 0;
            }
            assertThat(alarms / (double) trials).as("correlation " + share).isBetween(0.02, 0.08);
        }
    }

    private static double[][] rows(Random random, double share, int count) {
        double[][] rows = new double[2][count];
        for (int i = 0; i < count; i++) {
            double common = random.nextGaussian();
            rows[0][i] = Math.exp(common);
            rows[1][i] = Math.exp(share * common + Math.sqrt(1 - share * share) * random.nextGaussian());
        }
        return rows;
    }

    private static PairSums sums(double[][] rows, RankScores left, RankScores right) {
        PairSums sums = new PairSums();
        for (int i = 0; i < rows[0].length; i++) {
            sums.add(left.of(rows[0][i]), right.of(rows[1][i]));
        }
        return sums;
    }
}
