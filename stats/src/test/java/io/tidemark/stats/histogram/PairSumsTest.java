package io.tidemark.stats.histogram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tidemark.stats.state.StateReader;
import io.tidemark.stats.state.StateWriter;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PairSumsTest {
    private final Random random = new Random(5);

    private static PairSums of(double[] left, double[] right) {
        RankScores leftScores = new RankScores(NumericProfile.of(left));
        RankScores rightScores = new RankScores(NumericProfile.of(right));
        PairSums sums = new PairSums();
        for (int i = 0; i < left.length; i++) {
            sums.add(leftScores.of(left[i]), rightScores.of(right[i]));
        }
        return sums;
    }

    /// The naive twin: Spearman's correlation of the values' ranks, no two of which are equal.
    private static double spearman(double[] left, double[] right) {
        int n = left.length;
        double sum = 0;
        for (int i = 0; i < n; i++) {
            double difference = rank(left, i) - rank(right, i);
            sum += difference * difference;
        }
        return 1 - 6 * sum / (n * ((double) n * n - 1));
    }

    private static int rank(double[] values, int of) {
        int rank = 0;
        for (double value : values) {
            rank += value < values[of] ? 1 : 0;
        }
        return rank;
    }

    @Test
    void theCorrelationIsNearSpearmansWhateverTheLawOfTheValues() {
        for (double share : new double[] {-0.9, -0.3, 0, 0.5, 0.95}) {
            double[] left = new double[1_500];
            double[] right = new double[1_500];
            for (int i = 0; i < left.length; i++) {
                double common = random.nextGaussian();
                left[i] = Math.exp(3 * common);
                right[i] = share * common + Math.sqrt(1 - share * share) * random.nextGaussian();
            }
            assertThat(of(left, right).correlation().orElseThrow()).isCloseTo(spearman(left, right), within(0.01));
        }
    }

    @Test
    void rowsThatLackOneSideCountNowhere() {
        PairSums sums = of(new double[] {1, 2, Double.NaN, 4}, new double[] {1, Double.NaN, 3, 4});
        assertThat(sums.rows()).isEqualTo(2);
    }

    @Test
    void aConstantHasNoCorrelation() {
        assertThat(of(new double[] {1, 1, 1, 1}, new double[] {1, 2, 3, 4}).correlation())
                .isEmpty();
        assertThat(new PairSums().correlation()).isEmpty();
    }

    @Test
    void theStateComesBackAndMergingIsUndone() {
        double[] left = random.doubles(300).toArray();
        PairSums sums = of(left, random.doubles(300).toArray());
        StateWriter out = new StateWriter();
        sums.writeTo(out);
        PairSums read = PairSums.readFrom(new StateReader(out.toBytes()));
        assertThat(read).isEqualTo(sums);
        PairSums more = of(left, left);
        read.merge(more);
        assertThat(read).isNotEqualTo(sums);
        read.subtract(more);
        assertThat(read).isEqualTo(sums);
    }
}
