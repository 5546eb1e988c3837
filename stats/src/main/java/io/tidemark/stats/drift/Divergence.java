package io.tidemark.stats.drift;

import io.tidemark.stats.exact.ExactSum;

/// Divergences between two lists of shares, straight from their definitions.
///
/// Both lists are in the same order of bins, hold numbers from 0 on and sum to about 1. The sums are exact, so that
/// the order of the bins does not matter. [Shares] makes shares from counts.
public final class Divergence {
    private static final double LARGEST_JENSEN_SHANNON = Math.sqrt(Math.log(2));

    private Divergence() {}

    /// Population stability index: sum of (r - c) ln(r / c).
    ///
    /// @param reference shares above 0
    /// @param current shares above 0
    public static double psi(double[] reference, double[] current) {
        requireSameLength(reference, current);
        ExactSum sum = new ExactSum();
        for (int i = 0; i < reference.length; i++) {
            sum.add((reference[i] - current[i]) * Math.log(reference[i] / current[i]));
        }
        return sum.value();
    }

    /// Kullback-Leibler divergence: sum of r ln(r / c), both lists brought to the sum 1 first.
    ///
    /// @param reference shares from 0 on
    /// @param current shares above 0 wherever the reference is
    public static double kullbackLeibler(double[] reference, double[] current) {
        requireSameLength(reference, current);
        double referenceTotal = total(reference);
        double currentTotal = total(current);
        ExactSum sum = new ExactSum();
        for (int i = 0; i < reference.length; i++) {
            sum.add(relativeEntropy(reference[i] / referenceTotal, current[i] / currentTotal));
        }
        return sum.value();
    }

    /// Jensen-Shannon distance: the root of half the divergences from the mean of both lists, base e, both brought to
    /// the sum 1 first.
    public static double jensenShannon(double[] reference, double[] current) {
        requireSameLength(reference, current);
        double referenceTotal = total(reference);
        double currentTotal = total(current);
        ExactSum sum = new ExactSum();
        for (int i = 0; i < reference.length; i++) {
            double r = reference[i] / referenceTotal;
            double c = current[i] / currentTotal;
            double middle = (r + c) / 2;
            sum.add(relativeEntropy(r, middle));
            sum.add(relativeEntropy(c, middle));
        }
        return Math.clamp(Math.sqrt(Math.max(0, sum.value() / 2)), 0, LARGEST_JENSEN_SHANNON);
    }

    /// Total variation distance: half the sum of |r - c|.
    public static double totalVariation(double[] reference, double[] current) {
        requireSameLength(reference, current);
        ExactSum sum = new ExactSum();
        for (int i = 0; i < reference.length; i++) {
            sum.add(Math.abs(reference[i] - current[i]));
        }
        return Math.min(1, sum.value() / 2);
    }

    /// L-infinity distance: the largest |r - c|.
    public static double lInfinity(double[] reference, double[] current) {
        requireSameLength(reference, current);
        double largest = 0;
        for (int i = 0; i < reference.length; i++) {
            largest = Math.max(largest, Math.abs(reference[i] - current[i]));
        }
        return largest;
    }

    /// Hellinger distance: the root of 1 - sum of sqrt(r c).
    ///
    /// Computed as the root of half the sum of (sqrt(r) - sqrt(c))^2, which is the same for shares of sum 1 and keeps
    /// its digits where the lists are alike.
    public static double hellinger(double[] reference, double[] current) {
        requireSameLength(reference, current);
        ExactSum sum = new ExactSum();
        for (int i = 0; i < reference.length; i++) {
            double difference = Math.sqrt(reference[i]) - Math.sqrt(current[i]);
            sum.addProduct(difference, difference);
        }
        return Math.min(1, Math.sqrt(sum.value() / 2));
    }

    private static double relativeEntropy(double share, double other) {
        return share == 0 ? 0 : share * Math.log(share / other);
    }

    private static double total(double[] shares) {
        ExactSum sum = new ExactSum();
        for (double share : shares) {
            sum.add(share);
        }
        return sum.value();
    }

    private static void requireSameLength(double[] reference, double[] current) {
        if (reference.length != current.length) {
            throw new IllegalArgumentException("Found " + reference.length + " shares of the reference and "
                    + current.length + " current ones, expected as many.");
        }
    }
}
