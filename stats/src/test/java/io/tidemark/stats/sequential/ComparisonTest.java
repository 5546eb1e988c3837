package io.tidemark.stats.sequential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.tidemark.stats.metric.Interval;
import io.tidemark.stats.sequential.Comparison.Finding;
import io.tidemark.stats.sequential.SplitComparison.Stage;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ComparisonTest {
    private static final double ALPHA = 0.05;
    private static final double[] SHARES = {0.05, 0.25, 0.5};

    @Test
    void splitEvidenceIsWhatItsDefinitionSays() {
        Random random = new Random(1);
        List<Stage> stages = new ArrayList<>();
        List<Double> numbers = new ArrayList<>();
        double improvement = 0.1;
        for (double share : SHARES) {
            LossSums challenger = new LossSums();
            LossSums champion = new LossSums();
            double centre = 0.3;
            for (int i = 0; i < 500; i++) {
                double loss = random.nextDouble();
                if (random.nextDouble() < share) {
                    challenger.add(loss);
                    numbers.add((1 - share) * (centre - loss));
                } else {
                    champion.add(loss);
                    numbers.add(share * ((1 - improvement) * loss - centre));
                }
            }
            stages.add(new Stage(share, centre, challenger.totals(), champion.totals()));
        }
        SplitComparison comparison = new SplitComparison(stages);

        assertThat(comparison.logEvidenceAbove(improvement)).isCloseTo(naive(numbers, 1), within(1e-9));
        assertThat(comparison.logEvidenceBelow(improvement)).isCloseTo(naive(numbers, -1), within(1e-9));
    }

    @Test
    void pairedEvidenceIsWhatItsDefinitionSays() {
        Random random = new Random(2);
        PairedSums sums = new PairedSums();
        List<Double> numbers = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            double champion = random.nextDouble();
            double challenger = champion * 0.9;
            sums.add(challenger, champion);
            numbers.add(0.95 * champion - challenger);
        }

        assertThat(sums.comparison().logEvidenceAbove(0.05)).isCloseTo(naive(numbers, 1), within(1e-9));
        assertThat(sums.comparison().logEvidenceBelow(0.05)).isCloseTo(naive(numbers, -1), within(1e-9));
    }

    @Test
    void clearlyBetterOneIsFoundAndItsImprovementLiesInTheInterval() {
        SplitComparison comparison = simulated(3, 20_000, 0.8);

        Interval interval = comparison.improvement(ALPHA);

        assertThat(comparison.find(ALPHA, 0)).isEqualTo(Finding.BETTER);
        assertThat(interval.low()).isPositive().isLessThan(0.2);
        assertThat(interval.high()).isGreaterThan(0.2).isLessThan(0.4);
    }

    @Test
    void clearlyWorseOneIsFound() {
        SplitComparison comparison = simulated(4, 20_000, 1.2);

        assertThat(comparison.find(ALPHA, 0)).isEqualTo(Finding.WORSE);
        assertThat(comparison.improvement(ALPHA).high()).isNegative();
    }

    @Test
    void betterByLessThanWhatMattersStaysOpen() {
        SplitComparison comparison = simulated(3, 20_000, 0.8);

        assertThat(comparison.find(ALPHA, 0.2)).isEqualTo(Finding.OPEN);
    }

    @Test
    void nothingIsKnownWithoutLabels() {
        SplitComparison none = new SplitComparison(List.of());

        assertThat(none.find(ALPHA, 0)).isEqualTo(Finding.OPEN);
        assertThat(none.improvement(ALPHA)).isEqualTo(Comparison.LOOKED_AT);
        assertThat(new PairedSums().comparison().improvement(ALPHA)).isEqualTo(Comparison.LOOKED_AT);
    }

    /// All losses are alike: without a difference there is no evidence, however many there are.
    @Test
    void constantLossesAreNoEvidence() {
        PairedSums sums = new PairedSums();
        for (int i = 0; i < 10_000; i++) {
            sums.add(0.25, 0.25);
        }

        assertThat(sums.comparison().find(ALPHA, 0)).isEqualTo(Finding.OPEN);
        assertThat(sums.comparison().improvement(ALPHA).low()).isLessThan(0);
        assertThat(sums.comparison().improvement(ALPHA).high()).isGreaterThan(0);
    }

    /// The share grows while all losses grow: pooled means would call the challenger worse.
    @Test
    void lossThatGrowsWithTheRampFavoursNobody() {
        Random random = new Random(5);
        List<Stage> stages = new ArrayList<>();
        for (int i = 0; i < SHARES.length; i++) {
            stages.add(stage(random, SHARES[i], 30_000, 0.1 + 0.2 * i, 0.1 + 0.2 * i));
        }
        SplitComparison comparison = new SplitComparison(stages);

        assertThat(comparison.challenger().mean())
                .isGreaterThan(1.2 * comparison.champion().mean());
        assertThat(comparison.find(ALPHA, 0)).isEqualTo(Finding.OPEN);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.05, 0.5})
    void peekingAtTheSameThingTwiceRarelyFindsADifference(double share) {
        int found = 0;
        for (int run = 0; run < 100; run++) {
            Random random = new Random(1_000 + run);
            LossTotals challenger = LossTotals.NONE;
            LossTotals champion = LossTotals.NONE;
            boolean better = false;
            for (int look = 0; look < 50 && !better; look++) {
                Stage more = stage(random, share, 100, 0.2, 0.2);
                challenger = challenger.plus(more.challenger());
                champion = champion.plus(more.champion());
                better = new SplitComparison(List.of(new Stage(share, 0.2, challenger, champion))).find(ALPHA, 0)
                        == Finding.BETTER;
            }
            found += better ? 1 : 0;
        }

        assertThat(found).isLessThanOrEqualTo(5);
    }

    @Test
    void lossesOutsideTheirRangeAreRefused() {
        assertThatThrownBy(() -> new LossSums().add(1.1)).hasMessageContaining("expected 0 to 1");
        assertThatThrownBy(() -> new PairedSums().add(0.1, Double.NaN)).hasMessageContaining("NaN");
        assertThatThrownBy(() -> new Stage(1, 0.5, LossTotals.NONE, LossTotals.NONE))
                .hasMessageContaining("above 0 and below 1");
    }

    private static SplitComparison simulated(long seed, int keys, double factor) {
        return new SplitComparison(List.of(stage(new Random(seed), 0.5, keys, 0.2 * factor, 0.2)));
    }

    /// Losses between nothing and twice the mean.
    private static Stage stage(Random random, double share, int keys, double challengerMean, double championMean) {
        LossSums challenger = new LossSums();
        LossSums champion = new LossSums();
        for (int i = 0; i < keys; i++) {
            if (random.nextDouble() < share) {
                challenger.add(2 * challengerMean * random.nextDouble());
            } else {
                champion.add(2 * championMean * random.nextDouble());
            }
        }
        return new Stage(share, 0.2, challenger.totals(), champion.totals());
    }

    private static double naive(List<Double> numbers, int sign) {
        double total = 0;
        for (int k = 0; k < 20; k++) {
            double bet = 0.9 * Math.pow(2, -k / 2.0);
            double log = 0;
            for (double number : numbers) {
                log += bet * sign * number - (-Math.log(1 - bet) - bet) * number * number;
            }
            total += Math.exp(log) / 20;
        }
        return Math.log(total);
    }
}
