package io.tidemark.drift.judgement;

import io.tidemark.drift.counting.Latency;
import io.tidemark.drift.counting.SubjectCounts;
import io.tidemark.drift.reference.Reference;
import io.tidemark.drift.reference.Subject;
import io.tidemark.event.Severity;
import io.tidemark.model.manifest.QualitySpec;
import io.tidemark.model.profile.ProfileDetails.Pair;
import io.tidemark.stats.alarm.FalseAlarmBudget;
import io.tidemark.stats.drift.CorrelationChange;
import io.tidemark.stats.drift.DriftStatistic;
import io.tidemark.stats.drift.ShareTest;
import io.tidemark.stats.histogram.CategoryProfile;
import io.tidemark.stats.histogram.FeatureProfile;
import io.tidemark.stats.histogram.Histogram;
import io.tidemark.stats.histogram.LiveSums;
import io.tidemark.stats.histogram.NumericProfile;
import io.tidemark.stats.histogram.NumericSummary;
import io.tidemark.stats.histogram.PairSums;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.apache.commons.numbers.gamma.RegularizedGamma;

/// Checks the data of one version: shares that rose, ranges that were left, pairs that came apart, answers that are all
/// alike. Each finding needs an effect that matters (manifest) and that chance alone cannot explain: a fifth of the
/// false-alarm budget is split over all checks of a round.
final class QualityJudge {
    /// Part of the false-alarm budget that is for these checks.
    static final double BUDGET_SHARE = 0.2;

    private static final Duration WEEK = Duration.ofDays(7);
    private static final int CHECKS_PER_FEATURE = 4;

    /// Answers out of range, answers all alike, labels, errors, dead letters.
    private static final int OTHER_CHECKS = 5;

    /// From this share on one class is all that is answered.
    private static final double ONE_CLASS = 0.99;

    /// The smallest and the largest training value: they are the range, and count as outside of it in the test.
    private static final int RANGE_ENDS = 2;

    private final Reference reference;
    private final QualitySpec spec;
    private final double alpha;

    QualityJudge(Reference reference) {
        this.reference = reference;
        this.spec = reference.soundness().quality();
        this.alpha = alpha(reference);
    }

    /// The probability by chance that each single test of a round may have.
    static double alpha(Reference reference) {
        int tests = checks(reference) * reference.drift().windows().size();
        return Math.min(0.5, budget(reference).alpha(reference.drift().pane(), tests));
    }

    /// The part of the budget that one check of one subject has, over all windows.
    static FalseAlarmBudget budgetOfOne(Reference reference) {
        return budget(reference).part(1.0 / checks(reference));
    }

    private static FalseAlarmBudget budget(Reference reference) {
        return new FalseAlarmBudget(reference.drift().falseAlarmsPerWeek(), WEEK).part(BUDGET_SHARE);
    }

    private static int checks(Reference reference) {
        return reference.features().size() * CHECKS_PER_FEATURE
                + reference.pairs().size()
                + OTHER_CHECKS;
    }

    /// Findings about a feature or the answers; none with too few rows.
    List<QualityFinding> judge(Subject subject, Window window, SubjectCounts counts) {
        List<QualityFinding> found = new ArrayList<>();
        Histogram histogram = counts.histogram();
        FeatureProfile profile = counts.profile();
        if (histogram.total() < reference.drift().minRows() || profile.rows() == 0) {
            return found;
        }
        Rise rises = new Rise(subject.shown(), window, found);
        long rows = histogram.total();
        Histogram before = profile.reference();
        rises.judge(
                QualityCheck.MISSING_VALUES,
                spec.missing(),
                before.missing(),
                before.total(),
                histogram.missing(),
                rows);
        if (profile instanceof CategoryProfile) {
            rises.judge(
                    QualityCheck.UNSEEN_CATEGORIES,
                    spec.unseen(),
                    before.unseen(),
                    before.total(),
                    histogram.unseen(),
                    rows);
        }
        counts.sums().filter(sums -> sums.count() > 0).ifPresent(sums -> judgeNumbers(subject, before, sums, rises));
        if (subject instanceof Subject.Answers && spec.spread() > 0) {
            judgeSpread(window, counts, found);
        }
        return found;
    }

    private void judgeNumbers(Subject subject, Histogram before, LiveSums sums, Rise rises) {
        long outside = sums.range().below() + sums.range().above();
        rises.judge(
                QualityCheck.OUT_OF_RANGE,
                spec.outOfRange(),
                Math.min(RANGE_ENDS, before.present()),
                before.present(),
                outside,
                sums.count());
        if (subject instanceof Subject.Feature) {
            rises.judge(
                    QualityCheck.OUTLIERS,
                    spec.outliers(),
                    outliers(subject, before),
                    before.present(),
                    sums.range().outliers(),
                    sums.count());
        }
    }

    /// Outliers among the training rows. Where a bundle does not say, at most as many as lie in the outer bins.
    private long outliers(Subject subject, Histogram before) {
        List<Long> known = reference.profile().details().outliers();
        int index = reference.subjects().indexOf(subject);
        if (index >= 0 && index < known.size()) {
            return Math.min(known.get(index), before.present());
        }
        int last = before.bins().values() - 1;
        return last == 0 ? before.count(0) : before.count(0) + before.count(last);
    }

    private void judgeSpread(Window window, SubjectCounts counts, List<QualityFinding> found) {
        if (!QualityCheck.CONSTANT_PREDICTIONS.isWanted(spec)) {
            return;
        }
        switch (counts.profile()) {
            case NumericProfile numeric ->
                numeric.summary()
                        .filter(training -> training.sd() > 0)
                        .ifPresent(training -> counts.sums()
                                .filter(sums ->
                                        sums.count() >= reference.drift().minRows())
                                .ifPresent(sums -> found.add(spread(window, training, sums))));
            case CategoryProfile classes -> found.add(largestClass(window, classes.reference(), counts.histogram()));
        }
    }

    /// A sum of squares over the reference's variance has a chi-square law.
    private QualityFinding spread(Window window, NumericSummary training, LiveSums sums) {
        double ratio = sums.sd().orElse(0) / training.sd();
        double freedom = Math.max(1, sums.count() - 1);
        double pValue = RegularizedGamma.P.value(freedom / 2, freedom * ratio * ratio / 2);
        boolean breached = ratio < spec.spread() && pValue <= alpha;
        return new QualityFinding(
                QualityCheck.CONSTANT_PREDICTIONS,
                "prediction",
                window,
                sums.count(),
                ratio,
                OptionalDouble.of(1),
                spec.spread(),
                OptionalDouble.of(pValue),
                training.count(),
                breached,
                breached ? Severity.HIGH : Severity.LOW);
    }

    private QualityFinding largestClass(Window window, Histogram before, Histogram now) {
        int largest = 0;
        for (int bin = 1; bin < now.bins().values(); bin++) {
            largest = now.count(bin) > now.count(largest) ? bin : largest;
        }
        double share = now.present() == 0 ? 0 : (double) now.count(largest) / now.present();
        double pValue =
                ShareTest.riseByChance(before.count(largest), before.present(), now.count(largest), now.present());
        boolean breached = share >= ONE_CLASS && pValue <= alpha;
        return new QualityFinding(
                QualityCheck.CONSTANT_PREDICTIONS,
                "prediction",
                window,
                now.present(),
                share,
                OptionalDouble.of(before.present() == 0 ? 0 : (double) before.count(largest) / before.present()),
                ONE_CLASS,
                OptionalDouble.of(pValue),
                before.present(),
                breached,
                breached ? Severity.HIGH : Severity.LOW);
    }

    /// How a pair of features goes together; none where either side has no correlation, or too few rows.
    List<QualityFinding> judge(Pair pair, Window window, PairSums sums) {
        OptionalDouble before = pair.reference().correlation();
        OptionalDouble now = sums.correlation();
        if (!QualityCheck.CORRELATION.isWanted(spec)
                || before.isEmpty()
                || now.isEmpty()
                || sums.rows() < reference.drift().minRows()) {
            return List.of();
        }
        double change = Math.abs(now.getAsDouble() - before.getAsDouble());
        double pValue = CorrelationChange.byChance(
                before.getAsDouble(), pair.reference().rows(), now.getAsDouble(), sums.rows());
        boolean breached = change >= spec.correlation() && pValue <= alpha;
        String subject = reference.features().get(pair.left()).name() + " ~ "
                + reference.features().get(pair.right()).name();
        return List.of(new QualityFinding(
                QualityCheck.CORRELATION,
                subject,
                window,
                sums.rows(),
                now.getAsDouble(),
                before,
                spec.correlation(),
                OptionalDouble.of(pValue),
                pair.reference().rows(),
                breached,
                breached && change >= 2 * spec.correlation() ? Severity.MEDIUM : Severity.LOW));
    }

    /// Labels against those of training, by the finding of their distribution.
    List<QualityFinding> labels(Finding finding) {
        if (!QualityCheck.LABEL_SHIFT.isWanted(spec) || !finding.judged()) {
            return List.of();
        }
        double limit = finding.thresholds()
                .getOrDefault(DriftStatistic.PSI, reference.drift().psi());
        Double pValue = finding.report().pValues().get(DriftStatistic.PSI);
        return List.of(new QualityFinding(
                QualityCheck.LABEL_SHIFT,
                finding.subject().shown(),
                finding.window(),
                finding.rows(),
                finding.psi(),
                OptionalDouble.empty(),
                limit,
                pValue == null ? OptionalDouble.empty() : OptionalDouble.of(pValue),
                finding.report().referenceRows(),
                finding.drifted(),
                finding.drifted() && finding.psi() >= 2 * limit ? Severity.MEDIUM : Severity.LOW));
    }

    /// The 99th percentile of latency against the manifest's limit; none without a limit.
    List<QualityFinding> latency(Window window, Histogram latencies) {
        OptionalDouble p99 = Latency.quantileMs(latencies, 0.99);
        if (!QualityCheck.LATENCY.isWanted(spec)
                || spec.latencyP99Ms().isEmpty()
                || p99.isEmpty()
                || latencies.present() < reference.drift().minRows()) {
            return List.of();
        }
        double limit = spec.latencyP99Ms().get();
        boolean breached = p99.getAsDouble() > limit;
        return List.of(new QualityFinding(
                QualityCheck.LATENCY,
                "latency",
                window,
                latencies.present(),
                p99.getAsDouble(),
                OptionalDouble.empty(),
                limit,
                OptionalDouble.empty(),
                0,
                breached,
                breached && p99.getAsDouble() > 2 * limit ? Severity.HIGH : Severity.MEDIUM));
    }

    /// Judges whether shares have risen.
    private final class Rise {
        private static final double HALF = 0.5;
        private static final double FIFTH = 0.2;

        private final String subject;
        private final Window window;
        private final List<QualityFinding> found;

        Rise(String subject, Window window, List<QualityFinding> found) {
            this.subject = subject;
            this.window = window;
            this.found = found;
        }

        /// @param effect smallest rise that matters
        void judge(QualityCheck check, double effect, long beforeHits, long beforeRows, long hits, long rows) {
            if (!check.isWanted(spec) || rows == 0 || beforeRows == 0) {
                return;
            }
            double before = (double) beforeHits / beforeRows;
            double share = (double) hits / rows;
            double rise = share - before;
            double pValue = ShareTest.riseByChance(beforeHits, beforeRows, hits, rows);
            boolean breached = hits > 0 && rise >= effect && pValue <= alpha;
            found.add(new QualityFinding(
                    check,
                    subject,
                    window,
                    rows,
                    share,
                    OptionalDouble.of(before),
                    before + effect,
                    OptionalDouble.of(pValue),
                    beforeRows,
                    breached,
                    breached ? severity(rise) : Severity.LOW));
        }

        private static Severity severity(double rise) {
            return rise >= HALF ? Severity.HIGH : rise >= FIFTH ? Severity.MEDIUM : Severity.LOW;
        }
    }
}
