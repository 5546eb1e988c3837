package io.tidemark.stats.drift;

import io.tidemark.stats.histogram.CategoryProfile;
import io.tidemark.stats.histogram.FeatureProfile;
import io.tidemark.stats.histogram.Histogram;
import io.tidemark.stats.histogram.NumericProfile;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/// All drift statistics of a column of two files: the robust mode with both samples at hand.
///
/// Divergences and chi-square are those of [HistogramDrift] over a profile of the reference. The distances between
/// distribution functions are exact: Kolmogorov-Smirnov and Wasserstein are SciPy's, Cramer-von Mises is the form
/// that holds with ties ([CramerVonMises#tied]), equal to SciPy's without them above 20 rows. A statistic without
/// meaning is absent.
public final class SampleDrift {
    private SampleDrift() {}

    /// The statistics of a numeric column. NaN and infinities are missing, which is a bin of its own for divergences.
    public static DriftReport numbers(double[] reference, double[] current) {
        DriftReport binned = binned(NumericProfile.of(reference), current);
        Map<DriftStatistic, Double> statistics = new EnumMap<>(DriftStatistic.class);
        Map<DriftStatistic, Double> pValues = new EnumMap<>(DriftStatistic.class);
        statistics.putAll(binned.statistics());
        pValues.putAll(binned.pValues());
        put(DriftStatistic.KOLMOGOROV_SMIRNOV, KolmogorovSmirnov.test(reference, current), statistics, pValues);
        put(DriftStatistic.CRAMER_VON_MISES, CramerVonMises.tied(reference, current), statistics, pValues);
        Wasserstein.distance(reference, current)
                .ifPresent(distance -> statistics.put(DriftStatistic.WASSERSTEIN, distance));
        Wasserstein.normed(reference, current)
                .ifPresent(distance -> statistics.put(DriftStatistic.WASSERSTEIN_NORMED, distance));
        return new DriftReport(binned.referenceRows(), binned.currentRows(), statistics, pValues);
    }

    /// The statistics of a categorical column.
    ///
    /// @param categories number of known categories
    /// @param reference codes from 0 on; NaN is missing, -1 unseen
    /// @param current codes from 0 on; NaN is missing, -1 unseen
    public static DriftReport categories(int categories, double[] reference, double[] current) {
        return binned(CategoryProfile.of(categories, reference), current);
    }

    private static DriftReport binned(FeatureProfile profile, double[] current) {
        return new HistogramDrift(profile).compare(Histogram.of(profile.bins(), current));
    }

    private static void put(
            DriftStatistic statistic,
            Optional<TestResult> result,
            Map<DriftStatistic, Double> statistics,
            Map<DriftStatistic, Double> pValues) {
        result.ifPresent(found -> {
            statistics.put(statistic, found.statistic());
            pValues.put(statistic, found.pValue());
        });
    }
}
