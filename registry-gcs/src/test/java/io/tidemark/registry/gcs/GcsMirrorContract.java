package io.tidemark.registry.gcs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.registry.RegistryRefusedException;
import io.tidemark.registry.Sha256;
import io.tidemark.registry.TooLargeException;
import io.tidemark.registry.guard.DependencyHealth.State;
import io.tidemark.registry.guard.GuardRules;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What a mirror does, whatever the bucket is.
abstract class GcsMirrorContract {
    static final String BUCKET = FakeBucket.NAME;

    static final GuardRules RULES = new GuardRules(
            Duration.ofSeconds(10), 3, Duration.ofMillis(1), Duration.ofMillis(1), 5, Duration.ofSeconds(60));

    private static final byte[] BUNDLE = "a bundle of the contract".getBytes(StandardCharsets.UTF_8);
    private static final String SHA = Sha256.of(BUNDLE);
    private static final String OBJECT = "contract/housing/" + SHA + ".bundle";

    /// Where the bucket [#BUCKET] is; nothing is in it before a test.
    abstract String host();

    /// Puts an object into the bucket past the mirror.
    abstract void put(String object, byte[] content);

    /// The content of an object of the bucket.
    abstract Optional<byte[]> get(String object);

    GcsMirror mirror(String address) {
        return GcsMirrors.open(address, RULES, Optional.of(host()));
    }

    private GcsMirror mirror() {
        return mirror("gs://" + BUCKET + "/contract");
    }

    @Test
    void aBundleIsFoundAsItWasStored() {
        GcsMirror mirror = mirror();
        mirror.store("housing", SHA, BUNDLE);

        assertThat(mirror.fetch("housing", SHA, 100)).isEqualTo(BUNDLE);
        assertThat(get(OBJECT)).hasValue(BUNDLE);
        assertThat(mirror.health().state()).isEqualTo(State.HEALTHY);
    }

    @Test
    void storingItAgainChangesNothing() {
        GcsMirror mirror = mirror();
        mirror.store("housing", SHA, BUNDLE);
        mirror.store("housing", SHA, BUNDLE);

        assertThat(mirror.hashes("housing")).containsExactly(SHA);
    }

    @Test
    void somethingElseUnderItsNameIsNotOverwritten() {
        byte[] other = "something else".getBytes(StandardCharsets.UTF_8);
        put(OBJECT, other);

        assertThatThrownBy(() -> mirror().store("housing", SHA, BUNDLE))
                .isInstanceOf(RegistryRefusedException.class)
                .hasMessageContaining("is not overwritten");
        assertThat(get(OBJECT)).hasValue(other);
    }

    @Test
    void onlyBundlesOfTheModelAreListedSorted() {
        GcsMirror mirror = mirror();
        byte[][] bundles = Stream.of("a", "b", "c")
                .map(text -> text.getBytes(StandardCharsets.UTF_8))
                .toArray(byte[][]::new);
        for (byte[] bundle : bundles) {
            mirror.store("housing", Sha256.of(bundle), bundle);
        }
        mirror.store("housing-two", SHA, BUNDLE);
        put("contract/housing/readme.txt", BUNDLE);

        assertThat(mirror.hashes("housing"))
                .hasSize(3)
                .isSorted()
                .containsAll(Stream.of(bundles).map(Sha256::of).toList());
        assertThat(mirror.hashes("nothing")).isEmpty();
    }

    @Test
    void aLargeBundleGoesInPieces() {
        byte[] large = new byte[9 << 20];
        new SplittableRandom(7).nextBytes(large);
        GcsMirror mirror = mirror();
        mirror.store("housing", Sha256.of(large), large);

        assertThat(mirror.fetch("housing", Sha256.of(large), large.length)).isEqualTo(large);
    }

    @Test
    void aMissingBundleIsAnAnswer() {
        GcsMirror mirror = mirror();

        assertThatThrownBy(() -> mirror.fetch("housing", SHA, 100)).hasMessageContaining("Found no bundle " + SHA);
        assertThat(mirror.health().state()).isEqualTo(State.HEALTHY);
    }

    @Test
    void aBundleThatIsTooLargeIsNotRead() {
        GcsMirror mirror = mirror();
        mirror.store("housing", SHA, BUNDLE);

        assertThatThrownBy(() -> mirror.fetch("housing", SHA, 3)).isInstanceOf(TooLargeException.class);
    }
}
