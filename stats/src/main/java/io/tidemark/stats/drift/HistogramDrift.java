package io.tidemark.stats.drift;

import io.tidemark.stats.histogram.BinGroups;
import io.tidemark.stats.histogram.CategoryProfile;
import io.tidemark.stats.histogram.FeatureProfile;
import io.tidemark.stats.histogram.Histogram;
import io.tidemark.stats.histogram.NumericProfile;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;

/// All drift statistics of a feature, from counts in the bins of its profile: the robust mode.
///
/// Divergences and chi-square are taken over [BinGroups], missing and unseen among them; distances between
/// distribution functions over all bins of values, missing apart. PSI and Kullback-Leibler add half a row to each
/// count, so that an empty bin is no infinity. One outlier moves each statistic by no more than one row's share.
///
/// Defined for every input: a statistic without meaning (no rows on a side, one bin only) is absent from the report.
/// One instance serves one profile; a comparison takes a few microseconds.
public final class HistogramDrift {
    private final FeatureProfile profile;
    private final BinGroups groups;
    private final long[] reference;

    public HistogramDrift(FeatureProfile profile) {
        this.profile = profile;
        groups = BinGroups.of(profile.reference());
        reference = groups.sums(profile.reference());
    }

    /// The statistics of `current` against the profile.
    ///
    /// @param current counts over the bins of the profile
    public DriftReport compare(Histogram current) {
        Findings findings = new Findings();
        compareShares(groups.sums(current), findings);
        switch (profile) {
            case NumericProfile numeric -> compareValues(numeric, current, findings);
            case CategoryProfile ignored -> {}
        }
        return new DriftReport(profile.rows(), current.total(), findings.statistics, findings.pValues);
    }

    /// Groups that are not empty on both sides: the bins of the PSI law.
    public int groups(Histogram current) {
        return Shares.usedBins(reference, groups.sums(current)).length;
    }

    private void compareShares(long[] current, Findings findings) {
        long n = Shares.sum(reference);
        long m = Shares.sum(current);
        if (n == 0 || m == 0) {
            return;
        }
        Shares plain = Shares.of(reference, current);
        Shares smooth = Shares.smoothed(reference, current);
        double psi = Divergence.psi(smooth.reference(), smooth.current());
        findings.add(DriftStatistic.PSI, new TestResult(psi, PsiLaw.pValue(psi, n, m, plain.bins())));
        findings.add(DriftStatistic.KULLBACK_LEIBLER, Divergence.kullbackLeibler(smooth.reference(), smooth.current()));
        findings.add(DriftStatistic.JENSEN_SHANNON, Divergence.jensenShannon(plain.reference(), plain.current()));
        findings.add(DriftStatistic.TOTAL_VARIATION, Divergence.totalVariation(plain.reference(), plain.current()));
        findings.add(DriftStatistic.L_INFINITY, Divergence.lInfinity(plain.reference(), plain.current()));
        findings.add(DriftStatistic.HELLINGER, Divergence.hellinger(plain.reference(), plain.current()));
        ChiSquare.homogeneityWithRareBins(reference, current)
                .ifPresent(result -> findings.add(DriftStatistic.CHI_SQUARE, result));
    }

    private static void compareValues(NumericProfile profile, Histogram current, Findings findings) {
        long[] n = values(profile.reference());
        long[] m = values(current);
        KolmogorovSmirnov.test(n, m).ifPresent(result -> findings.add(DriftStatistic.KOLMOGOROV_SMIRNOV, result));
        CramerVonMises.test(n, m).ifPresent(result -> findings.add(DriftStatistic.CRAMER_VON_MISES, result));
        profile.summary()
                .ifPresent(training -> Wasserstein.distance(profile.bins(), training, n, m)
                        .ifPresent(distance -> {
                            findings.add(DriftStatistic.WASSERSTEIN, distance);
                            findings.add(
                                    DriftStatistic.WASSERSTEIN_NORMED,
                                    distance / Math.max(training.sd(), Wasserstein.SMALLEST_SD));
                        }));
    }

    private static long[] values(Histogram histogram) {
        return Arrays.copyOf(histogram.counts(), histogram.bins().values());
    }

    /// What has been found so far.
    private static final class Findings {
        private final Map<DriftStatistic, Double> statistics = new EnumMap<>(DriftStatistic.class);
        private final Map<DriftStatistic, Double> pValues = new EnumMap<>(DriftStatistic.class);

        void add(DriftStatistic statistic, double value) {
            statistics.put(statistic, value);
        }

        void add(DriftStatistic statistic, TestResult result) {
            statistics.put(statistic, result.statistic());
            pValues.put(statistic, result.pValue());
        }
    }
}
