package io.tidemark.bridge;

import io.tidemark.event.Alert;
import java.util.List;

/// The topic of alerts, as the bridge needs it.
public interface AlertLog {
    /// All alerts of a kind, oldest first.
    List<Alert> read(String kind);

    /// Appends an alert; returns once it is there.
    void append(Alert alert);
}
