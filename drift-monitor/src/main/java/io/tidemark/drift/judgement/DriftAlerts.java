package io.tidemark.drift.judgement;

import io.tidemark.drift.reference.VersionKey;
import io.tidemark.event.Alert;
import io.tidemark.event.Evidence;
import io.tidemark.event.Severity;
import io.tidemark.model.manifest.MonitorsSpec.DriftSpec;
import io.tidemark.stats.drift.DriftStatistic;
import io.tidemark.streamkit.alert.AlertRules;
import io.tidemark.streamkit.alert.AlertStep;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What alerts say.
public final class DriftAlerts {
    /// Kind of the alert about distributions.
    public static final String DRIFT = "drift";

    /// Kind of the alert about a version that cannot be compared.
    public static final String NO_REFERENCE = "no-reference";

    private static final int MOST_EVIDENCE = 20;
    private static final int NAMED_SUBJECTS = 5;
    private static final String RUNBOOK = "runbook.md#drift";

    private DriftAlerts() {}

    /// When the alert about distributions opens and resolves: nothing opens before the shortest window was full once,
    /// nor sooner than its length after the last episode.
    public static AlertRules rules(DriftSpec spec) {
        return new AlertRules(spec.confirmations(), spec.shortestWindow(), spec.shortestWindow());
    }

    /// The version drifts, or no longer does.
    ///
    /// @param segments category features whose values are told apart
    /// @param related checks that say the same, or are open because of it
    /// @param now wall clock
    public static Alert drift(
            AlertStep step,
            VersionKey version,
            Findings findings,
            List<String> segments,
            List<QualityCheck> related,
            Instant now) {
        String checks = related.stream().map(QualityCheck::kind).collect(Collectors.joining(", "));
        return switch (step.status()) {
            case OPEN, ESCALATED -> {
                Alert alert = breached(step, version, findings, segments, now);
                yield checks.isEmpty()
                        ? alert
                        : Alert.newBuilder(alert)
                                .setMessage(
                                        alert.getMessage() + " Checks of the data that say the same: " + checks + ".")
                                .build();
            }
            case RESOLVED ->
                withWindow(step.toAlert(version.model(), DRIFT, now), findings)
                        .setVersion(version.version())
                        .setTitle(version + ": distributed as in its reference again")
                        .setMessage("No feature exceeds its limits over any window any more."
                                + (checks.isEmpty() ? "" : " Still open: " + checks + "."))
                        .setRunbook(RUNBOOK)
                        .build();
        };
    }

    /// The version has drifted, and no longer answers.
    public static Alert noLongerAnswers(AlertStep step, VersionKey version, int other, Instant now) {
        return step.toAlert(version.model(), DRIFT, now)
                .setVersion(version.version())
                .setTitle(version + ": no longer answers")
                .setMessage("Version " + other + " answers instead; what version " + version.version()
                        + " was given last is no longer of interest.")
                .setRunbook(RUNBOOK)
                .build();
    }

    /// The version has drifted, and nobody asks it any more.
    ///
    /// @param last when requests came last
    public static Alert silent(AlertStep step, VersionKey version, Instant last, Instant now) {
        return step.toAlert(version.model(), DRIFT, now)
                .setVersion(version.version())
                .setTitle(version + ": no requests to compare any more")
                .setMessage(QualityAlerts.ofSilence(last))
                .setRunbook(RUNBOOK)
                .build();
    }

    /// The version cannot be compared, or can be again.
    public static Alert noReference(AlertStep step, VersionKey version, String why, Instant now) {
        Alert.Builder alert = step.toAlert(version.model(), NO_REFERENCE, now)
                .setVersion(version.version())
                .setRunbook("runbook.md#no-reference");
        return switch (step.status()) {
            case OPEN, ESCALATED ->
                alert.setTitle(version + ": drift cannot be watched")
                        .setMessage("The version answers, but its bundle gives no reference: " + why
                                + " Its rows are counted, not compared.")
                        .setAdvice("Bring the registry back, or train and activate a version with a sound bundle.")
                        .build();
            case RESOLVED ->
                alert.setTitle(version + ": drift is watched again")
                        .setMessage("The reference is there, or the version no longer answers.")
                        .build();
        };
    }

    /// What drifted, in words: the largest first.
    public static String summary(Findings findings) {
        String features = findings.driftedFeatures() + " of " + findings.features() + " features "
                + (findings.driftedFeatures() == 1 ? "has" : "have") + " drifted";
        return findings.answersDrifted() ? features + ", and the predictions" : features;
    }

    /// What to do next.
    static String advice(Severity severity) {
        String first = "Look for a bug upstream first: a jump of missing or unseen values, a changed unit.";
        return switch (severity) {
            case LOW -> first + " Little of what the model goes by has changed: watch live quality, there is no hurry.";
            case MEDIUM ->
                first + " When the world has changed, retrain: the policy does it once enough labels have come.";
            case HIGH ->
                first + " Most of what the model goes by has changed: do not trust its answers before live quality has"
                        + " been looked at. When the world has changed, retrain as soon as there are labels.";
        };
    }

    private static Alert breached(
            AlertStep step, VersionKey version, Findings findings, List<String> segments, Instant now) {
        Optional<SegmentShift> segment = SegmentShift.largest(findings, segments);
        List<Evidence> evidence = evidence(findings);
        segment.ifPresent(shift -> evidence.add(shift.evidence()));
        return withWindow(step.toAlert(version.model(), DRIFT, now), findings)
                .setVersion(version.version())
                .setTitle(version + ": " + summary(findings))
                .setMessage(message(findings)
                        + segment.map(shift -> " " + shift.shown()).orElse(""))
                .setEvidence(evidence)
                .setAdvice(advice(step.severity()))
                .setRunbook(RUNBOOK)
                .build();
    }

    private static Alert.Builder withWindow(Alert.Builder alert, Findings findings) {
        Finding first = findings.drifted().isEmpty()
                ? findings.all().getFirst()
                : findings.drifted().getFirst();
        return alert.setWindowStart(first.window().start())
                .setWindowEnd(first.window().end());
    }

    private static String message(Findings findings) {
        String shown = findings.drifted().stream()
                .limit(NAMED_SUBJECTS)
                .map(DriftAlerts::shown)
                .collect(Collectors.joining("; "));
        int more = findings.drifted().size() - NAMED_SUBJECTS;
        return shown + (more > 0 ? "; and " + more + " more." : ".");
    }

    private static String shown(Finding finding) {
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                "%s over %s: PSI %.3f against %.3f, %d rows against %d",
                finding.subject().shown(),
                finding.window().name(),
                finding.psi(),
                finding.thresholds().getOrDefault(DriftStatistic.PSI, 0.0),
                finding.rows(),
                finding.report().referenceRows()));
        finding.changeAbove()
                .ifPresent(above -> text.append(String.format(
                        Locale.ROOT, ", evidence of a change %.1f against %.1f", above.found(), above.limit())));
        if (finding.missing() > 0) {
            text.append(", ").append(finding.missing()).append(" missing");
        }
        if (finding.unseen() > 0) {
            text.append(", ").append(finding.unseen()).append(" unseen");
        }
        return text.toString();
    }

    private static List<Evidence> evidence(Findings findings) {
        List<Evidence> evidence = new ArrayList<>();
        for (Finding finding : findings.drifted()) {
            for (DriftStatistic statistic :
                    List.of(DriftStatistic.PSI, DriftStatistic.KOLMOGOROV_SMIRNOV, DriftStatistic.CHANGE)) {
                finding.report()
                        .statistic(statistic)
                        .ifPresent(value -> evidence.add(evidence(finding, statistic, value)));
            }
        }
        return new ArrayList<>(evidence.subList(0, Math.min(MOST_EVIDENCE, evidence.size())));
    }

    private static @Nullable Double boxed(OptionalDouble value) {
        return value.isPresent() ? value.getAsDouble() : null;
    }

    private static Evidence evidence(Finding finding, DriftStatistic statistic, double value) {
        Map<DriftStatistic, Double> pValues = finding.report().pValues();
        boolean isPsi = statistic == DriftStatistic.PSI;
        SmallHistogram histogram = finding.portrait().histogram();
        return Evidence.newBuilder()
                .setSubject(finding.subject().shown())
                .setStatistic(statistic.key())
                .setValue(value)
                .setThreshold(finding.thresholds().get(statistic))
                .setPValue(pValues.get(statistic))
                .setCount(finding.rows())
                .setReferenceCount(finding.report().referenceRows())
                .setImportance(boxed(finding.portrait().importance()))
                .setBins(isPsi ? histogram.bins() : List.of())
                .setReferenceCounts(isPsi ? histogram.reference() : List.of())
                .setCounts(isPsi ? histogram.current() : List.of())
                .build();
    }
}
