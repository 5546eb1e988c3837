package io.tidemark.notifier.notice;

import io.tidemark.event.Alert;
import io.tidemark.event.AlertStatus;
import io.tidemark.event.Severity;
import io.tidemark.streamkit.timeline.TimelineFacts;
import java.time.Instant;
import java.util.Optional;

/// A step in the life of an alert.
public record AlertNotice(Alert alert) implements Notice {
    /// An alert may escalate more than once, each time to a higher severity: both are part of the id.
    @Override
    public String id() {
        return id(alert.getAlertId(), alert.getStatus(), alert.getSeverity());
    }

    private static String id(String alertId, AlertStatus status, Severity severity) {
        return alertId + "/" + status + "/" + severity;
    }

    /// Id of the notice that a stage of a trial has begun.
    static String openedTrial(String alertId) {
        return id(alertId, AlertStatus.OPEN, Severity.LOW);
    }

    /// That a trial has begun is said by the activation as well, where a person or the trainer wrote it.
    @Override
    public Optional<String> twin() {
        boolean begins = alert.getKind().equals(TimelineFacts.TRIAL_ALERTS) && alert.getStatus() == AlertStatus.OPEN;
        String prefix = TimelineFacts.trialAlertId(alert.getModel(), "");
        return begins && alert.getAlertId().startsWith(prefix)
                ? Optional.of(alert.getAlertId().substring(prefix.length()))
                : Optional.empty();
    }

    @Override
    public String thread() {
        return alert.getAlertId();
    }

    @Override
    public String model() {
        return alert.getModel();
    }

    @Override
    public String kind() {
        return alert.getKind();
    }

    @Override
    public String title() {
        return alert.getTitle();
    }

    @Override
    public Instant time() {
        return alert.getUpdatedAt();
    }

    @Override
    public Severity severity() {
        return alert.getSeverity();
    }

    @Override
    public boolean resolves() {
        return alert.getStatus() == AlertStatus.RESOLVED;
    }
}
