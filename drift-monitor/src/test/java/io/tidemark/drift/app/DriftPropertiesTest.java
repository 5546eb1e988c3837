package io.tidemark.drift.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.drift.DriftConfig;
import io.tidemark.streamkit.deadletter.InboundDecoder;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.handler.NoUnboundElementsBindHandler;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class DriftPropertiesTest {
    private static DriftProperties bind(Map<String, String> settings) {
        return new Binder(new MapConfigurationPropertySource(settings))
                .bindOrCreate(
                        "tidemark.drift",
                        Bindable.of(DriftProperties.class),
                        new NoUnboundElementsBindHandler(BindHandler.DEFAULT));
    }

    @Test
    void defaultsAreThoseOfTheConfiguration() {
        assertThat(bind(Map.of()).toConfig()).isEqualTo(DriftConfig.DEFAULT);
    }

    @Test
    void everySettingArrives() {
        DriftConfig config = bind(Map.of(
                        "tidemark.drift.max-prediction-bytes", "1000",
                        "tidemark.drift.max-ahead", "2h",
                        "tidemark.drift.tick", "250ms",
                        "tidemark.drift.reference-wait", "3s",
                        "tidemark.drift.reference-retry", "4m",
                        "tidemark.drift.start-wait", "5s",
                        "tidemark.drift.unknown-schema-wait", "6s",
                        "tidemark.drift.registry-wait", "7s"))
                .toConfig();
        assertThat(config)
                .isEqualTo(new DriftConfig(
                        new InboundDecoder.Limits(
                                1000, Duration.ofSeconds(6), Duration.ofMinutes(1), Duration.ofSeconds(7)),
                        Duration.ofHours(2),
                        Duration.ofMillis(250),
                        Duration.ofSeconds(3),
                        Duration.ofMinutes(4),
                        Duration.ofSeconds(5)));
    }

    @Test
    void unknownKeysFail() {
        assertThatThrownBy(() -> bind(Map.of("tidemark.drift.tock", "1s")))
                .isInstanceOf(BindException.class)
                .hasStackTraceContaining("tidemark.drift.tock");
    }

    @Test
    void valuesThatMakeNoSenseAreRefused() {
        DriftProperties properties = bind(Map.of("tidemark.drift.tick", "0s"));
        assertThatThrownBy(properties::toConfig).hasMessageContaining("Found the tick PT0S");
    }
}
