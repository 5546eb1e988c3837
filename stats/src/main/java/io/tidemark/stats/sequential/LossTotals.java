package io.tidemark.stats.sequential;

/// Losses of one version, summed up.
///
/// @param count how many, from 0
/// @param sum their sum
/// @param squares the sum of their squares
public record LossTotals(long count, double sum, double squares) {
    /// No loss yet.
    public static final LossTotals NONE = new LossTotals(0, 0, 0);

    public LossTotals {
        if (count < 0 || !(sum >= 0 && squares >= 0)) {
            throw new IllegalArgumentException("Found " + count + " losses of sum " + sum + " and squares " + squares
                    + ", expected none of them below 0.");
        }
    }

    /// The mean loss; 0 without losses.
    public double mean() {
        return count == 0 ? 0 : sum / count;
    }

    /// Both together.
    public LossTotals plus(LossTotals other) {
        return new LossTotals(count + other.count, sum + other.sum, squares + other.squares);
    }
}
