package io.tidemark.registry.gcs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidemark.registry.RegistryRefusedException;
import io.tidemark.registry.RegistryUnavailableException;
import io.tidemark.registry.Sha256;
import io.tidemark.testkit.GcsEmulator;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The mirror against an emulator that others wrote. It takes an object at once or not at all, and says 412 where one
/// is there; it ignores a wrong CRC32C, which [GcsMirrorTest] covers.
class GcsEmulatorTest extends GcsMirrorContract {
    private static final byte[] BUNDLE = "a bundle".getBytes(StandardCharsets.UTF_8);
    private static final String SHA = Sha256.of(BUNDLE);

    @TempDir
    private Path folder;

    @SuppressWarnings("NullAway.Init") // started before each test
    private GcsEmulator emulator;

    @BeforeEach
    void start() {
        emulator = GcsEmulator.start(folder);
        emulator.createBucket(BUCKET);
    }

    @AfterEach
    void close() {
        emulator.close();
    }

    @Override
    String host() {
        return emulator.host();
    }

    @Override
    void put(String object, byte[] content) {
        emulator.put(BUCKET, object, content);
    }

    @Override
    Optional<byte[]> get(String object) {
        return emulator.get(BUCKET, object);
    }

    @Test
    void anObjectSaysItsSums() throws IOException {
        mirror("gs://" + BUCKET).store("housing", SHA, BUNDLE);

        JsonNode metadata = new ObjectMapper().readTree(emulator.metadata(BUCKET, "housing/" + SHA + ".bundle"));
        CRC32C sum = new CRC32C();
        sum.update(BUNDLE);
        byte[] bytes =
                ByteBuffer.allocate(Integer.BYTES).putInt((int) sum.getValue()).array();
        assertThat(metadata.path("crc32c").asText())
                .isEqualTo(Base64.getEncoder().encodeToString(bytes));
        assertThat(metadata.path("metadata").path("sha256").asText()).isEqualTo(SHA);
    }

    @Test
    void aBucketThatIsNotThereIsNamed() {
        assertThatThrownBy(() -> mirror("gs://another-bucket/models").store("housing", SHA, BUNDLE))
                .isInstanceOf(RegistryRefusedException.class)
                .hasMessageContaining("Expected the bucket another-bucket");
        assertThatThrownBy(() -> mirror("gs://another-bucket/models").hashes("housing"))
                .isInstanceOf(RegistryRefusedException.class)
                .hasMessageContaining("another-bucket");
    }

    /// Trainer, bridge and command line may store the same bundle at once: each succeeds, and there is one object.
    @Test
    void whoeverStoresAtTheSameTimeStoresOnce() throws ExecutionException, InterruptedException {
        try (ExecutorService writers = Executors.newFixedThreadPool(4)) {
            Callable<Boolean> store = () -> {
                mirror("gs://" + BUCKET).store("housing", SHA, BUNDLE);
                return true;
            };
            for (Future<Boolean> done :
                    writers.invokeAll(IntStream.range(0, 8).mapToObj(i -> store).toList())) {
                assertThat(done.get()).isTrue();
            }
        }
        assertThat(mirror("gs://" + BUCKET).hashes("housing")).containsExactly(SHA);
    }

    @Test
    void anEmulatorThatEndedIsUnavailable() {
        GcsMirror mirror = mirror("gs://" + BUCKET);
        mirror.store("housing", SHA, BUNDLE);
        emulator.close();

        assertThatThrownBy(() -> mirror.fetch("housing", SHA, 100)).isInstanceOf(RegistryUnavailableException.class);
    }
}
