package io.tidemark.schema;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.wire.AvroDeserializer;
import io.tidemark.wire.InMemorySchemaRegistry;
import io.tidemark.wire.WireFormat;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Today's code and the records of all earlier versions.
class GoldenVersionsTest {
    static List<Class<? extends SpecificRecord>> records() {
        return RecordSchemas.classes();
    }

    @ParameterizedTest
    @MethodSource("records")
    void theCurrentSchemaIsTheNewestVersion(Class<? extends SpecificRecord> type) {
        Schema published = RecordSchemas.published(type.getSimpleName());
        List<Schema> versions = GoldenVersions.of(published.getName());
        if (GoldenVersions.updating() && !versions.contains(published)) {
            GoldenVersions.add(published);
            versions = GoldenVersions.of(published.getName());
        }

        assertThat(versions)
                .as(
                        "The schema of %s was never recorded: check that the change is meant, then run '%s'",
                        published.getName(), GoldenVersions.UPDATE_COMMAND)
                .isNotEmpty()
                .last()
                .isEqualTo(published);
    }

    @ParameterizedTest
    @MethodSource("records")
    void allVersionsReadEachOther(Class<? extends SpecificRecord> type) {
        List<Schema> versions = GoldenVersions.of(type.getSimpleName());
        Schema current = RecordSchemas.published(type.getSimpleName());

        for (Schema earlier : versions) {
            assertThat(Compatibility.violations(earlier, current))
                    .as("%s, version %d against the current one", type.getSimpleName(), versions.indexOf(earlier) + 1)
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("records")
    void aRecordOfEachVersionIsStillReadWithoutLoss(Class<? extends SpecificRecord> type) {
        List<Schema> versions = GoldenVersions.of(type.getSimpleName());
        InMemorySchemaRegistry registry = new InMemorySchemaRegistry();
        versions.forEach(version -> registry.register("golden-value", version));

        for (int version = 1; version <= versions.size(); version++) {
            Schema writer = versions.get(version - 1);
            byte[] golden = GoldenVersions.record(type.getSimpleName(), version);

            SpecificRecord read = requireNonNull(new AvroDeserializer<>(registry, type).deserialize("golden", golden));

            assertThat(Samples.generic(read, writer))
                    .isEqualTo(Samples.decode(golden, WireFormat.HEADER_BYTES, writer, writer));
        }
    }
}
