package io.tidemark.streamkit.app;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNoException;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

class SettingsCheckTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "tidemark.kafka.bootstrap-servers",
                "tidemark.kafka.properties[security.protocol]",
                "tidemark.scoring.cache-dir",
                "tidemark.models.overrides[0]",
                "tidemark.install.dir",
                "server.port",
                "anything.else",
            })
    void knownGroupsAndWhatIsNotOursPass(String name) {
        assertThatNoException().isThrownBy(() -> check(name).afterPropertiesSet());
    }

    @ParameterizedTest
    @ValueSource(strings = {"tidemark.kafak.bootstrap-servers", "tidemark.score.cache-dir", "tidemark.x[0]"})
    void aMisspeltGroupIsRefusedWithTheGroupsThereAre(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> check(name).afterPropertiesSet())
                .withMessageContaining(name)
                .withMessageContaining("in a file")
                .withMessageContaining(
                        "drift, joiner, kafka, models, notifier, registry, scoring, slack, streams, trainer");
    }

    /// The value may be a secret that went to the wrong place.
    @Test
    void theValueOfARefusedSettingDoesNotShow() {
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        check("tidemark.kafak.properties.sasl.jaas.config").afterPropertiesSet())
                .withMessageNotContaining("s3cret");
    }

    private static SettingsCheck check(String name) {
        StandardEnvironment environment = new StandardEnvironment();
        environment.getPropertySources().addFirst(new MapPropertySource("a file", Map.of(name, "s3cret")));
        return new SettingsCheck(environment);
    }
}
