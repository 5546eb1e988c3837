package io.tidemark.trainer.algorithm;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.testkit.ServiceProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LightGbmNativeTest {
    /// What one process writes another may be running from.
    @Test
    void aProcessWritesNothingWhereOthersRunFrom(@TempDir Path temporary) throws IOException {
        Path shared = Files.writeString(temporary.resolve("lib_lightgbm.so"), "in use by another process");
        try (ServiceProcess process = ServiceProcess.start(
                LightGbmProcess.class, List.of("-Xmx256m", "-Djava.io.tmpdir=" + temporary), List.of())) {
            process.awaitLine("scored", Duration.ofSeconds(60));
        }

        assertThat(shared).hasContent("in use by another process");
        try (Stream<Path> left = Files.list(temporary)) {
            assertThat(left.filter(file -> !file.getFileName().toString().startsWith("hsperfdata")))
                    .as("what is left in the temporary folder")
                    .containsExactly(shared);
        }
    }

    @Test
    void theTemporaryFolderIsWhatItWas() throws IOException {
        String before = System.getProperty("java.io.tmpdir");
        LightGbmNative.load();

        assertThat(System.getProperty("java.io.tmpdir")).isEqualTo(before);
        Path file = Files.createTempFile("tidemark-", ".tmp");
        assertThat(file.getParent()).isEqualTo(Path.of(before));
        Files.delete(file);
    }
}
