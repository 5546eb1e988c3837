package io.tidemark.streamkit.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.streamkit.runtime.StreamsSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/// The settings that all services share: defaults, each setting in its place, unknown keys, and where secrets come
/// from.
class SettingsTest {
    private static final String JAAS = "PlainLoginModule required username=\"u\" password=\"s3cret\";";

    @TempDir
    private Path folder;

    @Configuration(proxyBeanMethods = false)
    @EnableConfigurationProperties({
        KafkaProperties.class,
        StreamsProperties.class,
        RegistryProperties.class,
        ModelsProperties.class
    })
    static class Groups {}

    @Test
    void withoutSettingsTheDefaultsHold() {
        assertThat(bound(KafkaProperties.class, Map.of()))
                .isEqualTo(new KafkaProperties("localhost:9092", "", Map.of()));
        assertThat(bound(StreamsProperties.class, Map.of()))
                .isEqualTo(new StreamsProperties(Path.of("state"), 1, true, Duration.ofMillis(100), 0, ""));
        assertThat(bound(RegistryProperties.class, Map.of()))
                .isEqualTo(new RegistryProperties(
                        Path.of("registry"),
                        "",
                        "",
                        Duration.ofSeconds(10),
                        3,
                        5,
                        Duration.ofSeconds(60),
                        Duration.ofSeconds(10),
                        ""));
        assertThat(bound(ModelsProperties.class, Map.of()))
                .isEqualTo(new ModelsProperties(Path.of("models"), List.of()));
    }

    @Test
    void eachSettingGetsToItsPlace() {
        assertThat(bound(
                        KafkaProperties.class,
                        Map.of(
                                "tidemark.kafka.bootstrap-servers", "kafka:9093",
                                "tidemark.kafka.topic-prefix", "team.",
                                "tidemark.kafka.properties[security.protocol]", "SASL_SSL",
                                "tidemark.kafka.properties.linger.ms", "5")))
                .isEqualTo(new KafkaProperties(
                        "kafka:9093", "team.", Map.of("security.protocol", "SASL_SSL", "linger.ms", "5")));
        assertThat(bound(
                        StreamsProperties.class,
                        Map.of(
                                "tidemark.streams.state-dir", "/data",
                                "tidemark.streams.threads", "3",
                                "tidemark.streams.exactly-once", "false",
                                "tidemark.streams.commit-interval", "20ms",
                                "tidemark.streams.standbys", "1",
                                "tidemark.streams.instance", "blue")))
                .isEqualTo(new StreamsProperties(Path.of("/data"), 3, false, Duration.ofMillis(20), 1, "blue"));
        assertThat(bound(
                        RegistryProperties.class,
                        Map.of(
                                "tidemark.registry.dir", "/models",
                                "tidemark.registry.mlflow-uri", "http://mlflow:5000",
                                "tidemark.registry.mirror", "gs://bucket/models",
                                "tidemark.registry.timeout", "3s",
                                "tidemark.registry.tries", "2",
                                "tidemark.registry.failures", "4",
                                "tidemark.registry.alone", "30s",
                                "tidemark.registry.poll-interval", "1s",
                                "tidemark.registry.webhook-secret", "s3cret")))
                .isEqualTo(new RegistryProperties(
                        Path.of("/models"),
                        "http://mlflow:5000",
                        "gs://bucket/models",
                        Duration.ofSeconds(3),
                        2,
                        4,
                        Duration.ofSeconds(30),
                        Duration.ofSeconds(1),
                        "s3cret"));
        assertThat(bound(
                        ModelsProperties.class,
                        Map.of("tidemark.models.dir", "/m", "tidemark.models.overrides[0]", "seed=7")))
                .isEqualTo(new ModelsProperties(Path.of("/m"), List.of("seed=7")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tidemark.kafka.bootstrap",
                "tidemark.streams.thread",
                "tidemark.registry.folder",
                "tidemark.models.override"
            })
    void anUnknownKeyIsRefusedByItsName(String key) {
        assertThatThrownBy(() -> bound(KafkaProperties.class, Map.of(key, "1")))
                .rootCause()
                .hasMessageContaining(key);
    }

    @Test
    void aServiceHasAFolderOfItsOwnAndAnInstanceAName() {
        StreamsProperties properties = new StreamsProperties(Path.of("state"), 1, true, Duration.ofMillis(100), 0, "");

        StreamsSettings settings = properties.forService("scoring-stream");

        assertThat(settings.stateDir()).isEqualTo(Path.of("state", "scoring-stream"));
        assertThat(settings.instance())
                .endsWith("-" + ProcessHandle.current().pid())
                .doesNotStartWith("-");
        assertThat(new StreamsProperties(Path.of("state"), 1, true, Duration.ofMillis(100), 0, "blue")
                        .forService("scoring-stream")
                        .instance())
                .isEqualTo("blue");
    }

    @Test
    void aSecretComesFromTheEnvironment() {
        KafkaProperties properties = bound(
                KafkaProperties.class,
                Map.of("TIDEMARK_KAFKA_PROPERTIES_SASL_JAAS_CONFIG", JAAS),
                source -> new SystemEnvironmentPropertySource(
                        StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, source));

        assertThat(properties.properties()).containsEntry("sasl.jaas.config", JAAS);
    }

    /// As Kubernetes and Docker mount them: one file a secret.
    @Test
    void aSecretComesFromAFileOfItsOwn() throws IOException {
        Files.writeString(folder.resolve("tidemark.kafka.properties.sasl.jaas.config"), JAAS);

        assertThat(bound(KafkaProperties.class, Map.of("spring.config.import", "configtree:" + folder + "/"))
                        .properties())
                .containsEntry("sasl.jaas.config", JAAS);
    }

    @Test
    void secretsDoNotShowInTheSettings() {
        KafkaProperties properties = new KafkaProperties("k:9092", "", Map.of("sasl.jaas.config", JAAS));

        assertThat(properties.toString())
                .contains("k:9092", "sasl.jaas.config=***")
                .doesNotContain("s3cret");
        assertThat(properties.toSettings().properties()).containsEntry("sasl.jaas.config", JAAS);
    }

    private static <P> P bound(Class<P> type, Map<String, Object> settings) {
        return bound(type, settings, source -> new MapPropertySource("test", source));
    }

    private static <P> P bound(
            Class<P> type, Map<String, Object> settings, Function<Map<String, Object>, PropertySource<?>> source) {
        SpringApplication application = new SpringApplication(Groups.class);
        application.setBannerMode(Banner.Mode.OFF);
        application.setWebApplicationType(WebApplicationType.NONE);
        application.setRegisterShutdownHook(false);
        StandardEnvironment environment = new StandardEnvironment();
        environment.getPropertySources().remove(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME);
        environment.getPropertySources().addFirst(source.apply(new HashMap<>(settings)));
        application.setEnvironment(environment);
        try (ConfigurableApplicationContext context = application.run()) {
            return context.getBean(type);
        }
    }
}
