package io.tidemark.notifier.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.event.Severity;
import io.tidemark.notifier.NotifierConfig;
import io.tidemark.notifier.delivery.DeliveryRules;
import io.tidemark.notifier.message.Links;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.handler.NoUnboundElementsBindHandler;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class NotifierPropertiesTest {
    private static NotifierConfig config(Map<String, String> settings) {
        return bind(settings, "tidemark.notifier", NotifierProperties.class)
                .toConfig(bind(settings, "tidemark.slack", SlackProperties.class));
    }

    private static <T> T bind(Map<String, String> settings, String prefix, Class<T> type) {
        return new Binder(new MapConfigurationPropertySource(settings))
                .bindOrCreate(prefix, Bindable.of(type), new NoUnboundElementsBindHandler(BindHandler.DEFAULT));
    }

    @Test
    void defaultsAreThoseOfTheConfiguration() {
        assertThat(config(Map.of())).isEqualTo(NotifierConfig.DEFAULT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"secret\nX-Other: 1", "secret\u200b", "secret\u201d"})
    void whatAHeaderCannotCarryIsRefusedAndNotShown(String token) {
        Map<String, String> bot = Map.of("tidemark.slack.bot-token", token + "x", "tidemark.slack.channel", "C1");
        Map<String, String> webhook = Map.of(
                "tidemark.notifier.webhook-url",
                "http://localhost:2/hook",
                "tidemark.notifier.webhook-authorization",
                token + "x");

        for (Map<String, String> settings : List.of(bot, webhook)) {
            assertThatThrownBy(() -> config(settings))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("as number 7 of the")
                    .hasMessageNotContaining("secret\n")
                    .hasMessageNotContaining("X-Other");
        }
    }

    @Test
    void everySettingArrives() {
        Map<String, String> settings = Map.ofEntries(
                Map.entry("tidemark.slack.webhook-url", "https://hooks.example/T/B/x"),
                Map.entry("tidemark.slack.bot-token", "xoxb-1"),
                Map.entry("tidemark.slack.channel", "C1"),
                Map.entry("tidemark.slack.api-url", "http://localhost:1/api"),
                Map.entry("tidemark.notifier.webhook-url", "http://localhost:2/hook"),
                Map.entry("tidemark.notifier.webhook-authorization", "Bearer t"),
                Map.entry("tidemark.notifier.alertmanager-url", "http://localhost:9093"),
                Map.entry("tidemark.notifier.docs-url", "https://docs/"),
                Map.entry("tidemark.notifier.dashboard-url", "https://grafana/{model}"),
                Map.entry("tidemark.notifier.min-severity", "medium"),
                Map.entry("tidemark.notifier.timeline", "false"),
                Map.entry("tidemark.notifier.timeout", "3s"),
                Map.entry("tidemark.notifier.gap", "4s"),
                Map.entry("tidemark.notifier.burst", "5"),
                Map.entry("tidemark.notifier.burst-window", "6m"),
                Map.entry("tidemark.notifier.gather", "7s"),
                Map.entry("tidemark.notifier.first-backoff", "8s"),
                Map.entry("tidemark.notifier.longest-backoff", "9m"),
                Map.entry("tidemark.notifier.give-up-after", "10h"));

        assertThat(config(settings))
                .isEqualTo(new NotifierConfig(
                        Optional.of(URI.create("https://hooks.example/T/B/x")),
                        Optional.of(new NotifierConfig.Bot(URI.create("http://localhost:1/api/"), "xoxb-1", "C1")),
                        Optional.of(new NotifierConfig.Receiver(URI.create("http://localhost:2/hook"), "Bearer t")),
                        Optional.of(URI.create("http://localhost:9093")),
                        new Links("https://docs/", "https://grafana/{model}"),
                        Severity.MEDIUM,
                        false,
                        Duration.ofSeconds(3),
                        new DeliveryRules(
                                Duration.ofSeconds(4),
                                5,
                                Duration.ofMinutes(6),
                                Duration.ofSeconds(7),
                                Duration.ofSeconds(8),
                                Duration.ofMinutes(9),
                                Duration.ofHours(10))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"tidemark.notifier.minimum", "tidemark.slack.webhook"})
    void unknownKeysFail(String key) {
        assertThatThrownBy(() -> config(Map.of(key, "x")))
                .isInstanceOf(BindException.class)
                .hasStackTraceContaining(key);
    }

    @Test
    void secretsAreNotShown() {
        Map<String, String> settings = Map.of(
                "tidemark.slack.webhook-url", "https://hooks.example/secret",
                "tidemark.slack.bot-token", "xoxb-secret",
                "tidemark.slack.channel", "C1",
                "tidemark.notifier.webhook-url", "http://localhost/secret",
                "tidemark.notifier.webhook-authorization", "secret");
        assertThat(config(settings).toString()).doesNotContain("secret").contains("by bot");
        assertThat(bind(settings, "tidemark.slack", SlackProperties.class).toString())
                .doesNotContain("secret");
        assertThat(bind(settings, "tidemark.notifier", NotifierProperties.class).toString())
                .doesNotContain("secret");
    }

    @Test
    void anAddressThatIsNoneIsRefusedWithoutShowingIt() {
        assertThatThrownBy(() -> config(Map.of("tidemark.slack.webhook-url", "hooks.slack.com/secret")))
                .hasMessageContaining("tidemark.slack.webhook-url")
                .hasMessageNotContaining("hooks.slack.com");
        assertThatThrownBy(() -> config(Map.of("tidemark.slack.webhook-url", "https://bad host/secret")))
                .hasMessageNotContaining("bad host");
        assertThatThrownBy(() -> config(Map.of("tidemark.slack.bot-token", "xoxb-1")))
                .hasMessageContaining("tidemark.slack.channel");
    }
}
