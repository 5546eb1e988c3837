package io.tidemark.drift.judgement;

import io.tidemark.drift.reference.Subject;
import io.tidemark.stats.drift.DriftReport;
import io.tidemark.stats.drift.DriftStatistic;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/// One subject over one window, compared.
///
/// @param rows rows in the window
/// @param missing of these, how many had no value
/// @param unseen of these, how many had a category that training never saw
/// @param judged true when there were enough rows to judge
/// @param report the statistics; without any when the window was not judged
/// @param thresholds limits in force, by statistic
/// @param drifted true when a statistic exceeds its limit
/// @param portrait what the window looks like
public record Finding(
        Subject subject,
        Window window,
        long rows,
        long missing,
        long unseen,
        boolean judged,
        DriftReport report,
        Map<DriftStatistic, Double> thresholds,
        boolean drifted,
        Portrait portrait) {
    public Finding {
        thresholds = Map.copyOf(thresholds);
    }

    /// A finding without portrait.
    public Finding(
            Subject subject,
            Window window,
            long rows,
            long missing,
            long unseen,
            boolean judged,
            DriftReport report,
            Map<DriftStatistic, Double> thresholds,
            boolean drifted) {
        this(subject, window, rows, missing, unseen, judged, report, thresholds, drifted, Portrait.NONE);
    }

    /// What a window looks like, judged or not.
    ///
    /// @param figures mean, spread, quantiles, shares, by name
    /// @param histogram reference and window in a few bins
    /// @param importance share of the feature in the model's quality, 0 to 1; empty: not known
    /// @param weight what its drift counts for: 1 on average over the features
    public record Portrait(
            Map<String, Double> figures, SmallHistogram histogram, OptionalDouble importance, double weight) {
        /// Nothing is known.
        public static final Portrait NONE = new Portrait(Map.of(), SmallHistogram.NONE, OptionalDouble.empty(), 1);
    }

    /// The same finding with a portrait.
    Finding with(Portrait other) {
        return new Finding(subject, window, rows, missing, unseen, judged, report, thresholds, drifted, other);
    }

    /// Population stability index, times what the feature counts for.
    public double weightedPsi() {
        return psi() * portrait.weight();
    }

    /// Population stability index; 0 when it is not defined.
    public double psi() {
        return report.statistic(DriftStatistic.PSI).orElse(0);
    }

    /// The evidence of a change within the window, when it exceeds its limit.
    Optional<Above> changeAbove() {
        Double limit = thresholds.get(DriftStatistic.CHANGE);
        double found = report.statistic(DriftStatistic.CHANGE).orElse(0);
        return limit == null || found < limit ? Optional.empty() : Optional.of(new Above(found, limit));
    }

    /// A statistic beyond its limit.
    record Above(double found, double limit) {}
}
