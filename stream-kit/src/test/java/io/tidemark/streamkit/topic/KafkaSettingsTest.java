package io.tidemark.streamkit.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.tidemark.topic.Topics;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KafkaSettingsTest {
    @Test
    void withoutBrokersNothingCanBegin() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new KafkaSettings(" ", "", Map.of()))
                .withMessageContaining("host:port");
    }

    @Test
    void thePrefixStandsAheadOfTopicNames() {
        assertThat(new KafkaSettings("b:9092", "team.", Map.of()).name(Topics.ALERTS))
                .isEqualTo("team.alerts");
        assertThat(new KafkaSettings("b:9092", "", Map.of()).name(Topics.ALERTS))
                .isEqualTo("alerts");
    }

    @Test
    void whatTheUserSetsReachesEachClient() {
        KafkaSettings settings = new KafkaSettings("b:9092", "", Map.of("security.protocol", "SASL_SSL"));

        assertThat(settings.common())
                .containsEntry("security.protocol", "SASL_SSL")
                .containsEntry("bootstrap.servers", "b:9092");
        assertThat(settings.consumer()).containsEntry("security.protocol", "SASL_SSL");
        assertThat(settings.producer()).containsEntry("security.protocol", "SASL_SSL");
    }

    @Test
    void consumersSeeCommittedRecordsFromTheBeginningWhateverTheUserSays() {
        KafkaSettings settings = new KafkaSettings("b:9092", "", Map.of("isolation.level", "read_uncommitted"));

        assertThat(settings.consumer())
                .containsEntry("isolation.level", "read_committed")
                .containsEntry("auto.offset.reset", "earliest")
                .containsEntry("enable.auto.commit", false)
                .containsEntry("allow.auto.create.topics", false);
    }

    @Test
    void producersNeitherLoseNorDoubleWhateverTheUserSays() {
        KafkaSettings settings = new KafkaSettings(
                "b:9092", "", Map.of("acks", "0", "enable.idempotence", "false", "compression.type", "zstd"));

        assertThat(settings.producer())
                .containsEntry("acks", "all")
                .containsEntry("enable.idempotence", true)
                .containsEntry("compression.type", "zstd");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sasl.jaas.config",
                "ssl.key.password",
                "ssl.keystore.password",
                "ssl.keystore.key",
                "ssl.keystore.certificate.chain",
                "basic.auth.user.info",
                "schema.registry.basic.auth.user.info",
                "schema.registry.ssl.truststore.password",
                "sasl.oauthbearer.client.credentials.client.secret",
                "sasl.oauthbearer.assertion.private.key.passphrase",
                "bearer.auth.token",
            })
    void secretsNeverShow(String key) {
        String shown = new KafkaSettings("b:9092", "", Map.of(key, "s3cret", "linger.ms", "5")).toString();

        assertThat(shown).contains(key + "=***", "linger.ms=5").doesNotContain("s3cret");
    }
}
