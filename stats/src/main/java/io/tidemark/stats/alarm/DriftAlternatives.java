package io.tidemark.stats.alarm;

import io.tidemark.stats.histogram.BinGroups;
import io.tidemark.stats.histogram.CategoryBins;
import io.tidemark.stats.histogram.CategoryProfile;
import io.tidemark.stats.histogram.FeatureProfile;
import io.tidemark.stats.histogram.Histogram;
import io.tidemark.stats.histogram.NumericProfile;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.statistics.distribution.NormalDistribution;

/// The ways in which a feature may drift, each as the log likelihood ratio of a row in a bin: drifted against not.
///
/// A number, on the scale where its profile is the standard normal law (so whatever its distribution): the mean moves
/// up or down by the smallest shift that matters, twice and four times that; the spread widens or narrows; or its
/// missing share rises or falls. A category: the share of a group rises or falls, unseen and missing among the groups.
/// Every ratio has the expectation 1 over the profile.
final class DriftAlternatives {
    private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);
    private static final double[] SHIFTS = {1, 2, 4};

    /// Beyond that one row's evidence is cut: a bin that is next to impossible under an alternative says "not so"
    /// loudly enough.
    private static final double LEAST_RATIO = 1e-6;

    /// Standard errors that a group's share in the profile is taken to be off, against the alarm: with few or no rows
    /// of a group in the reference nobody knows whether it is rare or very rare.
    private static final double SHARE_ERRORS = 2;

    private final List<Alternative> alternatives = new ArrayList<>();

    /// One way to drift.
    static final class Alternative {
        private final double[] logRatios;
        private final double mean;
        private final double variance;
        private final int smallest;

        private Alternative(double[] logRatios, double mean, double variance, int smallest) {
            this.logRatios = logRatios;
            this.mean = mean;
            this.variance = variance;
            this.smallest = smallest;
        }

        /// Log likelihood ratio of a row in a bin.
        double logRatio(int bin) {
            return logRatios[bin];
        }

        /// Mean of a log ratio when the feature has drifted in just this way, above 0.
        double mean() {
            return mean;
        }

        /// Variance of a log ratio then.
        double variance() {
            return variance;
        }

        /// Index of the alternative that is the smallest one of this kind.
        int smallest() {
            return smallest;
        }
    }

    private DriftAlternatives() {}

    static List<Alternative> of(FeatureProfile profile, EffectSize effect) {
        DriftAlternatives all = new DriftAlternatives();
        switch (profile) {
            case NumericProfile numeric -> all.addNumber(numeric, effect);
            case CategoryProfile category -> all.addCategory(category, effect);
        }
        return List.copyOf(all.alternatives);
    }

    private void addNumber(NumericProfile profile, EffectSize effect) {
        Histogram reference = profile.reference();
        if (reference.present() > 0 && profile.bins().values() > 1) {
            double[] ends = normalEnds(reference, profile.bins().values());
            for (int sign = -1; sign <= 1; sign += 2) {
                int smallest = alternatives.size();
                for (double times : SHIFTS) {
                    if (times == 1 || times * effect.shift() <= EffectSize.LARGEST_SHIFT) {
                        addNormal(reference, ends, NormalDistribution.of(sign * times * effect.shift(), 1), smallest);
                    }
                }
            }
            addNormal(reference, ends, NormalDistribution.of(0, effect.spread()), alternatives.size());
            addNormal(reference, ends, NormalDistribution.of(0, 1 / effect.spread()), alternatives.size());
        }
        boolean[] missing = new boolean[reference.bins().count()];
        missing[reference.bins().missing()] = true;
        addRise(reference, missing, effect);
        addFall(reference, missing, effect);
    }

    private void addCategory(CategoryProfile profile, EffectSize effect) {
        CategoryBins bins = profile.bins();
        BinGroups groups = BinGroups.of(profile.reference());
        for (int group = 0; group < groups.count(); group++) {
            boolean[] members = new boolean[bins.count()];
            for (int bin = 0; bin < members.length; bin++) {
                members[bin] = groups.groupOf(bin) == group;
            }
            addRise(profile.reference(), members, effect);
            addFall(profile.reference(), members, effect);
        }
    }

    /// Upper ends of the bins of values on the normal scale; half a row is added to each, so that none is empty.
    private static double[] normalEnds(Histogram reference, int values) {
        double[] ends = new double[values];
        double rows = reference.present() + 0.5 * values;
        double below = 0;
        for (int bin = 0; bin < values; bin++) {
            below += reference.count(bin) + 0.5;
            ends[bin] = bin == values - 1
                    ? Double.POSITIVE_INFINITY
                    : NORMAL.inverseCumulativeProbability(Math.min(1, below / rows));
        }
        return ends;
    }

    private void addNormal(Histogram reference, double[] ends, NormalDistribution drifted, int smallest) {
        double[] before = new double[ends.length];
        double[] after = new double[ends.length];
        double from = Double.NEGATIVE_INFINITY;
        for (int bin = 0; bin < ends.length; bin++) {
            before[bin] = NORMAL.probability(from, ends[bin]);
            after[bin] = drifted.probability(from, ends[bin]);
            from = ends[bin];
        }
        double[] logRatios = new double[reference.bins().count()];
        double mean = 0;
        double square = 0;
        for (int bin = 0; bin < ends.length; bin++) {
            logRatios[bin] = Math.log(Math.max(after[bin] / before[bin], LEAST_RATIO));
            mean += after[bin] * logRatios[bin];
            square += after[bin] * logRatios[bin] * logRatios[bin];
        }
        // Missing rows say nothing about the values of the others.
        alternatives.add(new Alternative(logRatios, mean, square - mean * mean, smallest));
    }

    private void addRise(Histogram reference, boolean[] members, EffectSize effect) {
        double share = Math.min(1, share(reference, members) + error(reference, members));
        if (share < 1) {
            addShares(reference, members, share, effect.risenShare(share));
        }
    }

    private void addFall(Histogram reference, boolean[] members, EffectSize effect) {
        double share = share(reference, members) - error(reference, members);
        if (share > 0) {
            effect.fallenShare(share).ifPresent(fallen -> addShares(reference, members, share, fallen));
        }
    }

    private void addShares(Histogram reference, boolean[] members, double before, double after) {
        double in = Math.log(after / before);
        double out = Math.log((1 - after) / (1 - before));
        double[] logRatios = new double[reference.bins().count()];
        for (int bin = 0; bin < logRatios.length; bin++) {
            logRatios[bin] = members[bin] ? in : out;
        }
        double mean = after * in + (1 - after) * out;
        double variance = after * (1 - after) * (in - out) * (in - out);
        alternatives.add(new Alternative(logRatios, mean, variance, alternatives.size()));
    }

    private static double share(Histogram reference, boolean[] members) {
        double rows = 0;
        for (int bin = 0; bin < members.length; bin++) {
            rows += members[bin] ? reference.count(bin) : 0;
        }
        return rows / Math.max(1, reference.total());
    }

    /// The error of a share by Wilson: about 4 rows where there were none.
    private static double error(Histogram reference, boolean[] members) {
        double n = Math.max(1, reference.total());
        double share = share(reference, members);
        double z2 = SHARE_ERRORS * SHARE_ERRORS;
        return (z2 / 2 + SHARE_ERRORS * Math.sqrt(n * share * (1 - share) + z2 / 4)) / (n + z2);
    }
}
