package io.tidemark.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Real processes on one directory.
@Timeout(120)
class RegistryProcessesTest {
    private static final int RUNS = 20;

    @TempDir
    Path root;

    @Test
    void processesThatRegisterAtOnceCountOn() throws Exception {
        List<Process> writers = new ArrayList<>();
        try {
            for (String name : List.of("a", "b", "c")) {
                writers.add(start(name, RUNS));
            }
            for (Process writer : writers) {
                assertThat(writer.waitFor(100, TimeUnit.SECONDS)).isTrue();
                assertThat(writer.exitValue()).isZero();
            }
        } finally {
            writers.forEach(Process::destroyForcibly);
        }
        LocalDirectoryRegistry registry = new LocalDirectoryRegistry(root);
        List<ModelVersion> versions = registry.versions(Versions.MODEL);

        int shared = RUNS / 2;
        assertThat(versions)
                .extracting(ModelVersion::version)
                .containsExactlyElementsOf(IntStream.rangeClosed(1, shared + 3 * (RUNS - shared))
                        .boxed()
                        .toList());
        assertThat(versions).extracting(ModelVersion::runId).doesNotHaveDuplicates();
        assertThat(versions)
                .allSatisfy(
                        version -> assertThat(Versions.sha256(registry.fetch(Versions.MODEL, version.bundleSha256())))
                                .isEqualTo(version.bundleSha256()));
    }

    @Test
    void aProcessThatIsKilledLeavesARegistryThatGoesOn() throws Exception {
        for (int round = 0; round < 3; round++) {
            Process writer = start("w" + round, 100_000);
            try (BufferedReader lines = writer.inputReader(StandardCharsets.UTF_8)) {
                for (int i = 0; i < 5; i++) {
                    assertThat(lines.readLine()).startsWith("registered");
                }
            } finally {
                writer.destroyForcibly();
            }
            assertThat(writer.waitFor(30, TimeUnit.SECONDS)).isTrue();
            LocalDirectoryRegistry registry = new LocalDirectoryRegistry(root);
            int before = registry.versions(Versions.MODEL).size();

            ModelVersion next = registry.register(Versions.approved("after-" + round));

            assertThat(next.version()).isEqualTo(before + 1);
            assertThat(registry.versions(Versions.MODEL))
                    .extracting(ModelVersion::version)
                    .containsExactlyElementsOf(
                            IntStream.rangeClosed(1, before + 1).boxed().toList());
        }
    }

    private Process start(String name, int count) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        RegistryWriter.class.getName(),
                        root.toString(),
                        name,
                        Integer.toString(count))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }
}
