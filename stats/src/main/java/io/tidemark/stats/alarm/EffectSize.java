package io.tidemark.stats.alarm;

import java.util.Optional;
import org.apache.commons.statistics.distribution.NormalDistribution;

/// How large a drift must be to matter, in the terms of each kind of drift.
///
/// A normal feature that moves by d standard deviations has the PSI d^2 and the Kolmogorov-Smirnov distance 2 Phi(d /
/// 2) - 1: with the defaults 0.1 and 0.1 these are 0.32 and 0.25 standard deviations, of which the smaller counts.
///
/// @param psi smallest population stability index that matters, 0 or more
/// @param ks smallest Kolmogorov-Smirnov distance that matters, 0 to 1
public record EffectSize(double psi, double ks) {
    /// Shifts beyond that are found in a few rows by any smaller alternative.
    static final double LARGEST_SHIFT = 3;

    /// Smaller ones take more rows than a profile has.
    private static final double SMALLEST_SHIFT = 0.05;

    /// A share changes by this factor at most.
    private static final double FARTHEST = 100;

    private static final int BISECTIONS = 60;

    public EffectSize {
        if (!(psi >= 0 && ks >= 0 && ks <= 1)) {
            throw new IllegalArgumentException(
                    "Found a PSI of " + psi + " and a distance of " + ks + ", expected 0 or more and 0 to 1.");
        }
    }

    /// The smallest shift that matters, standard deviations.
    double shift() {
        double byDistance =
                ks == 1 ? LARGEST_SHIFT : 2 * NormalDistribution.of(0, 1).inverseCumulativeProbability((1 + ks) / 2);
        return Math.clamp(Math.min(Math.sqrt(psi), byDistance), SMALLEST_SHIFT, LARGEST_SHIFT);
    }

    /// The factor by which the spread of a normal feature widens when its PSI is the smallest that matters: s^2 +
    /// 1/s^2 = 2 + 2 psi.
    double spread() {
        double sum = 1 + leastPsi();
        return Math.sqrt(sum + Math.sqrt(sum * sum - 1));
    }

    /// What a share rises to when the PSI of having it against not having it is the smallest that matters; never to
    /// all.
    ///
    /// @param share above 0 and below 1
    double risenShare(double share) {
        return bisect(share, share, 1 - (1 - share) / FARTHEST);
    }

    /// What a share falls to; empty when even its end would not matter enough to tell.
    ///
    /// @param share above 0 and below 1
    Optional<Double> fallenShare(double share) {
        double least = share / FARTHEST;
        return shareIndex(share, least) < leastPsi() ? Optional.empty() : Optional.of(bisect(share, share, least));
    }

    private double bisect(double share, double near, double far) {
        double inside = near;
        double outside = far;
        for (int i = 0; i < BISECTIONS; i++) {
            double middle = (inside + outside) / 2;
            if (shareIndex(share, middle) < leastPsi()) {
                inside = middle;
            } else {
                outside = middle;
            }
        }
        return (inside + outside) / 2;
    }

    private static double shareIndex(double before, double after) {
        return (after - before) * (Math.log(after / before) - Math.log((1 - after) / (1 - before)));
    }

    private double leastPsi() {
        return Math.max(psi, SMALLEST_SHIFT * SMALLEST_SHIFT);
    }
}
