package io.tidemark.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.wire.RegistrySettings.Credentials;
import io.tidemark.wire.RegistrySettings.Store;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.config.types.Password;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RegistrySettingsTest {
    @Test
    void defaults() {
        assertThat(RegistrySettings.of("http://registry:8081"))
                .isEqualTo(new RegistrySettings(
                        List.of(URI.create("http://registry:8081")),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        true,
                        Duration.ofSeconds(5),
                        3,
                        Duration.ofSeconds(5)));
    }

    @Test
    void eachPropertyIsRead() {
        Map<String, Object> properties = Map.ofEntries(
                Map.entry("schema.registry.url", " https://a:1/apis/ccompat/v7/ , https://b:2,"),
                Map.entry("basic.auth.user.info", "alice:se:cret"),
                Map.entry("schema.registry.ssl.truststore.location", "/t"),
                Map.entry("schema.registry.ssl.truststore.password", new Password("tp")),
                Map.entry("schema.registry.ssl.truststore.type", "JKS"),
                Map.entry("schema.registry.ssl.keystore.location", "/k"),
                Map.entry("schema.registry.ssl.keystore.password", "kp"),
                Map.entry("auto.register.schemas", false),
                Map.entry("schema.registry.timeout.ms", 1_500),
                Map.entry("schema.registry.attempts", "7"),
                Map.entry("acks", "all"));

        assertThat(RegistrySettings.from(properties))
                .isEqualTo(new RegistrySettings(
                        List.of(URI.create("https://a:1/apis/ccompat/v7"), URI.create("https://b:2")),
                        Optional.of(new Credentials("alice", "se:cret")),
                        Optional.of(new Store(Path.of("/t"), "tp", "JKS")),
                        Optional.of(new Store(Path.of("/k"), "kp", "PKCS12")),
                        false,
                        Duration.ofMillis(1_500),
                        7,
                        Duration.ofSeconds(5)));
    }

    @Test
    void confluentsOlderNameOfTheCredentialsIsReadToo() {
        assertThat(RegistrySettings.from(Map.of(
                                "schema.registry.url", "http://r", "schema.registry.basic.auth.user.info", "a:b"))
                        .credentials())
                .contains(new Credentials("a", "b"));
    }

    @Test
    void passwordsShowNowhere() {
        RegistrySettings settings = RegistrySettings.from(Map.of(
                "schema.registry.url", "http://r",
                "basic.auth.user.info", "alice:hunter2",
                "schema.registry.ssl.truststore.location", "/t",
                "schema.registry.ssl.truststore.password", "hunter2",
                "schema.registry.ssl.keystore.location", "/k",
                "schema.registry.ssl.keystore.password", "hunter2"));

        assertThat(settings.toString()).contains("alice:***", "/t", "/k").doesNotContain("hunter2");
        assertThatThrownBy(() -> RegistrySettings.of("http://alice:hunter2@r"))
                .hasMessage("Found user information in schema.registry.url, expected it in basic.auth.user.info.");
        assertThatThrownBy(() -> RegistrySettings.from(
                        Map.of("schema.registry.url", "http://r", "basic.auth.user.info", "hunter2")))
                .hasMessage("Found basic.auth.user.info without a colon, expected user:password.");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            schema.registry.url        | ''              | Found no schema registry address, expected schema.registry.url.
            schema.registry.url        | registry:8081   | Found schema.registry.url = 'registry:8081', expected an http, https or mock address.
            schema.registry.url        | ftp://r         | Found schema.registry.url = 'ftp://r', expected an http, https or mock address.
            schema.registry.url        | http://         | Found schema.registry.url = 'http://', expected an http, https or mock address.
            schema.registry.url        | http://a b      | Found schema.registry.url = 'http://a b', expected an http, https or mock address.
            schema.registry.url        | mock://a,http://b | Found schema.registry.url = [mock://a, http://b], expected one mock address alone.
            auto.register.schemas      | yes             | Found auto.register.schemas = 'yes', expected true or false.
            schema.registry.timeout.ms | 5s              | Found schema.registry.timeout.ms = '5s', expected a whole number.
            schema.registry.timeout.ms | 0               | Found schema.registry.timeout.ms = PT0S, expected more than 0.
            schema.registry.attempts   | 0               | Found schema.registry.attempts = 0, expected 1 or more.
            """)
    void wrongValuesAreNamed(String key, String value, String message) {
        Map<String, String> properties = new HashMap<>(Map.of("schema.registry.url", "http://r"));
        properties.put(key, value);

        assertThatThrownBy(() -> RegistrySettings.from(properties))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }
}
