package io.tidemark.streamkit.timeline;

import io.tidemark.event.Activated;
import io.tidemark.event.ActivationCause;
import io.tidemark.event.Challenger;
import io.tidemark.event.Noted;
import io.tidemark.event.Registered;
import io.tidemark.event.TimelineEvent;
import io.tidemark.event.VersionRef;
import io.tidemark.model.manifest.RolloutSpec;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Makes the facts that people and the trainer write.
public final class TimelineFacts {
    /// Actor of what the rollout stream decides: verdicts, and the activations that follow from them.
    public static final String ROLLOUT_ACTOR = "rollout";

    /// What the ids of activations end with that reinstate what a person wrote while the rollout stream decided.
    public static final String REINSTATED = "/yield";

    /// Kind of the alerts that tell how a trial goes, and the beginning of their ids.
    public static final String TRIAL_ALERTS = "rollout";

    private TimelineFacts() {}

    /// A share of the keys as people read it, such as `12.5 %`.
    ///
    /// @param shareBp basis points, 0 to 10,000
    public static String percent(int shareBp) {
        return new BigDecimal(shareBp).movePointLeft(2).stripTrailingZeros().toPlainString() + " %";
    }

    /// Id of the alert about the stage of a trial that an activation begins.
    public static String trialAlertId(String model, String activationId) {
        return TRIAL_ALERTS + "/" + model + "/" + activationId;
    }

    /// Id of the fact that a run's version was registered.
    public static String registeredId(String runId) {
        return runId + "/registered";
    }

    /// Id of the fact that a run's version was activated when it was approved.
    public static String activatedId(String runId) {
        return runId + "/activated";
    }

    /// A version exists.
    ///
    /// @param approved true when all gates passed
    public static TimelineEvent registered(
            String model,
            int version,
            String bundleSha256,
            String runId,
            boolean approved,
            Map<String, Double> metrics,
            String actor,
            Instant now) {
        return event(
                registeredId(runId),
                model,
                actor,
                approved ? "All gates passed." : "A gate refused it.",
                now,
                Registered.newBuilder()
                        .setVersion(version)
                        .setBundleSha256(bundleSha256)
                        .setRunId(runId)
                        .setApproved(approved)
                        .setMetrics(metrics)
                        .build());
    }

    /// One version answers everything from here on.
    ///
    /// @param eventId identifies the activation; the same id is never written twice
    public static TimelineEvent champion(
            String eventId,
            String model,
            int version,
            String bundleSha256,
            ActivationCause cause,
            String actor,
            String reason,
            Instant now) {
        return activated(
                eventId,
                model,
                Activated.newBuilder()
                        .setCause(cause)
                        .setChampion(new VersionRef(version, bundleSha256))
                        .setChallengers(List.of())
                        .setShadows(List.of())
                        .build(),
                actor,
                reason,
                now);
    }

    /// A model is routed in this way from here on.
    ///
    /// @param eventId identifies the activation; the same id is never written twice
    /// @param routing the whole routing, not a change to it
    public static TimelineEvent activated(
            String eventId, String model, Activated routing, String actor, String reason, Instant now) {
        return event(eventId, model, actor, reason, now, routing);
    }

    /// The routing that an approved version begins with where the manifest has it tried first: a small share of the
    /// keys, or a place in the shadow. Other trials end with it.
    ///
    /// @param now the routing up to here
    /// @return empty when the version may answer everything at once: the manifest says so, or it is the champion
    public static Optional<Activated> firstStage(
            Activated now, RolloutSpec rollout, String model, int version, String bundleSha256) {
        if (now.getChampion().getVersion() == version) {
            return Optional.empty();
        }
        Activated.Builder next =
                Activated.newBuilder(now).setChallengers(List.of()).setShadows(List.of());
        return switch (rollout.strategy()) {
            case DIRECT -> Optional.empty();
            case CANARY ->
                Optional.of(next.setCause(ActivationCause.ROLLOUT)
                        .setChallengers(List.of(new Challenger(
                                version, bundleSha256, rollout.stagesBp().getFirst(), model + "-" + version)))
                        .build());
            case SHADOW ->
                Optional.of(next.setCause(ActivationCause.SHADOW)
                        .setShadows(List.of(new VersionRef(version, bundleSha256)))
                        .build());
        };
    }

    /// Something happened for which there is no fact of its own.
    ///
    /// @param kind kind of fact
    /// @param attributes what it says, by name
    public static TimelineEvent noted(
            String eventId,
            String model,
            String kind,
            Map<String, String> attributes,
            String actor,
            String reason,
            Instant now) {
        return event(
                eventId,
                model,
                actor,
                reason,
                now,
                Noted.newBuilder().setKind(kind).setAttributes(attributes).build());
    }

    private static TimelineEvent event(
            String eventId, String model, String actor, String reason, Instant now, Object fact) {
        return TimelineEvent.newBuilder()
                .setEventId(eventId)
                .setModel(model)
                .setTime(now)
                .setActor(actor)
                .setReason(reason)
                .setFact(fact)
                .build();
    }
}
