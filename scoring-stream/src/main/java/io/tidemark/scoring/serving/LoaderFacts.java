package io.tidemark.scoring.serving;

import io.tidemark.event.Acknowledged;
import io.tidemark.event.Alert;
import io.tidemark.event.AlertStatus;
import io.tidemark.event.Refused;
import io.tidemark.event.Severity;
import io.tidemark.event.TimelineEvent;
import java.time.Clock;
import java.time.Instant;
import java.util.List;

/// The facts and alerts that a loader writes. Their ids follow from what they say: written twice, they say the same.
public final class LoaderFacts {
    private static final String SHADOW = "/shadow";

    private final String instance;
    private final Clock clock;

    public LoaderFacts(String instance, Clock clock) {
        this.instance = instance;
        this.clock = clock;
    }

    /// Under which name the shadows of an instance speak.
    public static String shadowOf(String instance) {
        return instance + SHADOW;
    }

    /// True when it is the name of an instance's shadows.
    static boolean isShadow(String instance) {
        return instance.endsWith(SHADOW);
    }

    /// Name of the instance that speaks.
    String instance() {
        return instance;
    }

    TimelineEvent acknowledged(String activationId, LoadedVersion loaded) {
        ServingModel model = loaded.model();
        return event(
                model.name(),
                activationId + "/acknowledged/" + model.version() + "/" + instance,
                "",
                Acknowledged.newBuilder()
                        .setInstance(instance)
                        .setActivationId(activationId)
                        .setVersion(model.version())
                        .setBundleSha256(model.sha256())
                        .setFetchMs(loaded.fetchMs())
                        .setVerifyMs(loaded.verifyMs())
                        .setWarmUpMs(loaded.warmUpMs())
                        .build());
    }

    TimelineEvent refused(String activationId, WantedVersion wanted, LoadException fault) {
        return event(
                wanted.model(),
                activationId + "/refused/" + wanted.version() + "/" + instance,
                String.valueOf(fault.getMessage()),
                Refused.newBuilder()
                        .setInstance(instance)
                        .setActivationId(activationId)
                        .setVersion(wanted.version())
                        .setBundleSha256(wanted.sha256())
                        .setCheck(fault.check())
                        .setMessage(String.valueOf(fault.getMessage()))
                        .build());
    }

    /// The alert of a refusal: one per activation and version, whichever instance refuses.
    ///
    /// @param event a fact as [#refused] makes it
    Alert refusalAlert(TimelineEvent event) {
        String model = event.getModel();
        Refused refused = (Refused) event.getFact();
        Instant now = event.getTime();
        return Alert.newBuilder()
                .setAlertId(refused.getActivationId() + "/refused/" + refused.getVersion())
                .setModel(model)
                .setVersion(refused.getVersion())
                .setKind("model-refused")
                .setStatus(AlertStatus.OPEN)
                .setSeverity(Severity.HIGH)
                .setOpenedAt(now)
                .setUpdatedAt(now)
                .setEvidence(List.of())
                .setRunbook("runbook.md#model-refused")
                .setTitle("Version " + refused.getVersion() + " of " + model + " was refused: " + refused.getCheck())
                .setMessage(refused.getMessage() + " Refused by " + refused.getInstance()
                        + ". Whatever served before goes on.")
                .setAdvice("`tidemark timeline " + model + "` shows which instances refuse it. Activate a sound version"
                        + " with `tidemark promote " + model + " VERSION`, or go back with `tidemark rollback " + model
                        + "`.")
                .build();
    }

    /// The end of an episode that `open` began.
    Alert refusalResolved(Alert open, String how) {
        return Alert.newBuilder(open)
                .setStatus(AlertStatus.RESOLVED)
                .setUpdatedAt(clock.instant())
                .setTitle("Version " + open.getVersion() + " of " + open.getModel() + ": refusal is over")
                .setMessage(how)
                .setAdvice("")
                .build();
    }

    private TimelineEvent event(String model, String eventId, String reason, Object fact) {
        return TimelineEvent.newBuilder()
                .setEventId(eventId)
                .setModel(model)
                .setTime(clock.instant())
                .setActor(instance)
                .setReason(reason)
                .setFact(fact)
                .build();
    }
}
