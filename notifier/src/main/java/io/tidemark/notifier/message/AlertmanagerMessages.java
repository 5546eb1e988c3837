package io.tidemark.notifier.message;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidemark.event.Alert;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/// Alerts as Alertmanager takes them at `/api/v2/alerts`. Labels identify an alert there, and routes need the severity
/// among them: one that escalates is a new alert, and the former ends because it is not sent again.
///
/// An open alert gets an end that lies ahead and is moved on each time it is sent again.
public final class AlertmanagerMessages {
    private static final int MOST_CHARS = 4_000;
    private final Links links;

    public AlertmanagerMessages(Links links) {
        this.links = links;
    }

    /// The alerts.
    ///
    /// @param openUntil end of those that are open
    public ArrayNode of(List<Alert> alerts, Instant openUntil) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        alerts.forEach(alert -> array.add(alert(alert, openUntil)));
        return array;
    }

    private ObjectNode alert(Alert alert, Instant openUntil) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        ObjectNode labels = json.putObject("labels");
        labels.put("alertname", "Tidemark" + camel(alert.getKind()));
        labels.put("alert_id", alert.getAlertId());
        labels.put("model", alert.getModel());
        labels.put("kind", alert.getKind());
        labels.put("severity", alert.getSeverity().name().toLowerCase(Locale.ROOT));
        if (alert.getVersion() != null) {
            labels.put("version", String.valueOf(alert.getVersion()));
        }
        ObjectNode annotations = json.putObject("annotations");
        annotations.put("summary", cut(alert.getTitle()));
        annotations.put("description", cut(alert.getMessage()));
        annotations.put("advice", cut(alert.getAdvice()));
        annotations.put("runbook_url", links.runbook(alert.getRunbook()));
        json.put("startsAt", alert.getOpenedAt().toString());
        json.put("endsAt", end(alert, openUntil).toString());
        String dashboard = links.dashboard(alert.getModel());
        if (!dashboard.isEmpty()) {
            json.put("generatorURL", dashboard);
        }
        return json;
    }

    private static Instant end(Alert alert, Instant openUntil) {
        return switch (alert.getStatus()) {
            case OPEN, ESCALATED -> openUntil;
            // Alertmanager refuses an end before the start.
            case RESOLVED ->
                alert.getUpdatedAt().isBefore(alert.getOpenedAt()) ? alert.getOpenedAt() : alert.getUpdatedAt();
        };
    }

    private static String camel(String kind) {
        StringBuilder name = new StringBuilder();
        for (String word : kind.split("[^A-Za-z0-9]+", -1)) {
            if (!word.isEmpty()) {
                name.append(Character.toUpperCase(word.charAt(0))).append(word.substring(1));
            }
        }
        return name.toString();
    }

    private static String cut(String text) {
        return text.length() <= MOST_CHARS ? text : text.substring(0, MOST_CHARS) + "…";
    }
}
