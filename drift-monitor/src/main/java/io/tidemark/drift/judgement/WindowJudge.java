package io.tidemark.drift.judgement;

import io.tidemark.drift.reference.Subject;
import io.tidemark.model.manifest.MonitorsSpec.DriftSpec;
import io.tidemark.stats.alarm.DriftEvidence;
import io.tidemark.stats.alarm.DriftScan;
import io.tidemark.stats.alarm.EffectSize;
import io.tidemark.stats.alarm.FalseAlarmBudget;
import io.tidemark.stats.drift.DriftReport;
import io.tidemark.stats.drift.DriftStatistic;
import io.tidemark.stats.drift.HistogramDrift;
import io.tidemark.stats.drift.PsiLaw;
import io.tidemark.stats.histogram.FeatureProfile;
import io.tidemark.stats.histogram.Histogram;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/// Compares one subject's windows with its profile.
///
/// A subject has drifted when a statistic exceeds both the size that matters (manifest) and the size that chance alone
/// would exceed too often. A fifth of the false-alarm budget is for [QualityJudge]. Half of the rest goes to the
/// windows as they are, split over all their tests of a round: subjects, windows and the two statistics; a round takes
/// place once per pane. The other half goes to the moments within the longest window, split over the subjects:
/// [DriftScan] finds a drift long before it fills a window.
public final class WindowJudge {
    private static final Duration WEEK = Duration.ofDays(7);
    private static final int STATISTICS = 2;

    private final Subject subject;
    private final FeatureProfile profile;
    private final HistogramDrift drift;
    private final DriftSpec spec;
    private final double alpha;
    private final double changeThreshold;

    /// @param subjects subjects of a round, this one included
    public WindowJudge(Subject subject, FeatureProfile profile, DriftSpec spec, int subjects) {
        this.subject = subject;
        this.profile = profile;
        this.drift = new HistogramDrift(profile);
        this.spec = spec;
        FalseAlarmBudget half = new FalseAlarmBudget(spec.falseAlarmsPerWeek(), WEEK)
                .part(1 - QualityJudge.BUDGET_SHARE)
                .part(0.5);
        this.alpha =
                Math.min(0.5, half.alpha(spec.pane(), subjects * spec.windows().size() * STATISTICS));
        this.changeThreshold = -Math.log(Math.min(0.5, half.alpha(spec.pane(), subjects)));
    }

    /// The scan of a subject's panes, over the longest window.
    static DriftScan newScan(FeatureProfile profile, DriftSpec spec) {
        return new DriftScan(
                profile,
                new EffectSize(spec.psi(), spec.ks()),
                spec.pane().toMillis(),
                spec.longestWindow().toMillis());
    }

    /// Judges the counts of a window.
    public Finding judge(Window window, Histogram counts) {
        return judge(window, counts, Optional.empty());
    }

    /// Judges the counts of a window, and the moments in it.
    Finding judge(Window window, Histogram counts, DriftScan scan) {
        return judge(window, counts, scan.read());
    }

    private Finding judge(Window window, Histogram counts, Optional<DriftEvidence> change) {
        long rows = counts.total();
        if (rows < spec.minRows() || profile.rows() == 0) {
            DriftReport nothing = new DriftReport(profile.rows(), rows, Map.of(), Map.of());
            return finding(window, counts, false, nothing, Map.of());
        }
        DriftReport report = drift.compare(counts);
        Map<DriftStatistic, Double> thresholds = thresholds(counts);
        if (change.isEmpty()) {
            return finding(window, counts, true, report, thresholds);
        }
        if (change.get().matters()) {
            thresholds.put(DriftStatistic.CHANGE, changeThreshold);
        }
        return finding(window, counts, true, with(report, change.get()), thresholds);
    }

    private static DriftReport with(DriftReport report, DriftEvidence change) {
        Map<DriftStatistic, Double> statistics = new EnumMap<>(report.statistics());
        statistics.put(DriftStatistic.CHANGE, change.logEvidence());
        return new DriftReport(report.referenceRows(), report.currentRows(), statistics, report.pValues());
    }

    private Finding finding(
            Window window,
            Histogram counts,
            boolean judged,
            DriftReport report,
            Map<DriftStatistic, Double> thresholds) {
        boolean drifted = thresholds.entrySet().stream()
                .anyMatch(limit -> report.statistic(limit.getKey()).orElse(0) >= limit.getValue());
        return new Finding(
                subject,
                window,
                counts.total(),
                counts.missing(),
                counts.unseen(),
                judged,
                report,
                thresholds,
                drifted);
    }

    private Map<DriftStatistic, Double> thresholds(Histogram counts) {
        Map<DriftStatistic, Double> thresholds = new EnumMap<>(DriftStatistic.class);
        double byChance = PsiLaw.threshold(alpha, profile.rows(), counts.total(), drift.groups(counts));
        thresholds.put(DriftStatistic.PSI, Math.max(spec.psi(), byChance));
        long reference = profile.reference().present();
        if (reference > 0 && counts.present() > 0) {
            thresholds.put(
                    DriftStatistic.KOLMOGOROV_SMIRNOV, Math.max(spec.ks(), ksByChance(reference, counts.present())));
        }
        return thresholds;
    }

    /// The distance that is exceeded with probability `alpha` at most without drift: the Dvoretzky-Kiefer-Wolfowitz
    /// inequality for two samples (F. Wei, R. Dudley, 2012), with ties or without.
    private double ksByChance(long n, long m) {
        return Math.sqrt(Math.log(2 / alpha) / 2 * (1.0 / n + 1.0 / m));
    }
}
