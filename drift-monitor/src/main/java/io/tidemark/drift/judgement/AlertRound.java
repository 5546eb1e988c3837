package io.tidemark.drift.judgement;

import io.tidemark.drift.reference.Subject;
import io.tidemark.event.AlertStatus;
import io.tidemark.model.manifest.MonitorsSpec.DriftSpec;
import io.tidemark.streamkit.alert.AlertLife;
import io.tidemark.streamkit.alert.AlertRules;
import io.tidemark.streamkit.alert.AlertStep;
import io.tidemark.streamkit.alert.Episode;
import io.tidemark.streamkit.alert.Reading;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What one round of judgements leads to: steps of the alert about distributions, and of those of the checks.
///
/// One shift is one message. A check that finds something in features that drift waits until the drift alert is open;
/// its own then names that one as its cause, and people are not told of it.
public final class AlertRound {
    private final AlertLife drift;
    private final Map<QualityCheck, AlertLife> checks;
    private final Map<QualityCheck, String> causes;

    /// @param drift life of the alert about distributions
    /// @param checks lives of the checks
    /// @param causes alerts that open ones belong to, by check; kept up to date
    public AlertRound(AlertLife drift, Map<QualityCheck, AlertLife> checks, Map<QualityCheck, String> causes) {
        this.drift = drift;
        this.checks = checks;
        this.causes = causes;
    }

    /// When the alert of a check opens and resolves. Errors need no second look: they were looked at one by one.
    public static AlertRules rules(QualityCheck check, DriftSpec spec) {
        return check == QualityCheck.CONCEPT_DRIFT
                ? new AlertRules(1, spec.shortestWindow(), Duration.ZERO)
                : DriftAlerts.rules(spec);
    }

    /// A step of a check's alert.
    ///
    /// @param cause id of the alert that it belongs to; null: none
    public record CheckStep(
            QualityCheck check, AlertStep step, @Nullable String cause) {}

    /// What a round leads to.
    ///
    /// @param drift step of the alert about distributions
    /// @param checks steps of the checks
    /// @param related checks that say the same as the drift, or are open because of it
    public record Steps(Optional<AlertStep> drift, List<CheckStep> checks, List<QualityCheck> related) {}

    /// Takes a round.
    ///
    /// @param errors what the watch of errors says
    public Steps take(Instant time, Round round, Reading errors) {
        Reading ofDrift = round.distributions().reading();
        Optional<AlertStep> driftStep = drift.take(time, ofDrift);
        boolean isDrifting = ofDrift instanceof Reading.Breached;
        List<CheckStep> steps = new ArrayList<>();
        List<QualityCheck> related = new ArrayList<>();
        checks.forEach((check, life) -> {
            Reading reading = check == QualityCheck.CONCEPT_DRIFT ? errors : round.reading(check);
            boolean says = isDrifting && reading instanceof Reading.Breached && saysTheSame(round, check);
            if (says || causes.containsKey(check)) {
                related.add(check);
            }
            boolean waits = says && life.episode().isEmpty() && drift.episode().isEmpty();
            life.take(time, waits ? new Reading.Unknown() : reading)
                    .ifPresent(step -> steps.add(step(check, step, says)));
        });
        return new Steps(driftStep, steps, related);
    }

    private CheckStep step(QualityCheck check, AlertStep step, boolean says) {
        boolean isWorse = drift.episode()
                .map(Episode::severity)
                .filter(severity -> severity.compareTo(step.severity()) >= 0)
                .isEmpty();
        if (step.status() == AlertStatus.OPEN && says && !isWorse) {
            drift.alertId().ifPresent(id -> causes.put(check, id));
        } else if (step.status() == AlertStatus.ESCALATED && isWorse) {
            // It has become a message of its own.
            causes.remove(check);
        }
        CheckStep told = new CheckStep(check, step, causes.get(check));
        if (step.status() == AlertStatus.RESOLVED) {
            causes.remove(check);
        }
        return told;
    }

    private static boolean saysTheSame(Round round, QualityCheck check) {
        Set<String> drifted = round.distributions().drifted().stream()
                .map(Finding::subject)
                .map(Subject::shown)
                .collect(Collectors.toSet());
        return round.breached(check).stream().allMatch(finding -> isAmong(finding, drifted));
    }

    /// A pair comes apart when one of the two drifts. Errors, labels and latency are none of the subjects that drift.
    private static boolean isAmong(QualityFinding finding, Set<String> drifted) {
        return switch (finding.check()) {
            case CORRELATION ->
                drifted.stream()
                        .anyMatch(name -> finding.subject().startsWith(name + " ~ ")
                                || finding.subject().endsWith(" ~ " + name));
            case CONCEPT_DRIFT, LABEL_SHIFT, LATENCY, DEAD_LETTERS, NO_TRAFFIC -> false;
            case MISSING_VALUES, UNSEEN_CATEGORIES, OUT_OF_RANGE, OUTLIERS, CONSTANT_PREDICTIONS ->
                drifted.contains(finding.subject());
        };
    }
}
