package io.tidemark.notifier.notice;

import io.tidemark.event.Alert;
import io.tidemark.event.AlertStatus;
import io.tidemark.event.Severity;
import java.time.Instant;

/// A step in the life of an alert.
public record AlertNotice(Alert alert) implements Notice {
    /// An alert may escalate more than once, each time to a higher severity: both are part of the id.
    @Override
    public String id() {
        return alert.getAlertId() + "/" + alert.getStatus() + "/" + alert.getSeverity();
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
