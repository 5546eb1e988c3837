package io.tidemark.streamkit.alert;

import io.tidemark.event.Alert;
import io.tidemark.event.AlertStatus;
import io.tidemark.event.Severity;
import java.time.Instant;
import java.util.List;

/// A step in the life of an alert, to be written as one record.
///
/// @param alertId identifies the episode; the same in all its steps
/// @param severity when OPEN or ESCALATED from now on, when RESOLVED the highest that it had
/// @param openedAt when the episode opened, on the clock of the judgements
public record AlertStep(String alertId, AlertStatus status, Severity severity, Instant openedAt) {

    /// The alert with what the step knows; the caller adds version, title, message, evidence and advice.
    ///
    /// @param now when the step is written, wall clock
    public Alert.Builder toAlert(String model, String kind, Instant now) {
        return Alert.newBuilder()
                .setAlertId(alertId)
                .setModel(model)
                .setKind(kind)
                .setStatus(status)
                .setSeverity(severity)
                .setOpenedAt(openedAt)
                .setUpdatedAt(now)
                .setEvidence(List.of());
    }
}
