package io.tidemark.stats.sequential;

import java.util.List;

/// Two versions between which keys were split by a hash.
///
/// With `A` = 1 for the challenger's keys, share `p`, loss `L` and a centre `c` that was fixed before, the number
/// `(1 - p) (c - L)` of a challenger's key and `p ((1 - improvement) L - c)` of a champion's has the mean
/// `p (1 - p) ((1 - improvement) n - m)` with the mean losses `m` of the challenger and `n` of the champion at that
/// moment. It has one sign for all shares: stages of a ramp add up, each weighed by what it can tell, and a loss that
/// changes with time favours nobody. That holds when each key counts once, since the hash is then as good as a coin.
///
/// @param stages all stages of the ramp up to now
public record SplitComparison(List<Stage> stages) implements Comparison {
    public SplitComparison {
        stages = List.copyOf(stages);
    }

    @Override
    public LossTotals challenger() {
        return stages.stream().map(Stage::challenger).reduce(LossTotals.NONE, LossTotals::plus);
    }

    @Override
    public LossTotals champion() {
        return stages.stream().map(Stage::champion).reduce(LossTotals.NONE, LossTotals::plus);
    }

    @Override
    public double logEvidenceAbove(double improvement) {
        return BettingMixture.logEvidence(sum(improvement), squares(improvement));
    }

    @Override
    public double logEvidenceBelow(double improvement) {
        double scale = stages.stream()
                .mapToDouble(stage -> stage.share() * (1 - improvement))
                .reduce(1, Math::max);
        return BettingMixture.logEvidence(-sum(improvement) / scale, squares(improvement) / (scale * scale));
    }

    private double sum(double improvement) {
        return stages.stream().mapToDouble(stage -> stage.sum(1 - improvement)).sum();
    }

    private double squares(double improvement) {
        return Math.max(
                0,
                stages.stream()
                        .mapToDouble(stage -> stage.squares(1 - improvement))
                        .sum());
    }

    /// Keys that were split in one way.
    ///
    /// @param share the challenger's share of the keys, above 0 and below 1
    /// @param centre a guess at the mean loss from before the stage, 0 to 1; the better, the sooner there is a verdict
    public record Stage(double share, double centre, LossTotals challenger, LossTotals champion) {
        public Stage {
            if (!(share > 0 && share < 1 && centre >= 0 && centre <= 1)) {
                throw new IllegalArgumentException("Found share " + share + " and centre " + centre
                        + ", expected a share above 0 and below 1, a centre from 0 to 1.");
            }
        }

        private double sum(double kept) {
            return (1 - share) * (challenger.count() * centre - challenger.sum())
                    + share * (kept * champion.sum() - champion.count() * centre);
        }

        private double squares(double kept) {
            double ofChallenger =
                    challenger.count() * centre * centre - 2 * centre * challenger.sum() + challenger.squares();
            double ofChampion = champion.count() * centre * centre
                    - 2 * centre * kept * champion.sum()
                    + kept * kept * champion.squares();
            return (1 - share) * (1 - share) * ofChallenger + share * share * ofChampion;
        }
    }
}
