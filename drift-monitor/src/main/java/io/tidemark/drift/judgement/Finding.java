package io.tidemark.drift.judgement;

import io.tidemark.drift.reference.Subject;
import io.tidemark.stats.drift.DriftReport;
import io.tidemark.stats.drift.DriftStatistic;
import java.util.Map;
import java.util.Optional;

/// One subject over one window, compared.
///
/// @param rows rows in the window
/// @param missing of these, how many had no value
/// @param unseen of these, how many had a category that training never saw
/// @param judged true when there were enough rows to judge
/// @param report the statistics; without any when the window was not judged
/// @param thresholds limits in force, by statistic
/// @param drifted true when a statistic exceeds its limit
public record Finding(
        Subject subject,
        Window window,
        long rows,
        long missing,
        long unseen,
        boolean judged,
        DriftReport report,
        Map<DriftStatistic, Double> thresholds,
        boolean drifted) {
    public Finding {
        thresholds = Map.copyOf(thresholds);
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
