package io.tidemark.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChildLogTest {
    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            java.io.IOException: No space left on device | is full: make room
            Socket server failed to bind to 127.0.0.1:9092: Address already in use. | choose other ports
            Port 8081 seems to be used by another process | choose other ports
            java.lang.OutOfMemoryError: Java heap space | ran out of memory
            java.lang.UnsupportedClassVersionError: X | is too old
            java.lang.RuntimeException: No readable meta.properties files found. | may be damaged
            """)
    void knownFaultsAreExplained(String line, String meaning) throws IOException {
        assertThat(explain("2026 INFO starting\n" + line + "\n"))
                .contains(meaning)
                .contains(line)
                .contains(log().toString());
    }

    @Test
    void afreshMeansBothDirectoriesForRecordsNameSchemas() throws IOException {
        assertThat(explain("nothing known"))
                .contains(directory.resolve("broker").toString())
                .contains(directory.resolve("schema-registry").toString());
    }

    @Test
    void tellingLinesAreShownWithoutStackFrames() throws IOException {
        String explained = explain("""
                2026 INFO chatter
                2026 ERROR Exiting due to fatal exception
                java.lang.RuntimeException: the reason
                \tat kafka.Kafka.main(Kafka.scala)
                Caused by: java.io.IOException: deeper
                \t... 12 more
                2026 INFO more chatter
                """);

        assertThat(explained)
                .contains("ERROR Exiting", "the reason", "deeper")
                .doesNotContain("chatter", "Kafka.scala", "12 more");
    }

    @Test
    void withoutTellingLinesTheLastOnesAreShownAndLongOnesCut() throws IOException {
        String lines = IntStream.range(0, 100).mapToObj(i -> "line " + i).collect(Collectors.joining("\n"));

        assertThat(explain(lines + "\n" + "x".repeat(10_000)))
                .contains("line 99")
                .doesNotContain("line 50")
                .hasSizeLessThan(2_000);
    }

    @Test
    void aMissingLogIsNoFurtherFault() {
        assertThat(new ChildLog(log()).explain(directory, new StackHome(directory)))
                .contains("nothing");
    }

    @Test
    void theLogOfTheStartBeforeIsKept() throws IOException {
        Files.writeString(log(), "before");

        new ChildLog(log()).rotate();

        assertThat(log()).doesNotExist();
        assertThat(directory.resolve("broker.previous.log")).hasContent("before");
    }

    private String explain(String text) throws IOException {
        Files.writeString(log(), text);
        return new ChildLog(log()).explain(directory.resolve("broker"), new StackHome(directory));
    }

    private Path log() {
        return directory.resolve("broker.log");
    }
}
