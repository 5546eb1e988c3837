package io.tidemark.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.junit.jupiter.api.Test;

class InMemorySchemaRegistryTest {
    private static final Schema ONE =
            SchemaBuilder.record("R").fields().requiredInt("a").endRecord();
    private static final Schema COMPATIBLE =
            SchemaBuilder.record("R").fields().requiredInt("a").optionalInt("b").endRecord();
    private static final Schema BREAKING =
            SchemaBuilder.record("R").fields().requiredInt("a").requiredInt("b").endRecord();

    private final InMemorySchemaRegistry registry = new InMemorySchemaRegistry();

    @Test
    void equalSchemasShareAnIdAcrossSubjects() {
        int id = registry.register("a-value", ONE);

        assertThat(registry.register("b-value", ONE)).isEqualTo(id);
        assertThat(registry.schema(id)).isEqualTo(ONE);
        assertThat(registry.register("a-value", COMPATIBLE)).isNotEqualTo(id);
    }

    @Test
    void fullCompatibilityIsHeldAgainstAllEarlierVersions() {
        registry.requireCompatibility("a-value", "FULL_TRANSITIVE");
        registry.register("a-value", ONE);
        registry.register("a-value", COMPATIBLE);

        assertThatThrownBy(() -> registry.register("a-value", BREAKING))
                .isInstanceOf(RegistryRefusedException.class)
                .hasMessageContaining("a-value");
        assertThatThrownBy(() -> registry.lookUp("a-value", BREAKING)).isInstanceOf(RegistryRefusedException.class);
    }

    @Test
    void aScopeIsSharedByItsName() {
        SchemaRegistry one = SchemaRegistry.open(RegistrySettings.of("mock://shared"));
        SchemaRegistry same = SchemaRegistry.open(RegistrySettings.of("mock://shared"));
        SchemaRegistry other = SchemaRegistry.open(RegistrySettings.of("mock://other"));
        int id = one.register("a-value", ONE);

        assertThat(same.schema(id)).isEqualTo(ONE);
        assertThatThrownBy(() -> other.schema(id)).isInstanceOf(UnknownSchemaException.class);
    }
}
