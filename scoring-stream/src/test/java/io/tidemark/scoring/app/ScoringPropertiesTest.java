package io.tidemark.scoring.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.model.bundle.BundleVerifier;
import io.tidemark.model.bundle.WarmUp;
import io.tidemark.scoring.LoadingConfig;
import io.tidemark.scoring.ScoringConfig;
import io.tidemark.streamkit.deadletter.InboundDecoder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
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
        Map<String, Object> settings = new HashMap<>(Map.of(
                "tidemark.scoring.max-request-bytes", "1000",
                "tidemark.scoring.max-ahead", "2h",
                "tidemark.scoring.model-wait", "3s",
                "tidemark.scoring.start-wait", "4s",
                "tidemark.scoring.unknown-schema-wait", "5s",
                "tidemark.scoring.registry-wait", "6s",
                "tidemark.scoring.warm-up-rows", "7",
                "tidemark.scoring.golden-tolerance", "1e-3",
                "tidemark.scoring.latency-budget", "8ms",
                "tidemark.scoring.cache-dir", "/nine"));
        settings.put("tidemark.scoring.max-bundle-size", "10KB");
        settings.put("tidemark.scoring.warm-up-time", "11s");
        settings.put("tidemark.scoring.cache-size", "12MB");
        settings.put("tidemark.scoring.explain-budget", "0.5");
        ScoringConfig config = bound(settings).toConfig();

        assertThat(config)
                .isEqualTo(new ScoringConfig(
                        new InboundDecoder.Limits(
                                1000, Duration.ofSeconds(5), Duration.ofMinutes(1), Duration.ofSeconds(6)),
                        Duration.ofHours(2),
                        Duration.ofSeconds(3),
                        Duration.ofSeconds(4),
                        0.5,
                        new LoadingConfig(
                                10 * 1024,
                                new BundleVerifier(1e-3, 8_000),
                                new WarmUp(7, Duration.ofSeconds(11)),
                                Path.of("/nine"),
                                12 * 1024 * 1024)));
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
        assertThatThrownBy(() ->
                        bound(Map.of("tidemark.scoring.max-bundle-size", "0")).toConfig())
                .hasMessageContaining("0 bytes, expected 1 or more");
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
