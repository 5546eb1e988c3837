package io.tidemark.feedback.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.feedback.FeedbackConfig;
import io.tidemark.streamkit.deadletter.InboundDecoder;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.core.env.MapPropertySource;

class FeedbackPropertiesTest {
    @EnableConfigurationProperties(FeedbackProperties.class)
    static class Settings {}

    @Test
    void defaultsAreThoseOfTheConfig() {
        assertThat(properties(Map.of()).toConfig()).isEqualTo(FeedbackConfig.DEFAULT);
    }

    @Test
    void eachSettingReachesTheConfig() {
        FeedbackConfig config = properties(Map.of(
                        "tidemark.joiner.max-record-bytes", "1000",
                        "tidemark.joiner.max-ahead", "2h",
                        "tidemark.joiner.label-wait", "3d",
                        "tidemark.joiner.interval", "4s",
                        "tidemark.joiner.purge-batch", "6",
                        "tidemark.joiner.unknown-schema-wait", "7s",
                        "tidemark.joiner.registry-wait", "8s"))
                .toConfig();
        assertThat(config)
                .isEqualTo(new FeedbackConfig(
                        new InboundDecoder.Limits(
                                1_000,
                                Duration.ofSeconds(7),
                                InboundDecoder.Limits.DEFAULT.unknownSchemaPause(),
                                Duration.ofSeconds(8)),
                        Duration.ofHours(2),
                        Duration.ofDays(3),
                        Duration.ofSeconds(4),
                        6));
    }

    @Test
    void unknownKeysFail() {
        assertThatThrownBy(() -> properties(Map.of("tidemark.joiner.labelwait-ms", "1")))
                .hasRootCauseInstanceOf(Exception.class)
                .hasStackTraceContaining("labelwait-ms");
    }

    @Test
    void settingsWithoutSenseFail() {
        assertThatThrownBy(() ->
                        properties(Map.of("tidemark.joiner.purge-batch", "0")).toConfig())
                .hasMessage("Found a purge batch of 0, expected 1 or more.");
        assertThatThrownBy(() ->
                        properties(Map.of("tidemark.joiner.label-wait", "0s")).toConfig())
                .hasMessageContaining("label wait");
        assertThatThrownBy(() -> properties(Map.of("tidemark.joiner.interval", "soon")))
                .hasStackTraceContaining(BindException.class.getSimpleName());
    }

    private static FeedbackProperties properties(Map<String, String> settings) {
        try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
            context.getEnvironment()
                    .getPropertySources()
                    .addFirst(new MapPropertySource("test", new HashMap<>(settings)));
            context.register(Settings.class);
            context.refresh();
            return context.getBean(FeedbackProperties.class);
        }
    }
}
