package io.tidemark.bridge;

import io.tidemark.event.Alert;
import io.tidemark.event.AlertStatus;
import java.util.ArrayList;
import java.util.List;

/// Alerts in memory.
final class ToyAlerts implements AlertLog {
    private final List<Alert> alerts = new ArrayList<>();
    private boolean broken;

    List<Alert> alerts() {
        return alerts;
    }

    /// Takes nothing while it is broken.
    void breakDown(boolean isBroken) {
        broken = isBroken;
    }

    List<AlertStatus> steps() {
        return alerts.stream().map(Alert::getStatus).toList();
    }

    @Override
    public List<Alert> read(String kind) {
        return alerts.stream().filter(alert -> alert.getKind().equals(kind)).toList();
    }

    @Override
    public void append(Alert alert) {
        if (broken) {
            throw new IllegalStateException("no broker");
        }
        alerts.add(alert);
    }
}
