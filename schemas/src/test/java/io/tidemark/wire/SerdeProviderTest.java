package io.tidemark.wire;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.confluent.kafka.serializers.RegistryDouble;
import io.confluent.kafka.serializers.RegistryDouble.Fault;
import io.tidemark.event.Alert;
import io.tidemark.event.GroundTruth;
import io.tidemark.schema.RecordSchemas;
import io.tidemark.schema.Samples;
import java.util.Arrays;
import java.util.Map;
import org.apache.kafka.common.serialization.Serde;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The choice of serdes, and the faults of Confluent's translated into ours. Confluent's are stand-ins here.
class SerdeProviderTest {
    private static final Map<String, String> OURS = Map.of("schema.registry.url", "mock://serde-provider");
    private static final Map<String, String> CONFLUENTS =
            Map.of("schema.registry.url", "http://unused", "tidemark.serde", "confluent");

    private final GroundTruth record =
            Samples.specific(GroundTruth.class, Samples.generic(RecordSchemas.published("GroundTruth"), 1));

    @AfterEach
    void mendRegistry() {
        RegistryDouble.set(Fault.NONE);
    }

    @Test
    void bothProvidersWriteTheSameAvro() {
        byte[] ours = requireNonNull(serde(OURS).serializer().serialize("topic", record));
        byte[] confluents = requireNonNull(serde(CONFLUENTS).serializer().serialize("topic", record));

        assertThat(Arrays.copyOfRange(ours, 5, ours.length))
                .isEqualTo(Arrays.copyOfRange(confluents, 5, confluents.length));
        assertThat(serde(OURS).deserializer().deserialize("topic", ours)).isEqualTo(record);
        assertThat(serde(CONFLUENTS).deserializer().deserialize("topic", confluents))
                .isEqualTo(record);
    }

    @Test
    void oursAreTheDefault() {
        assertThat(SerdeProvider.from(CONFLUENTS)).isInstanceOf(ConfluentSerdes.class);
        assertThat(SerdeProvider.from(OURS)).isNotInstanceOf(ConfluentSerdes.class);
        assertThatThrownBy(() -> SerdeProvider.from(Map.of("tidemark.serde", "confluence")))
                .hasMessage("Found tidemark.serde = 'confluence', expected tidemark or confluent.");
    }

    @Test
    void theSerdesOfOneProviderShareTheirRegistry() {
        SerdeProvider provider = SerdeProvider.tidemark(RegistrySettings.of("mock://shared-by-provider"));
        byte[] bytes = requireNonNull(
                provider.valueSerde(GroundTruth.class).serializer().serialize("topic", record));

        assertThat(provider.valueSerde(GroundTruth.class).deserializer().deserialize("topic", bytes))
                .isEqualTo(record);
    }

    @Test
    void confluentsTombstoneStaysOne() {
        assertThat(serde(CONFLUENTS).serializer().serialize("topic", null)).isNull();
        assertThat(serde(CONFLUENTS).deserializer().deserialize("topic", null)).isNull();
    }

    @ParameterizedTest
    @EnumSource(names = {"DOWN", "SLOW", "SERVER_ERROR"})
    void confluentsRegistryFaultsAreRetriable(Fault fault) {
        byte[] bytes = confluentBytes();
        RegistryDouble.set(fault);

        assertThatThrownBy(() -> serde(CONFLUENTS).deserializer().deserialize("topic", bytes))
                .isInstanceOf(RegistryUnavailableException.class)
                .hasMessageContaining("The schema registry");
        assertThatThrownBy(() -> serde(CONFLUENTS).serializer().serialize("topic", record))
                .isInstanceOf(RegistryUnavailableException.class);
    }

    @ParameterizedTest
    @EnumSource(names = {"UNAUTHORIZED", "INVALID_SCHEMA"})
    void confluentsRefusalsAreRefusals(Fault fault) {
        byte[] bytes = confluentBytes();
        RegistryDouble.set(fault);

        assertThatThrownBy(() -> serde(CONFLUENTS).deserializer().deserialize("topic", bytes))
                .isInstanceOf(RegistryRefusedException.class)
                .hasMessageContaining("error code: 4");
        assertThatThrownBy(() -> serde(CONFLUENTS).serializer().serialize("topic", record))
                .isInstanceOf(RegistryRefusedException.class);
    }

    @Test
    void confluentsUnknownIdIsUnknown() {
        assertThatThrownBy(() -> serde(CONFLUENTS).deserializer().deserialize("topic", new byte[] {0, 0, 1, 0, 0, 0}))
                .isInstanceOf(UnknownSchemaException.class)
                .hasMessageContaining("Schema 65536 not found");
    }

    @Test
    void bytesThatConfluentsCannotReadAreMalformed() {
        byte[] bytes = confluentBytes();
        byte[] endlessLength = bytes.clone();
        Arrays.fill(endlessLength, 5, endlessLength.length, (byte) -1);

        for (byte[] broken : new byte[][] {{}, {1, 2, 3, 4, 5, 6}, Arrays.copyOf(bytes, 7), endlessLength}) {
            assertThatThrownBy(() -> serde(CONFLUENTS).deserializer().deserialize("topic", broken))
                    .isInstanceOf(MalformedRecordException.class);
        }
    }

    @Test
    void aRecordOfAnotherKindIsMalformedForConfluentsToo() {
        Serde<Alert> alerts = SerdeProvider.from(CONFLUENTS).valueSerde(Alert.class);
        byte[] bytes = confluentBytes();

        assertThatThrownBy(() -> alerts.deserializer().deserialize("topic", bytes))
                .isInstanceOf(MalformedRecordException.class)
                .hasMessage(
                        "Found a io.tidemark.event.GroundTruth on topic topic, expected a io.tidemark.event.Alert.");
    }

    @Test
    void aRecordThatConfluentsCannotWriteIsMalformed() {
        assertThatThrownBy(() -> serde(CONFLUENTS).serializer().serialize("topic", new GroundTruth()))
                .isInstanceOf(MalformedRecordException.class);
    }

    private byte[] confluentBytes() {
        return requireNonNull(serde(CONFLUENTS).serializer().serialize("topic", record));
    }

    private static Serde<GroundTruth> serde(Map<String, String> properties) {
        return SerdeProvider.from(properties).valueSerde(GroundTruth.class);
    }
}
