package io.tidemark.schema;

import io.tidemark.wire.WireFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;

/// All versions that a schema ever had, with one encoded record each, under `src/test/resources/golden`. They are never
/// deleted: records of each may still lie on a log.
///
/// `mvn -pl schemas test -Dgolden.update=true` records the current schema as a further version.
final class GoldenVersions {
    static final String UPDATE_COMMAND = "mvn -pl schemas test -Dgolden.update=true";

    private static final Path GOLDEN = Path.of("src", "test", "resources", "golden");

    private GoldenVersions() {}

    /// Earlier versions of a record's schema, oldest first; the last one is the newest.
    static List<Schema> of(String recordName) {
        List<Schema> versions = new ArrayList<>();
        while (Files.exists(schemaFile(recordName, versions.size() + 1))) {
            versions.add(RecordSchemas.parse(schemaFile(recordName, versions.size() + 1)));
        }
        return versions;
    }

    /// The encoded record of a version, counted from 1.
    static byte[] record(String recordName, int version) {
        try {
            return Files.readAllBytes(recordFile(recordName, version));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static boolean updating() {
        return Boolean.getBoolean("golden.update");
    }

    /// Records the published schema as the version after the last.
    static void add(Schema published) {
        String name = published.getName();
        int version = of(name).size() + 1;
        try {
            Files.createDirectories(schemaFile(name, version).getParent());
            Files.createDirectories(recordFile(name, version).getParent());
            Files.copy(RecordSchemas.file(name), schemaFile(name, version));
            Files.write(recordFile(name, version), wire(version, Samples.encode(Samples.generic(published, 1))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The wire format, with the version in place of the registry's id.
    private static byte[] wire(int version, byte[] avro) {
        return ByteBuffer.allocate(WireFormat.HEADER_BYTES + avro.length)
                .put(WireFormat.MAGIC)
                .putInt(version)
                .put(avro)
                .array();
    }

    private static Path schemaFile(String recordName, int version) {
        return GOLDEN.resolve("schemas").resolve(recordName).resolve("v" + version + ".avsc");
    }

    private static Path recordFile(String recordName, int version) {
        return GOLDEN.resolve("records").resolve(recordName).resolve("v" + version + ".bin");
    }
}
