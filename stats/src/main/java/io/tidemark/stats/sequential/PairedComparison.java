package io.tidemark.stats.sequential;

/// Two versions that answered the same requests.
///
/// With losses `m` of the challenger and `n` of the champion, `(1 - improvement) n - m` has a mean above 0 when the
/// true improvement is larger. What one request says of the next is allowed for, as long as the mean given the past
/// keeps its sign.
///
/// @param products sum of the products of both losses
public record PairedComparison(LossTotals challenger, LossTotals champion, double products) implements Comparison {
    public PairedComparison {
        if (challenger.count() != champion.count()) {
            throw new IllegalArgumentException("Found " + challenger.count() + " losses of the challenger and "
                    + champion.count() + " of the champion, expected pairs.");
        }
    }

    @Override
    public double logEvidenceAbove(double improvement) {
        return BettingMixture.logEvidence(sum(improvement), squares(improvement));
    }

    @Override
    public double logEvidenceBelow(double improvement) {
        double scale = Math.max(1, 1 - improvement);
        return BettingMixture.logEvidence(-sum(improvement) / scale, squares(improvement) / (scale * scale));
    }

    private double sum(double improvement) {
        return (1 - improvement) * champion.sum() - challenger.sum();
    }

    private double squares(double improvement) {
        double kept = 1 - improvement;
        return Math.max(0, kept * kept * champion.squares() - 2 * kept * products + challenger.squares());
    }
}
