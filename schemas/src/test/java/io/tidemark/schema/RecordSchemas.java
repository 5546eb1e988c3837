package io.tidemark.schema;

import io.tidemark.topic.TopicSpec;
import io.tidemark.topic.Topics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;

/// The schemas of all topics, as generated and as published.
public final class RecordSchemas {
    private static final Path SOURCES = Path.of("src", "main", "avro");

    private RecordSchemas() {}

    /// The generated classes, each once.
    public static List<Class<? extends SpecificRecord>> classes() {
        return Topics.all().stream()
                .<Class<? extends SpecificRecord>>map(TopicSpec::value)
                .distinct()
                .sorted(Comparator.comparing(Class::getSimpleName))
                .toList();
    }

    /// The schema inside a generated class.
    public static Schema generated(Class<? extends SpecificRecord> type) {
        return SpecificData.getForClass(type).getSchema(type);
    }

    /// All files that people publish from, by the name of their record.
    public static Stream<Path> files() {
        try (Stream<Path> files = Files.list(SOURCES)) {
            return files.sorted().toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The published schema of a record.
    public static Schema published(String recordName) {
        return parse(file(recordName));
    }

    /// The file that holds the published schema of a record.
    static Path file(String recordName) {
        return files().filter(file -> parse(file).getName().equals(recordName))
                .findFirst()
                .orElseThrow(() -> new AssertionError("Found no schema of " + recordName + " in " + SOURCES));
    }

    static Schema parse(Path file) {
        try {
            return new Schema.Parser().parse(file.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
