package io.tidemark.feedback.trial;

import io.tidemark.event.Activated;
import io.tidemark.event.ActivationCause;
import io.tidemark.event.Alert;
import io.tidemark.event.AlertStatus;
import io.tidemark.event.Challenger;
import io.tidemark.event.Evidence;
import io.tidemark.event.Performance;
import io.tidemark.event.Severity;
import io.tidemark.event.TimelineEvent;
import io.tidemark.event.Verdict;
import io.tidemark.event.VerdictReached;
import io.tidemark.feedback.rollout.ActivationBoard.Entry;
import io.tidemark.feedback.rollout.Judgement;
import io.tidemark.feedback.rollout.Trial;
import io.tidemark.streamkit.timeline.TimelineFacts;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// What is written of a trial. Ids follow from the activation that a decision is about: whoever comes to the same
/// decision again, after a crash, writes the same facts.
final class TrialFacts {
    /// Window of the performance records that show how a trial stands.
    static final String WINDOW = "rollout";

    private static final String RUNBOOK = "runbook.md#rollout";

    private TrialFacts() {}

    /// Id of the activation that follows from a decision about a stage.
    static String nextId(Trial trial) {
        return trial.stage().activationId() + "/next";
    }

    static TimelineEvent advance(String model, Trial trial, Entry now, Judgement.Advance judged, Instant at) {
        Challenger before = now.routing().getChallengers().getFirst();
        Challenger next =
                Challenger.newBuilder(before).setShareBp(judged.shareBp()).build();
        return activated(model, trial, now, ActivationCause.ROLLOUT, List.of(next), judged.reason(), at);
    }

    /// The champion alone.
    static TimelineEvent champion(String model, Trial trial, Entry now, Judgement.End judged, Instant at) {
        return switch (judged.verdict()) {
            case PROMOTE ->
                TimelineFacts.champion(
                        nextId(trial),
                        model,
                        trial.challenger().getVersion(),
                        trial.challenger().getBundleSha256(),
                        ActivationCause.PROMOTION,
                        TimelineFacts.ROLLOUT_ACTOR,
                        judged.reason(),
                        at);
            case ROLLBACK -> activated(model, trial, now, ActivationCause.ROLLBACK, List.of(), judged.reason(), at);
            case INCONCLUSIVE -> activated(model, trial, now, ActivationCause.ROLLOUT, List.of(), judged.reason(), at);
        };
    }

    private static TimelineEvent activated(
            String model,
            Trial trial,
            Entry now,
            ActivationCause cause,
            List<Challenger> challengers,
            String reason,
            Instant at) {
        return TimelineFacts.activated(
                nextId(trial),
                model,
                Activated.newBuilder(now.routing())
                        .setCause(cause)
                        .setChallengers(challengers)
                        .setShadows(List.of())
                        .build(),
                TimelineFacts.ROLLOUT_ACTOR,
                reason,
                at);
    }

    static TimelineEvent verdict(String model, Trial trial, Judgement.End judged, Instant at) {
        return TimelineEvent.newBuilder()
                .setEventId(trial.stage().activationId() + "/verdict/"
                        + judged.verdict().name().toLowerCase(Locale.ROOT))
                .setModel(model)
                .setTime(at)
                .setActor(TimelineFacts.ROLLOUT_ACTOR)
                .setReason(judged.check() + ": " + judged.reason())
                .setFact(VerdictReached.newBuilder()
                        .setChallengerVersion(trial.challenger().getVersion())
                        .setChampionVersion(trial.champion().getVersion())
                        .setVerdict(judged.verdict())
                        .setEvidence(new HashMap<>(judged.evidence()))
                        .build())
                .build();
    }

    /// The routing that a person wrote while a decision was on its way, again: it is newer than what the decision knew.
    static TimelineEvent reinstated(Entry overruled, Entry person, Instant at) {
        return TimelineFacts.activated(
                overruled.id() + TimelineFacts.REINSTATED,
                person.model(),
                person.routing(),
                TimelineFacts.ROLLOUT_ACTOR,
                "Activation " + person.id() + " was written while the rollout decided; it holds.",
                at);
    }

    /// How the trial stands, as metrics of the challenger.
    static Performance standing(String model, Trial trial, Map<String, Double> evidence, Instant at) {
        return Performance.newBuilder()
                .setModel(model)
                .setVersion(trial.challenger().getVersion())
                .setVariant(trial.isShadow() ? "shadow" : "challenger")
                .setWindow(WINDOW)
                .setWindowStart(trial.stages().getFirst().openedAt())
                .setWindowEnd(at)
                .setPredictions(evidence.getOrDefault("labels_challenger", 0.0).longValue())
                .setLabelled(evidence.getOrDefault("labels_challenger", 0.0).longValue())
                .setExpired(0)
                .setMetrics(new HashMap<>(evidence))
                .setBaseline(Map.of())
                .build();
    }

    static Alert opened(String model, Trial trial, Instant at) {
        return alert(model, trial, AlertStatus.OPEN, Severity.LOW, at)
                .setTitle(place(model, trial))
                .setMessage("Version " + trial.challenger().getVersion() + " is held against version "
                        + trial.champion().getVersion() + ", the champion.")
                .setAdvice("`tidemark rollout " + model + "` shows how it stands.")
                .build();
    }

    /// A stage that is over, or a verdict that waits.
    static Alert told(
            String model,
            Trial trial,
            AlertStatus status,
            Severity severity,
            Judgement judged,
            String title,
            Instant at) {
        return alert(model, trial, status, severity, at)
                .setTitle(title)
                .setMessage(judged.reason())
                .setEvidence(evidence(judged))
                .setAdvice(
                        status == AlertStatus.RESOLVED
                                ? ""
                                : judged instanceof Judgement.End end && end.verdict() == Verdict.PROMOTE
                                        ? "`tidemark approve " + model + "` lets it answer everything."
                                        : "`tidemark timeline " + model + "` has the evidence.")
                .build();
    }

    /// A stage that ends without a decision of its own.
    static Alert superseded(String model, Trial trial, Instant at) {
        boolean escalated =
                trial.decision().filter(Trial.Decision::waitsForApproval).isPresent();
        return alert(model, trial, AlertStatus.RESOLVED, escalated ? Severity.MEDIUM : Severity.LOW, at)
                .setTitle(place(model, trial) + ": over")
                .setMessage("Another activation took its place.")
                .build();
    }

    static String place(String model, Trial trial) {
        return model + " version " + trial.challenger().getVersion()
                + (trial.isShadow()
                        ? " scores in shadow"
                        : " answers " + TimelineFacts.percent(trial.stage().shareBp()) + " of the keys");
    }

    private static List<Evidence> evidence(Judgement judged) {
        Map<String, Double> numbers = judged.evidence();
        return List.of(
                Evidence.newBuilder()
                        .setSubject("improvement")
                        .setStatistic("lower end of the interval")
                        .setValue(numbers.getOrDefault("improvement_low", -1.0))
                        .setThreshold(0.0)
                        .setCount(numbers.getOrDefault("labels_challenger", 0.0).longValue())
                        .setReferenceCount(
                                numbers.getOrDefault("labels_champion", 0.0).longValue())
                        .build(),
                Evidence.newBuilder()
                        .setSubject("improvement")
                        .setStatistic("upper end of the interval")
                        .setValue(numbers.getOrDefault("improvement_high", 1.0))
                        .setThreshold(0.0)
                        .build(),
                Evidence.newBuilder()
                        .setSubject("split of the keys")
                        .setStatistic("sample ratio")
                        .setValue(numbers.getOrDefault("share", 0.0))
                        .setPValue(numbers.getOrDefault("sample_ratio_p", 1.0))
                        .build());
    }

    private static Alert.Builder alert(String model, Trial trial, AlertStatus status, Severity severity, Instant at) {
        return Alert.newBuilder()
                .setAlertId(TimelineFacts.trialAlertId(model, trial.stage().activationId()))
                .setModel(model)
                .setVersion(trial.challenger().getVersion())
                .setKind(TimelineFacts.TRIAL_ALERTS)
                .setStatus(status)
                .setSeverity(severity)
                .setOpenedAt(trial.stage().openedAt())
                .setUpdatedAt(at)
                .setEvidence(List.of())
                .setRunbook(RUNBOOK);
    }
}
