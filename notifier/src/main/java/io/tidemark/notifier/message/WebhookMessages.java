package io.tidemark.notifier.message;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidemark.event.Alert;
import io.tidemark.event.Evidence;
import io.tidemark.notifier.notice.AlertNotice;
import io.tidemark.notifier.notice.FactNotice;
import io.tidemark.notifier.notice.Notice;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Notices as plain JSON, for receivers that we do not know: `{"schema": "tidemark/notices/1", "notices": [...]}`. The
/// `id` of a notice is the same however often it is sent.
public final class WebhookMessages {
    /// Name and version of the form; fields may be added under it.
    public static final String SCHEMA = "tidemark/notices/1";

    private final Links links;

    public WebhookMessages(Links links) {
        this.links = links;
    }

    /// One or many notices.
    public ObjectNode of(List<Notice> notices) {
        ObjectNode message = JsonNodeFactory.instance.objectNode();
        message.put("schema", SCHEMA);
        ArrayNode array = message.putArray("notices");
        notices.forEach(notice -> array.add(notice(notice)));
        return message;
    }

    private ObjectNode notice(Notice notice) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("id", notice.id());
        json.put("thread", notice.thread());
        json.put("model", notice.model());
        json.put("kind", notice.kind());
        json.put("severity", notice.severity().name());
        json.put("time", notice.time().toString());
        json.put("title", notice.title());
        json.put("dashboard", links.dashboard(notice.model()));
        switch (notice) {
            case AlertNotice alert -> alert(json, alert.alert());
            case FactNotice fact -> {
                json.put("source", "model-timeline");
                json.put("message", fact.text());
                ObjectNode details = json.putObject("details");
                fact.details().forEach(details::put);
            }
        }
        return json;
    }

    private void alert(ObjectNode json, Alert alert) {
        json.put("source", "alerts");
        json.put("status", alert.getStatus().name());
        json.put("version", alert.getVersion());
        json.put("opened_at", alert.getOpenedAt().toString());
        json.put("message", alert.getMessage());
        json.put("advice", alert.getAdvice());
        json.put("runbook", links.runbook(alert.getRunbook()));
        ArrayNode evidence = json.putArray("evidence");
        alert.getEvidence().forEach(measured -> evidence.add(evidence(measured)));
    }

    private static ObjectNode evidence(Evidence measured) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("subject", measured.getSubject());
        json.put("statistic", measured.getStatistic());
        putFinite(json, "value", measured.getValue());
        putFinite(json, "threshold", measured.getThreshold());
        putFinite(json, "p_value", measured.getPValue());
        json.put("count", measured.getCount());
        json.put("reference_count", measured.getReferenceCount());
        return json;
    }

    /// JSON has no NaN and no infinity: they become null.
    private static void putFinite(ObjectNode json, String name, @Nullable Double value) {
        json.put(name, value == null || !Double.isFinite(value) ? null : value);
    }
}
