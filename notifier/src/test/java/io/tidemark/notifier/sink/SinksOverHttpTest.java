package io.tidemark.notifier.sink;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidemark.event.AlertStatus;
import io.tidemark.event.Severity;
import io.tidemark.notifier.Notices;
import io.tidemark.notifier.delivery.Answer;
import io.tidemark.notifier.delivery.Parcel;
import io.tidemark.notifier.message.AlertmanagerMessages;
import io.tidemark.notifier.message.Links;
import io.tidemark.notifier.message.SlackMessages;
import io.tidemark.notifier.message.WebhookMessages;
import io.tidemark.notifier.notice.AlertNotice;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SinksOverHttpTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:05:00Z");
    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SECRET = "/services/T000/B000/XXXXsecretXXXX";

    private final LocalServer server = new LocalServer();
    private final JdkHttp http = new JdkHttp(Duration.ofMillis(300), CLOCK);
    private final Map<String, String> firstMessages = new HashMap<>();

    @AfterEach
    void stop() {
        server.close();
        http.close();
    }

    private SlackWebhook webhook() {
        return new SlackWebhook(server.address(SECRET), new SlackMessages(Links.NONE), http);
    }

    private SlackBot bot() {
        return new SlackBot(
                new SlackBot.Config(server.address("/api/"), "xoxb-secret", "C1"),
                new SlackMessages(Links.NONE),
                http,
                thread -> Optional.ofNullable(firstMessages.get(thread)));
    }

    private static Parcel single(AlertNotice notice) {
        return new Parcel.Single(notice);
    }

    @Test
    void aWebhookThatAnswers200HasTheMessage() throws IOException {
        assertThat(webhook().tell(single(Notices.open("a")))).isEqualTo(new Answer.Delivered(Optional.empty()));

        JsonNode body = JSON.readTree(server.received().getFirst().body());
        assertThat(server.received().getFirst().path()).isEqualTo(SECRET);
        assertThat(body.path("blocks").path(0).path("type").asText()).isEqualTo("header");
    }

    @Test
    void a429SaysWhenToComeAgain() {
        server.answers(429, "rate_limited", Map.of("Retry-After", "30"));

        assertThat(webhook().tell(single(Notices.open("a"))))
                .isEqualTo(new Answer.Later(Optional.of(Duration.ofSeconds(30)), "Slack answered 429: rate_limited"));
    }

    @Test
    void retryAfterMayBeADate() {
        assertThat(JdkHttp.retryAfter("Sun, 1 Mar 2026 12:05:40 GMT", NOW)).contains(Duration.ofSeconds(40));
        assertThat(JdkHttp.retryAfter("Sun, 1 Mar 2026 12:04:00 GMT", NOW)).contains(Duration.ZERO);
        assertThat(JdkHttp.retryAfter("soon", NOW)).isEmpty();
        assertThat(JdkHttp.retryAfter("999999999999", NOW)).contains(Duration.ofHours(1));
        assertThat(JdkHttp.retryAfter("Fri, 1 Mar 2030 12:05:40 GMT", NOW)).contains(Duration.ofHours(1));
    }

    @Test
    void a500PassesAndA404DoesNot() {
        server.answers(500, "", Map.of()).answers(404, "no_service", Map.of());

        assertThat(webhook().tell(single(Notices.open("a"))))
                .isEqualTo(new Answer.Later(Optional.empty(), "Slack answered 500"));
        assertThat(webhook().tell(single(Notices.open("a"))))
                .isEqualTo(new Answer.Never("Slack answered 404: no_service"));
    }

    @Test
    void aServerThatIsSilentIsTriedAgain() {
        server.isSilent();

        assertThat(webhook().tell(single(Notices.open("a"))))
                .isEqualTo(new Answer.Later(Optional.empty(), "Slack: no answer within 300 ms"));
    }

    @Test
    void aServerThatIsSilentAfterItsHeadersIsTriedAgain() {
        server.stallsAfterHeaders();

        assertThat(webhook().tell(single(Notices.open("a"))))
                .isEqualTo(new Answer.Later(Optional.empty(), "Slack: no answer within 300 ms"));
    }

    @Test
    void ofALongAnswerTheBeginningIsEnough() {
        server.answers(404, "x".repeat(1_000_000), Map.of());

        assertThat(webhook().tell(single(Notices.open("a")))).isInstanceOf(Answer.Never.class);
    }

    @Test
    void aServerThatIsGoneIsTriedAgainAndTheSecretIsNotTold() {
        URI gone = server.address(SECRET);
        server.close();

        Answer answer = new SlackWebhook(gone, new SlackMessages(Links.NONE), http).tell(single(Notices.open("a")));

        assertThat(answer).isInstanceOf(Answer.Later.class);
        assertThat(answer.toString()).doesNotContain("secret");
        assertThat(new Post(gone, Map.of("Authorization", "xoxb-secret"), JSON.createObjectNode()).toString())
                .doesNotContain("secret");
    }

    @Test
    void aBotAnswersTheFirstMessageOfAnAlertInItsThreadAndUpdatesIt() throws IOException {
        server.usually("{\"ok\":true,\"channel\":\"C1\",\"ts\":\"17.1\"}");
        assertThat(bot().tell(single(Notices.open("a")))).isEqualTo(new Answer.Delivered(Optional.of("C1/17.1")));
        firstMessages.put("a", "C1/17.1");

        bot().tell(single(Notices.resolved("a")));

        assertThat(server.received())
                .extracting(LocalServer.Received::path)
                .containsExactly("/api/chat.postMessage", "/api/chat.update", "/api/chat.postMessage");
        assertThat(server.received())
                .extracting(LocalServer.Received::authorization)
                .containsOnly("Bearer xoxb-secret");
        JsonNode update = JSON.readTree(server.received().get(1).body());
        assertThat(update.path("ts").asText()).isEqualTo("17.1");
        JsonNode reply = JSON.readTree(server.received().get(2).body());
        assertThat(reply.path("thread_ts").asText()).isEqualTo("17.1");
        assertThat(reply.path("reply_broadcast").asBoolean()).isFalse();
    }

    @Test
    void anEscalationIsShownInTheChannelToo() throws IOException {
        server.usually("{\"ok\":true,\"channel\":\"C1\",\"ts\":\"17.1\"}");
        firstMessages.put("a", "C1/17.1");

        bot().tell(single(new AlertNotice(Notices.alert("a", AlertStatus.ESCALATED, Severity.HIGH))));

        assertThat(JSON.readTree(server.received().getLast().body())
                        .path("reply_broadcast")
                        .asBoolean())
                .isTrue();
    }

    @Test
    void aFirstMessageThatIsGoneIsNoReasonNotToTell() {
        server.answers(200, "{\"ok\":false,\"error\":\"message_not_found\"}", Map.of())
                .usually("{\"ok\":true,\"channel\":\"C1\",\"ts\":\"18.1\"}");
        firstMessages.put("a", "C1/17.1");

        assertThat(bot().tell(single(Notices.resolved("a")))).isEqualTo(new Answer.Delivered(Optional.of("C1/18.1")));
    }

    @Test
    void errorsOfSlacksApiPassOrDoNot() {
        server.answers(200, "{\"ok\":false,\"error\":\"internal_error\"}", Map.of())
                .answers(200, "{\"ok\":false,\"error\":\"channel_not_found\"}", Map.of())
                .answers(200, "<html>", Map.of());

        assertThat(bot().tell(single(Notices.open("a"))))
                .isEqualTo(new Answer.Later(Optional.empty(), "Slack refused chat.postMessage: internal_error"));
        assertThat(bot().tell(single(Notices.open("a"))))
                .isEqualTo(new Answer.Never("Slack refused chat.postMessage: channel_not_found"));
        assertThat(bot().tell(single(Notices.open("a")))).isInstanceOf(Answer.Later.class);
    }

    @Test
    void theJsonWebhookHasAKeyThatStaysTheSame() throws IOException {
        JsonWebhook sink =
                new JsonWebhook(server.address("/hook"), "Bearer secret", new WebhookMessages(Links.NONE), http);

        sink.tell(single(Notices.open("drift/häuser/3/1")));
        sink.tell(single(Notices.open("drift/häuser/3/1")));

        assertThat(server.received())
                .extracting(LocalServer.Received::idempotencyKey)
                .containsOnly("drift/h_user/3/1/OPEN/MEDIUM+0");
        assertThat(server.received())
                .extracting(LocalServer.Received::authorization)
                .containsOnly("Bearer secret");
        JsonNode notice = JSON.readTree(server.received().getFirst().body())
                .path("notices")
                .path(0);
        assertThat(notice.path("id").asText()).isEqualTo("drift/häuser/3/1/OPEN/MEDIUM");
        assertThat(notice.path("evidence").path(0).path("value").asDouble()).isEqualTo(0.412);
    }

    @Test
    void alertmanagerGetsAnEndThatLiesAheadWhileAnAlertIsOpen() throws IOException {
        Alertmanager sink = new Alertmanager(
                server.address("/api/v2/alerts"), new AlertmanagerMessages(new Links("https://docs", "")), http, CLOCK);

        sink.tell(new Parcel.Summary(List.of(Notices.open("a"), Notices.resolved("b"))));

        JsonNode alerts = JSON.readTree(server.received().getFirst().body());
        JsonNode open = alerts.path(0);
        assertThat(open.path("labels").path("alertname").asText()).isEqualTo("TidemarkDrift");
        assertThat(open.path("labels").path("severity").asText()).isEqualTo("medium");
        assertThat(open.path("startsAt").asText()).isEqualTo("2026-03-01T12:00:00Z");
        assertThat(Instant.parse(open.path("endsAt").asText())).isEqualTo(NOW.plusSeconds(300));
        assertThat(open.path("annotations").path("runbook_url").asText()).isEqualTo("https://docs/runbook.md#drift");
        assertThat(Instant.parse(alerts.path(1).path("endsAt").asText())).isEqualTo(Notices.OPENED.plusSeconds(60));
    }
}
