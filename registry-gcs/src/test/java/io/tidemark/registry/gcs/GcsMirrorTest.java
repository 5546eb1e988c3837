package io.tidemark.registry.gcs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.registry.Registries;
import io.tidemark.registry.RegistryException;
import io.tidemark.registry.RegistryRefusedException;
import io.tidemark.registry.RegistrySettings;
import io.tidemark.registry.RegistryUnavailableException;
import io.tidemark.registry.Sha256;
import io.tidemark.registry.cascade.CascadingRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Faults that an emulator cannot make, and addresses.
class GcsMirrorTest extends GcsMirrorContract {
    private static final byte[] BUNDLE = "a bundle".getBytes(StandardCharsets.UTF_8);
    private static final String SHA = Sha256.of(BUNDLE);

    private final FakeBucket bucket = new FakeBucket();
    private final GcsMirror mirror = mirror("gs://" + BUCKET + "/models");

    @AfterEach
    void close() {
        bucket.close();
    }

    @Override
    String host() {
        return bucket.host();
    }

    @Override
    void put(String object, byte[] content) {
        bucket.objects().put(object, content);
    }

    @Override
    Optional<byte[]> get(String object) {
        return Optional.ofNullable(bucket.objects().get(object));
    }

    @Test
    void whatTheBucketKeepsIsComparedWithWhatWasSent() {
        bucket.alterUploads();

        assertThatThrownBy(() -> mirror.store("housing", SHA, BUNDLE)).hasMessageContaining("CRC32C");
    }

    @Test
    void aBundleThatIsNotTheOneToStoreIsNotSent() {
        assertThatThrownBy(() -> mirror.store("housing", SHA, new byte[3])).isInstanceOf(RegistryException.class);
        assertThat(bucket.requests()).isZero();
    }

    @Test
    void aBucketThatIsOutOfOrderIsAskedAgain() {
        mirror.store("housing", SHA, BUNDLE);
        bucket.fail(2);

        assertThat(mirror.fetch("housing", SHA, 100)).isEqualTo(BUNDLE);
    }

    @Test
    void aBucketThatDoesNotAnswerIsUnavailable() {
        bucket.close();

        assertThatThrownBy(() -> mirror.hashes("housing")).isInstanceOf(RegistryUnavailableException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "401, gcloud auth application-default login",
        "403, storage.objects.create",
        "404, Expected the bucket some-bucket"
    })
    void aRefusalSaysWhatToDo(int status, String advice) {
        bucket.refuse(status);

        assertThatThrownBy(() -> mirror.store("housing", SHA, BUNDLE))
                .isInstanceOf(RegistryRefusedException.class)
                .hasMessageContaining(advice)
                .hasMessageContaining("gs://some-bucket/models/");
    }

    @ParameterizedTest
    @ValueSource(strings = {"gs://", "gs://x", "gs:/bucket", "s3://bucket", "gs://Bucket/x"})
    void whatIsNoBucketIsRefused(String address) {
        assertThatThrownBy(() -> GcsMirrors.open(address, RULES, Optional.empty()))
                .hasMessageContaining("expected gs://BUCKET");
    }

    @Test
    void theRegistryFindsItByItsScheme() {
        CascadingRegistry registry = (CascadingRegistry) Registries.open(
                new RegistrySettings(Path.of("target/unused"), "http://127.0.0.1:1", "gs://some-bucket", RULES),
                Map.of(),
                (what, cause) -> {});

        assertThat(registry.mirror())
                .hasValueSatisfying(found -> assertThat(found.address()).isEqualTo("gs://some-bucket/"));
        assertThatThrownBy(() -> Registries.open(
                        new RegistrySettings(Path.of("target/unused"), "http://127.0.0.1:1", "s3://bucket", RULES),
                        Map.of(),
                        (what, cause) -> {}))
                .hasMessageContaining("expected one of [gs://...]");
    }
}
