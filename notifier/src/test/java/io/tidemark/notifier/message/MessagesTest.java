package io.tidemark.notifier.message;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidemark.event.Alert;
import io.tidemark.event.AlertStatus;
import io.tidemark.event.Evidence;
import io.tidemark.event.Severity;
import io.tidemark.notifier.Notices;
import io.tidemark.notifier.notice.AlertNotice;
import io.tidemark.notifier.notice.FactNotice;
import io.tidemark.notifier.notice.Notice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// `mvn -pl notifier test -Dtest=MessagesTest -Dgolden.update=true` writes the golden messages anew.
class MessagesTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path GOLDEN = Path.of("src/test/resources/golden");
    private static final Links LINKS =
            new Links("https://example.org/docs", "https://grafana/d/tidemark?var-model={model}");

    private final SlackMessages slack = new SlackMessages(LINKS);

    @Test
    void messagesAreThoseOfTheGoldenFiles() throws IOException {
        golden("slack-open.json", slack.of(Notices.open("drift/housing/3/1")));
        golden("slack-resolved.json", slack.of(Notices.resolved("drift/housing/3/1")));
        golden("slack-rollback.json", slack.of(rollback()));
        golden("slack-summary.json", slack.summary(List.of(Notices.resolved("b"), Notices.open("a"), rollback())));
        golden("webhook.json", new WebhookMessages(LINKS).of(List.of(Notices.open("a"), rollback())));
        golden(
                "alertmanager.json",
                new AlertmanagerMessages(LINKS)
                        .of(List.of(Notices.open("a").alert()), Notices.OPENED.plusSeconds(300)));
    }

    @Test
    void theLargestAlertKeepsSlacksLimits() {
        List<Evidence> evidence = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            evidence.add(Notices.evidence("&`\n".repeat(100) + i, "<".repeat(100), Double.NaN, 1e-300, 0));
        }
        Alert alert = Alert.newBuilder(Notices.alert("a", AlertStatus.OPEN, Severity.HIGH))
                .setModel("<&>".repeat(2_000))
                .setTitle("&".repeat(5_000))
                .setMessage("<".repeat(50_000))
                .setAdvice(">".repeat(50_000))
                .setKind("&".repeat(9_000))
                .setEvidence(evidence)
                .build();

        keepsLimits(slack.of(new AlertNotice(alert)));
    }

    @Test
    void theLargestFactAndTheLargestSummaryKeepSlacksLimits() {
        Map<String, String> details = new LinkedHashMap<>();
        for (int i = 0; i < 500; i++) {
            details.put("&".repeat(900) + i, "<".repeat(9_000));
        }
        keepsLimits(slack.of(new FactNotice(
                "id",
                "housing",
                "rollout",
                Severity.LOW,
                Notices.OPENED,
                "t".repeat(999),
                "&".repeat(9_999),
                details)));
        List<Notice> many = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            many.add(new AlertNotice(Alert.newBuilder(Notices.alert("a" + i, AlertStatus.OPEN, Severity.LOW))
                    .setTitle("&".repeat(1_000))
                    .build()));
        }
        keepsLimits(slack.summary(many));
    }

    @Test
    void anAlertWithNothingInItIsStillAMessage() {
        Alert alert = Alert.newBuilder(Notices.alert("a", AlertStatus.OPEN, Severity.LOW))
                .setVersion(null)
                .setMessage("")
                .setAdvice("")
                .setRunbook("")
                .setEvidence(List.of())
                .setWindowStart(null)
                .setWindowEnd(null)
                .build();

        keepsLimits(slack.of(new AlertNotice(alert)));
        assertThat(slack.of(new AlertNotice(alert)).toString()).doesNotContain("null");
    }

    @Test
    void nobodyIsCalledByTheTextOfAnAlert() {
        Alert alert = Alert.newBuilder(Notices.alert("a", AlertStatus.OPEN, Severity.LOW))
                .setTitle("<!channel> look")
                .setMessage("<@U123> <https://evil.example|click>")
                .build();

        assertThat(slack.of(new AlertNotice(alert)).toString())
                .doesNotContain("<!channel>")
                .doesNotContain("<@U123>")
                .doesNotContain("<https://evil.example");
    }

    @Test
    void aSummaryNamesWhatIsOpenAndWorstFirst() {
        Notice high = new AlertNotice(Notices.alert("high", AlertStatus.OPEN, Severity.HIGH));
        assertThat(SummaryOrder.worstFirst(List.of(Notices.resolved("r"), Notices.open("m"), high)))
                .containsExactly(high, Notices.open("m"), Notices.resolved("r"));
    }

    @Test
    void aBarSaysHowManyTimesItsLimitAValueIs() {
        assertThat(EvidenceLines.bar(0, 1)).isEqualTo("        ");
        assertThat(EvidenceLines.bar(1, 1)).isEqualTo("██      ");
        assertThat(EvidenceLines.bar(4, 1)).isEqualTo("████████");
        assertThat(EvidenceLines.bar(1e9, 1)).isEqualTo("████████");
        assertThat(EvidenceLines.bar(Double.NaN, 1)).isEqualTo("        ");
        assertThat(EvidenceLines.bar(1, 0)).isEqualTo("        ");
        assertThat(EvidenceLines.bar(Double.POSITIVE_INFINITY, 1)).isEqualTo("████████");
    }

    private static FactNotice rollback() {
        return new FactNotice(
                "rollback-1",
                "housing",
                "rollback",
                Severity.HIGH,
                Notices.OPENED,
                "housing: rolled back to version 2",
                "By ana: wrong prices",
                Map.of("champion", "version 2"));
    }

    private static void keepsLimits(ObjectNode message) {
        assertThat(message.path("text").asText().length()).isLessThanOrEqualTo(SlackMessages.SECTION_CHARS);
        assertThat(message.path("blocks").size()).isBetween(1, SlackMessages.MOST_BLOCKS);
        for (JsonNode block : message.path("blocks")) {
            switch (block.path("type").asText()) {
                case "header" ->
                    assertThat(block.path("text").path("text").asText()).hasSizeBetween(1, SlackMessages.HEADER_CHARS);
                case "section" -> section(block);
                case "context" -> {
                    assertThat(block.path("elements").size()).isBetween(1, 10);
                    assertThat(block.path("elements").path(0).path("text").asText())
                            .hasSizeBetween(1, SlackMessages.SECTION_CHARS);
                }
                default -> throw new AssertionError("unknown block " + block);
            }
        }
    }

    private static void section(JsonNode block) {
        if (block.has("text")) {
            assertThat(block.path("text").path("text").asText()).hasSizeBetween(1, SlackMessages.SECTION_CHARS);
        }
        assertThat(block.path("fields").size()).isLessThanOrEqualTo(SlackMessages.MOST_FIELDS);
        block.path("fields")
                .forEach(field -> assertThat(field.path("text").asText()).hasSizeBetween(1, SlackMessages.FIELD_CHARS));
    }

    private static void golden(String name, JsonNode found) throws IOException {
        String text = JSON.writerWithDefaultPrettyPrinter().writeValueAsString(found) + "\n";
        Path file = GOLDEN.resolve(name);
        if (Boolean.getBoolean("golden.update")) {
            Files.createDirectories(GOLDEN);
            Files.writeString(file, text);
        }
        assertThat(text).as(name).isEqualTo(Files.readString(file));
    }
}
