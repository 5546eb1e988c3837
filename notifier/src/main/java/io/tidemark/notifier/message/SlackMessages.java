package io.tidemark.notifier.message;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidemark.event.Alert;
import io.tidemark.event.AlertStatus;
import io.tidemark.event.Severity;
import io.tidemark.notifier.notice.AlertNotice;
import io.tidemark.notifier.notice.FactNotice;
import io.tidemark.notifier.notice.Notice;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/// Notices as Block Kit messages, within Slack's limits: a header has at most 150 characters, a section 3,000, a
/// message 50 blocks; `text` is what a notification on a phone shows.
public final class SlackMessages {
    static final int HEADER_CHARS = 150;
    static final int SECTION_CHARS = 3_000;
    static final int FIELD_CHARS = 2_000;
    static final int MOST_FIELDS = 10;
    static final int MOST_BLOCKS = 50;
    private static final int FALLBACK_CHARS = 400;
    private static final int EVIDENCE_LINES = 8;
    private static final int SUMMARY_LINES = 20;
    private static final int SUMMARY_LINE_CHARS = 140;
    private static final int FENCE_CHARS = 8;
    private static final int MODEL_CHARS = 500;

    /// A longer address is not linked.
    private static final int ADDRESS_CHARS = 1_000;

    private final Links links;

    public SlackMessages(Links links) {
        this.links = links;
    }

    /// One notice.
    public ObjectNode of(Notice notice) {
        String heading = mark(notice) + " " + step(notice) + notice.title();
        ArrayNode blocks = JsonNodeFactory.instance.arrayNode();
        blocks.add(header(heading));
        switch (notice) {
            case AlertNotice alert -> alert(blocks, alert.alert());
            case FactNotice fact -> fact(blocks, fact);
        }
        blocks.add(context(commands(notice)));
        return message(heading, blocks);
    }

    /// Many notices in one message.
    public ObjectNode summary(List<Notice> notices) {
        String heading = "📚 " + notices.size() + " notices, " + counts(notices);
        ArrayNode blocks = JsonNodeFactory.instance.arrayNode();
        blocks.add(header(heading));
        List<Notice> worst = SummaryOrder.worstFirst(notices);
        String lines = worst.stream()
                .limit(SUMMARY_LINES)
                .map(notice -> SlackText.of(mark(notice) + " " + step(notice) + notice.title(), SUMMARY_LINE_CHARS))
                .collect(Collectors.joining("\n"));
        section(blocks, lines);
        if (worst.size() > SUMMARY_LINES) {
            blocks.add(context("and " + (worst.size() - SUMMARY_LINES) + " more: `tidemark watch alerts`"));
        }
        blocks.add(context("Many came at once and are told together. `tidemark status` says what is open now."));
        return message(heading, blocks);
    }

    private void alert(ArrayNode blocks, Alert alert) {
        section(blocks, SlackText.of(alert.getMessage(), SECTION_CHARS));
        fields(blocks, alertFields(alert));
        if (!alert.getEvidence().isEmpty()) {
            String lines = String.join("\n", EvidenceLines.of(alert.getEvidence(), EVIDENCE_LINES));
            section(blocks, "```\n" + SlackText.of(lines, SECTION_CHARS - FENCE_CHARS) + "\n```");
        }
        if (!alert.getAdvice().isBlank() && alert.getStatus() != AlertStatus.RESOLVED) {
            section(blocks, "*What to do* " + SlackText.of(alert.getAdvice(), SECTION_CHARS - 20));
        }
        String runbook = links.runbook(alert.getRunbook());
        if (!runbook.isEmpty()) {
            blocks.add(context(
                    links.linksRunbooks()
                            ? link(runbook, "Runbook")
                            : "Runbook: docs/" + SlackText.of(runbook, FIELD_CHARS)));
        }
    }

    private static Map<String, String> alertFields(Alert alert) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("Model", alert.getModel());
        if (alert.getVersion() != null) {
            fields.put("Version", String.valueOf(alert.getVersion()));
        }
        fields.put("Severity", lower(alert.getSeverity()));
        fields.put("Kind", alert.getKind());
        fields.put("Since", alert.getOpenedAt().toString());
        if (alert.getWindowStart() != null && alert.getWindowEnd() != null) {
            fields.put("Window", alert.getWindowStart() + " to " + alert.getWindowEnd());
        }
        return fields;
    }

    private static void fact(ArrayNode blocks, FactNotice fact) {
        section(blocks, SlackText.of(fact.text(), SECTION_CHARS));
        fields(blocks, fact.details());
    }

    private String commands(Notice notice) {
        String model = SlackText.of(notice.model(), MODEL_CHARS);
        String dashboard = links.dashboard(notice.model());
        return "`tidemark status`  `tidemark timeline " + model + "`"
                + (dashboard.isEmpty() ? "" : "  " + link(dashboard, "Dashboard"));
    }

    private static String counts(List<Notice> notices) {
        long open = notices.stream()
                .filter(notice ->
                        notice instanceof AlertNotice alert && alert.alert().getStatus() == AlertStatus.OPEN)
                .count();
        long resolved = notices.stream().filter(Notice::resolves).count();
        long models = notices.stream().map(Notice::model).distinct().count();
        return open + " opened, " + resolved + " resolved, of " + models + (models == 1 ? " model" : " models");
    }

    private static String mark(Notice notice) {
        if (notice.resolves()) {
            return "✅";
        }
        return switch (notice.severity()) {
            case LOW -> notice instanceof FactNotice ? "ℹ️" : "🟡";
            case MEDIUM -> "🟠";
            case HIGH -> "🔴";
        };
    }

    private static String step(Notice notice) {
        return switch (notice) {
            case FactNotice ignored -> "";
            case AlertNotice alert ->
                switch (alert.alert().getStatus()) {
                    case OPEN -> "";
                    case ESCALATED -> "Worse: ";
                    case RESOLVED -> "Over: ";
                };
        };
    }

    private static String lower(Severity severity) {
        return severity.name().toLowerCase(Locale.ROOT);
    }

    private static ObjectNode message(String heading, ArrayNode blocks) {
        ObjectNode message = JsonNodeFactory.instance.objectNode();
        message.put("text", SlackText.of(heading, FALLBACK_CHARS));
        while (blocks.size() > MOST_BLOCKS) {
            blocks.remove(blocks.size() - 1);
        }
        message.set("blocks", blocks);
        return message;
    }

    private static ObjectNode header(String text) {
        ObjectNode block = block("header");
        block.putObject("text")
                .put("type", "plain_text")
                .put("text", SlackText.of(text.replace('\n', ' '), HEADER_CHARS))
                .put("emoji", true);
        return block;
    }

    /// A section must not be empty.
    private static void section(ArrayNode blocks, String markdown) {
        if (!markdown.isBlank()) {
            ObjectNode block = block("section");
            block.set("text", markdown(markdown));
            blocks.add(block);
        }
    }

    private static void fields(ArrayNode blocks, Map<String, String> fields) {
        if (fields.isEmpty()) {
            return;
        }
        ObjectNode block = block("section");
        ArrayNode array = block.putArray("fields");
        fields.entrySet().stream()
                .limit(MOST_FIELDS)
                .forEach(field -> array.add(markdown("*" + SlackText.of(field.getKey(), 100) + "*\n"
                        + SlackText.of(field.getValue(), FIELD_CHARS - 110))));
        blocks.add(block);
    }

    private static ObjectNode context(String markdown) {
        ObjectNode block = block("context");
        block.putArray("elements").add(markdown(markdown));
        return block;
    }

    /// Verbatim: Slack makes no links, mentions or channels of what stands in values and reasons.
    private static ObjectNode markdown(String text) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("type", "mrkdwn")
                .put("text", text)
                .put("verbatim", true);
    }

    private static ObjectNode block(String type) {
        return JsonNodeFactory.instance.objectNode().put("type", type);
    }

    /// The text as a link; by itself where the address is longer than any that people set.
    private static String link(String address, String text) {
        String safe = address.replace("|", "%7C")
                .replace("<", "%3C")
                .replace(">", "%3E")
                .replace("&", "&amp;");
        return safe.length() > ADDRESS_CHARS ? text : "<" + safe + "|" + text + ">";
    }
}
