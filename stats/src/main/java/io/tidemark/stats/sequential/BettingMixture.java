package io.tidemark.stats.sequential;

/// Evidence that numbers of -1 or more have a mean above 0, valid at every look.
///
/// For x of -1 or more and a bet b from 0 to below 1, `exp(b x - psi(b) x^2) <= 1 + b x` with
/// `psi(b) = -ln(1 - b) - b` (Fan, Grama and Liu, "Exponential inequalities for martingales with applications", 2015,
/// lemma 4.1). As long as no number has a mean above 0, given those before it, the product over them never has an
/// expectation above 1: it is an e-process, and so is the mean of several with different bets. By Ville's inequality it
/// ever reaches 1 / alpha with probability alpha at most. It needs nothing but the sum and the sum of squares.
final class BettingMixture {
    private static final int BETS = 20;
    private static final double LARGEST_BET = 0.9;
    private static final double STEP = Math.sqrt(0.5);

    private BettingMixture() {}

    /// The natural logarithm of the evidence.
    ///
    /// @param sum sum of the numbers
    /// @param squares sum of their squares
    static double logEvidence(double sum, double squares) {
        double[] logs = new double[BETS];
        double largest = Double.NEGATIVE_INFINITY;
        double bet = LARGEST_BET;
        for (int i = 0; i < BETS; i++) {
            logs[i] = bet * sum - (-Math.log1p(-bet) - bet) * squares;
            largest = Math.max(largest, logs[i]);
            bet *= STEP;
        }
        double total = 0;
        for (double log : logs) {
            total += Math.exp(log - largest);
        }
        return largest + Math.log(total / BETS);
    }
}
