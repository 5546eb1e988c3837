package io.tidemark.trainer.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.model.manifest.DataSource;
import io.tidemark.testkit.GcsEmulator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Data in a bucket of an emulator that others wrote; faults are those of [GcsDownloadTest].
class GcsEmulatorDownloadTest {
    private static final String BUCKET = "some-bucket";
    private static final String OBJECT = "folder/data of 2024.csv";

    @TempDir
    private Path folder;

    private final byte[] content = new byte[3_000_000];

    @SuppressWarnings("NullAway.Init") // started before each test
    private GcsEmulator emulator;

    @BeforeEach
    void start() {
        new SplittableRandom(1).nextBytes(content);
        emulator = GcsEmulator.start(folder);
        emulator.createBucket(BUCKET);
        emulator.put(BUCKET, OBJECT, content);
    }

    @AfterEach
    void close() {
        emulator.close();
    }

    @Test
    void anObjectIsFetchedWhole() throws IOException {
        assertThat(fetched(OBJECT)).isEqualTo(content);
    }

    @Test
    void whatIsThereAlreadyIsNotFetchedAgain() throws IOException {
        Files.write(folder.resolve("target"), Arrays.copyOf(content, 2_000_000));

        assertThat(fetched(OBJECT)).isEqualTo(content);
    }

    @Test
    void aBeginningOfSomethingElseIsThrownAway() throws IOException {
        Files.write(folder.resolve("target"), new byte[1_000_000]);

        assertThat(fetched(OBJECT)).isEqualTo(content);
    }

    @Test
    void whatIsNotThereIsNamed() {
        assertThatThrownBy(() -> fetched("folder/other.csv"))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("Found no object at gs://some-bucket/folder/other.csv");
    }

    private byte[] fetched(String object) throws IOException {
        Path target = folder.resolve("target");
        new GcsDownload(Optional.of(emulator.host()), Duration.ofSeconds(20), 3, Duration.ofMillis(1))
                .fetch(new DataSource.Gcs(BUCKET, object), target, Progress.NONE);
        return Files.readAllBytes(target);
    }
}
