package io.tidemark.scoring.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.model.bundle.BundleVerifier;
import io.tidemark.scoring.ScoringConfig;
import io.tidemark.streamkit.deadletter.InboundDecoder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.MapPropertySource;

class ScoringPropertiesTest {
    @Configuration(proxyBeanMethods = false)
    @EnableConfigurationProperties(ScoringProperties.class)
    static class Group {}

    @Test
    void withoutSettingsTheDefaultsHold() {
        assertThat(bound(Map.of()).toConfig()).isEqualTo(ScoringConfig.defaults(Path.of("cache")));
    }

    @Test
    void eachSettingGetsToItsPlace() {
        ScoringConfig config = bound(Map.ofEntries(
                        Map.entry("tidemark.scoring.max-request-bytes", "1000"),
                        Map.entry("tidemark.scoring.max-ahead", "2h"),
                        Map.entry("tidemark.scoring.model-wait", "3s"),
                        Map.entry("tidemark.scoring.start-wait", "4s"),
                        Map.entry("tidemark.scoring.unknown-schema-wait", "5s"),
                        Map.entry("tidemark.scoring.registry-wait", "6s"),
                        Map.entry("tidemark.scoring.warm-up-rows", "7"),
                        Map.entry("tidemark.scoring.golden-tolerance", "1e-3"),
                        Map.entry("tidemark.scoring.latency-budget", "8ms"),
                        Map.entry("tidemark.scoring.cache-dir", "/nine"),
                        Map.entry("tidemark.scoring.explain-budget", "0.5")))
                .toConfig();

        assertThat(config)
                .isEqualTo(new ScoringConfig(
                        new InboundDecoder.Limits(
                                1000, Duration.ofSeconds(5), Duration.ofMinutes(1), Duration.ofSeconds(6)),
                        Duration.ofHours(2),
                        Duration.ofSeconds(3),
                        Duration.ofSeconds(4),
                        7,
                        new BundleVerifier(1e-3, 8_000),
                        0.5,
                        Path.of("/nine")));
    }

    @Test
    void anUnknownKeyIsRefusedByItsName() {
        assertThatThrownBy(() -> bound(Map.of("tidemark.scoring.max-request-byte", "1")))
                .rootCause()
                .hasMessageContaining("tidemark.scoring.max-request-byte");
    }

    @Test
    void nonsenseIsRefusedWithWhatWasExpected() {
        assertThatThrownBy(() ->
                        bound(Map.of("tidemark.scoring.warm-up-rows", "-1")).toConfig())
                .hasMessageContaining("-1 warm-up rows, expected 0 or more");
        assertThatThrownBy(() ->
                        bound(Map.of("tidemark.scoring.explain-budget", "1.5")).toConfig())
                .hasMessageContaining("1.5 of time for explanations, expected 0 to 1");
    }

    private static ScoringProperties bound(Map<String, Object> settings) {
        try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
            context.getEnvironment().getPropertySources().addFirst(new MapPropertySource("test", settings));
            context.register(Group.class);
            context.refresh();
            return context.getBean(ScoringProperties.class);
        }
    }
}
