package io.tidemark.notifier.ledger;

import io.tidemark.event.Alert;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The alerts that are open, each as its last step says. Belongs to one thread.
public final class OpenAlerts {
    private final Map<String, Alert> open = new LinkedHashMap<>();

    /// Takes the next step of the log.
    public void take(Alert alert) {
        switch (alert.getStatus()) {
            case OPEN, ESCALATED -> open.put(alert.getAlertId(), alert);
            case RESOLVED -> open.remove(alert.getAlertId());
        }
    }

    /// Those that are open now.
    public List<Alert> all() {
        return List.copyOf(open.values());
    }

    /// Begins anew.
    public void clear() {
        open.clear();
    }
}
