package io.tidemark.registry.gcs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.registry.Registries;
import io.tidemark.registry.RegistryException;
import io.tidemark.registry.RegistryRefusedException;
import io.tidemark.registry.RegistrySettings;
import io.tidemark.registry.RegistryUnavailableException;
import io.tidemark.registry.Sha256;
import io.tidemark.registry.TooLargeException;
import io.tidemark.registry.cascade.CascadingRegistry;
import io.tidemark.registry.guard.DependencyHealth.State;
import io.tidemark.registry.guard.GuardRules;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GcsMirrorTest {
    private static final byte[] BUNDLE = "a bundle".getBytes(StandardCharsets.UTF_8);
    private static final String SHA = Sha256.of(BUNDLE);
    private static final String OBJECT = "models/housing/" + SHA + ".bundle";
    private static final GuardRules RULES = new GuardRules(
            Duration.ofSeconds(10), 3, Duration.ofMillis(1), Duration.ofMillis(1), 5, Duration.ofSeconds(60));

    private final FakeBucket bucket = new FakeBucket();
    private final GcsMirror mirror =
            GcsMirrors.open("gs://" + FakeBucket.NAME + "/models", RULES, Optional.of(bucket.host()));

    @AfterEach
    void close() {
        bucket.close();
    }

    @Test
    void aBundleIsFoundAsItWasStored() {
        mirror.store("housing", SHA, BUNDLE);

        assertThat(mirror.fetch("housing", SHA, 100)).isEqualTo(BUNDLE);
        assertThat(mirror.hashes("housing")).containsExactly(SHA);
        assertThat(bucket.objects()).containsOnlyKeys(OBJECT);
        assertThat(mirror.health().state()).isEqualTo(State.HEALTHY);
    }

    @Test
    void storingItAgainChangesNothing() {
        mirror.store("housing", SHA, BUNDLE);
        mirror.store("housing", SHA, BUNDLE);

        assertThat(bucket.objects()).hasSize(1);
    }

    @Test
    void somethingElseUnderItsNameIsNotOverwritten() {
        bucket.objects().put(OBJECT, "something else".getBytes(StandardCharsets.UTF_8));

        assertThatThrownBy(() -> mirror.store("housing", SHA, BUNDLE))
                .isInstanceOf(RegistryRefusedException.class)
                .hasMessageContaining("is not overwritten");
        assertThat(bucket.objects().get(OBJECT))
                .asString(StandardCharsets.UTF_8)
                .isEqualTo("something else");
    }

    @Test
    void aLargeBundleGoesInPieces() {
        byte[] large = new byte[9 << 20];
        new SplittableRandom(7).nextBytes(large);
        mirror.store("housing", Sha256.of(large), large);

        assertThat(mirror.fetch("housing", Sha256.of(large), large.length)).isEqualTo(large);
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
    void aMissingBundleIsAnAnswer() {
        assertThatThrownBy(() -> mirror.fetch("housing", SHA, 100)).hasMessageContaining("Found no bundle " + SHA);
        assertThat(mirror.health().state()).isEqualTo(State.HEALTHY);
    }

    @Test
    void aBundleThatIsTooLargeIsNotRead() {
        mirror.store("housing", SHA, BUNDLE);

        assertThatThrownBy(() -> mirror.fetch("housing", SHA, 3)).isInstanceOf(TooLargeException.class);
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
