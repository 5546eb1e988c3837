package io.tidemark.contract;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.event.GroundTruth;
import io.tidemark.testkit.TestStack;
import io.tidemark.testkit.WithStack;
import io.tidemark.topic.Topics;
import io.tidemark.wire.AvroDeserializer;
import io.tidemark.wire.AvroSerializer;
import io.tidemark.wire.RegistryRefusedException;
import io.tidemark.wire.RegistrySettings;
import io.tidemark.wire.RegistryUnavailableException;
import io.tidemark.wire.SchemaRegistry;
import io.tidemark.wire.SerdeProvider;
import io.tidemark.wire.UnknownSchemaException;
import io.tidemark.wire.WireFormat;
import java.time.Instant;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.specific.SpecificData;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/// The registry client against Apicurio.
@WithStack
class SchemaRegistryContractTest {
    private static final Schema ONE =
            SchemaBuilder.record("R").fields().requiredInt("a").endRecord();
    private static final Schema COMPATIBLE = SchemaBuilder.record("R")
            .fields()
            .requiredInt("a")
            .optionalString("b")
            .endRecord();
    private static final Schema BREAKING = SchemaBuilder.record("R")
            .fields()
            .requiredInt("a")
            .requiredString("c")
            .endRecord();

    private final TestStack stack;
    private final SchemaRegistry registry;
    private String subject = "";

    SchemaRegistryContractTest(TestStack stack) {
        this.stack = stack;
        this.registry = open();
    }

    @BeforeEach
    void nameSubject(TestInfo test) {
        subject = stack.prefix() + test.getDisplayName().replace("()", "") + "-value";
    }

    @Test
    void aRegisteredSchemaIsFoundByItsIdAndByItself() {
        int id = registry.register(subject, ONE);

        assertThat(open().schema(id)).isEqualTo(ONE);
        assertThat(open().lookUp(subject, ONE)).isEqualTo(id);
    }

    @Test
    void oneSchemaHasOneIdHoweverOftenAndWhereverItIsRegistered() {
        int id = registry.register(subject, ONE);

        assertThat(open().register(subject, ONE)).isEqualTo(id);
        assertThat(open().register("other-" + subject, ONE)).isEqualTo(id);
        assertThat(open().register(subject, COMPATIBLE)).isNotEqualTo(id);
    }

    @Test
    void anIdThatWasNeverGivenIsUnknown() {
        assertThatThrownBy(() -> registry.schema(999_999)).isInstanceOf(UnknownSchemaException.class);
    }

    @Test
    void aSchemaThatASubjectDoesNotHoldIsRefused() {
        assertThatThrownBy(() -> registry.lookUp(subject, ONE)).isInstanceOf(RegistryRefusedException.class);
        registry.register(subject, ONE);
        assertThatThrownBy(() -> registry.lookUp(subject, COMPATIBLE)).isInstanceOf(RegistryRefusedException.class);
    }

    @Test
    void underFullCompatibilityABreakingSchemaIsRefusedWithTheReason() {
        registry.register(subject, ONE);
        registry.requireCompatibility(subject, "FULL_TRANSITIVE");
        registry.register(subject, COMPATIBLE);

        assertThatThrownBy(() -> registry.register(subject, BREAKING))
                .isInstanceOf(RegistryRefusedException.class)
                .hasMessageContaining(subject)
                .hasMessageContaining("status 409")
                .hasMessageContaining("Incompatible")
                .hasMessageContaining("/fields/1");
    }

    @Test
    void aLevelThatDoesNotExistIsRefused() {
        assertThatThrownBy(() -> registry.requireCompatibility(subject, "SILLY"))
                .isInstanceOf(RegistryRefusedException.class)
                .hasMessageContaining("SILLY");
    }

    @Test
    void aLevelSetBeforeTheFirstSchemaHolds() {
        registry.requireCompatibility(subject, "FULL_TRANSITIVE");
        registry.register(subject, ONE);

        assertThatThrownBy(() -> registry.register(subject, BREAKING)).isInstanceOf(RegistryRefusedException.class);
    }

    @Test
    void allOfOurSchemasAreAcceptedUnderFullCompatibility() {
        Topics.all().forEach(topic -> {
            Schema schema = SpecificData.get().getSchema(topic.value());
            String name = stack.name(topic) + "-value";
            registry.requireCompatibility(name, "FULL_TRANSITIVE");

            int id = registry.register(name, schema);

            assertThat(open().register(name, schema)).isEqualTo(id);
        });
    }

    @Test
    void theSerializerRegistersTheSchemaThatPeoplePublished() {
        GroundTruth label = new GroundTruth("r-1", null, 1.5, Instant.parse("2026-03-01T10:00:00Z"), 0);
        String topic = stack.prefix() + "labels";

        byte[] bytes = requireNonNull(new AvroSerializer<GroundTruth>(registry, true).serialize(topic, label));

        Schema registered = open().schema(WireFormat.schemaId(bytes));
        assertThat(registered.toString()).doesNotContain("avro.java.string").contains("\"doc\":\"The true value");
        assertThat(new AvroDeserializer<>(open(), GroundTruth.class).deserialize(topic, bytes))
                .isEqualTo(label);
    }

    @Test
    void anAddressWithoutThePathOfTheRestInterfaceIsNoAnswer() {
        SchemaRegistry wrongPath = SchemaRegistry.open(RegistrySettings.of(stack.registryUrl() + "/wrong"));

        assertThatThrownBy(() -> wrongPath.schema(1))
                .isInstanceOf(RegistryUnavailableException.class)
                .hasMessageContaining("status 404");
    }

    /// This module's class path has none of Confluent's classes.
    @Test
    void confluentsSerdesWithoutTheirLibraryAreRefusedWithAWayOut() {
        assertThatThrownBy(() -> SerdeProvider.from(
                        Map.of("schema.registry.url", stack.registryUrl(), "tidemark.serde", "confluent")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("build with -Pconfluent, or set tidemark.serde = tidemark");
    }

    private SchemaRegistry open() {
        return SchemaRegistry.open(RegistrySettings.of(stack.registryUrl()));
    }
}
