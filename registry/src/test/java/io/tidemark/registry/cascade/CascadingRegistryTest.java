package io.tidemark.registry.cascade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.registry.BundleFolder;
import io.tidemark.registry.LocalDirectoryRegistry;
import io.tidemark.registry.ModelRegistry;
import io.tidemark.registry.Registration;
import io.tidemark.registry.RegistryException;
import io.tidemark.registry.RegistryUnavailableException;
import io.tidemark.registry.Sha256;
import io.tidemark.registry.TooLargeException;
import io.tidemark.registry.guard.DependencyHealth;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CascadingRegistryTest {
    private static final byte[] BUNDLE = "a bundle".getBytes(StandardCharsets.UTF_8);
    private static final String SHA = Sha256.of(BUNDLE);

    @TempDir
    private Path folder;

    private final ToyMirror mirror = new ToyMirror();
    private final List<String> troubles = new ArrayList<>();
    private Path remote = Path.of("");
    private BundleFolder local = new BundleFolder(remote);
    private CascadingRegistry registry =
            new CascadingRegistry(new LocalDirectoryRegistry(remote), Optional.empty(), local, (what, why) -> {});

    @BeforeEach
    void open() {
        remote = folder.resolve("remote");
        local = new BundleFolder(folder.resolve("local"));
        registry = over(new LocalDirectoryRegistry(remote));
    }

    private CascadingRegistry over(ModelRegistry elsewhere) {
        return new CascadingRegistry(
                elsewhere, Optional.of(mirror), local, (what, cause) -> troubles.add(what + ": " + cause.getMessage()));
    }

    @Test
    void aRegisteredBundleIsInTheRegistryTheMirrorAndOnThisMachine() {
        registry.register(registration());

        assertThat(registry.registry().fetch("housing", SHA)).isEqualTo(BUNDLE);
        assertThat(mirror.hashes("housing")).containsExactly(SHA);
        assertThat(local.hashes("housing")).containsExactly(SHA);
        assertThat(troubles).isEmpty();
    }

    @Test
    void theRegistryIsAskedFirst() {
        registry.register(registration());

        assertThat(registry.fetch("housing", SHA)).isEqualTo(BUNDLE);
        assertThat(registry.counts())
                .containsExactly(
                        new SourceCounts("registry", 1, 0, 0),
                        new SourceCounts("mirror", 0, 0, 0),
                        new SourceCounts("local", 0, 0, 0));
    }

    @Test
    void withoutTheRegistryTheMirrorGivesIt() throws IOException {
        registry.register(registration());
        delete(remote.resolve("housing/bundles/" + SHA + ".bundle"));

        assertThat(registry.fetch("housing", SHA)).isEqualTo(BUNDLE);
        assertThat(registry.counts()).contains(new SourceCounts("mirror", 1, 0, 0));
        assertThat(troubles).singleElement().asString().contains("The registry did not give");
    }

    @Test
    void withoutRegistryAndMirrorThisMachineGivesIt() throws IOException {
        registry.register(registration());
        delete(remote.resolve("housing/bundles/" + SHA + ".bundle"));
        mirror.isDown = true;

        assertThat(registry.fetch("housing", SHA)).isEqualTo(BUNDLE);
        assertThat(registry.counts()).contains(new SourceCounts("local", 1, 0, 0));
    }

    @Test
    void anAlteredBundleCountsAsNotThere() throws IOException {
        registry.register(registration());
        Files.writeString(remote.resolve("housing/bundles/" + SHA + ".bundle"), "something else");

        assertThat(registry.fetch("housing", SHA)).isEqualTo(BUNDLE);
        assertThat(registry.counts()).contains(new SourceCounts("registry", 0, 0, 1));
        assertThat(troubles).singleElement().asString().contains("expected " + SHA);
    }

    @Test
    void aBundleThatWasAlteredEverywhereIsNotGiven() throws IOException {
        registry.register(registration());
        Files.writeString(remote.resolve("housing/bundles/" + SHA + ".bundle"), "something else");
        Files.writeString(folder.resolve("local/housing/bundles/" + SHA + ".bundle"), "cut");
        mirror.bundles.put(SHA, "bad".getBytes(StandardCharsets.UTF_8));

        assertThatThrownBy(() -> registry.fetch("housing", SHA))
                .isInstanceOf(RegistryException.class)
                .isNotInstanceOf(RegistryUnavailableException.class)
                .hasMessageContaining("nowhere");
    }

    @Test
    void whileASourceIsDownTheFailureMayPass() {
        mirror.isDown = true;

        assertThatThrownBy(() -> registry.fetch("housing", SHA)).isInstanceOf(RegistryUnavailableException.class);
    }

    @Test
    void whatIsTooLargeIsNotLookedForElsewhere() {
        registry.register(registration());

        assertThatThrownBy(() -> registry.fetch("housing", SHA, 3)).isInstanceOf(TooLargeException.class);
    }

    @Test
    void aFullDiskCostsTheCopyNotTheModel() throws IOException {
        registry.register(registration());
        delete(folder.resolve("local/housing/bundles/" + SHA + ".bundle"));
        delete(folder.resolve("local/housing/bundles"));
        Files.writeString(folder.resolve("local/housing/bundles"), "where a folder should be");

        assertThat(registry.fetch("housing", SHA)).isEqualTo(BUNDLE);
        assertThat(troubles).singleElement().asString().contains("could not be kept on this machine");
    }

    @Test
    void aMirrorThatIsDownDoesNotStopARegistration() {
        mirror.isDown = true;

        assertThat(registry.register(registration()).version()).isEqualTo(1);
        assertThat(troubles).singleElement().asString().contains("tidemark registry sync");
    }

    private static void delete(Path file) throws IOException {
        Files.delete(file);
    }

    private static Registration registration() {
        return new Registration("housing", "run-1", SHA, true, Map.of(), Map.of(), () -> BUNDLE);
    }

    private static final class ToyMirror implements BundleMirror {
        private final Map<String, byte[]> bundles = new TreeMap<>();
        private boolean isDown;

        @Override
        public String address() {
            return "toy://";
        }

        @Override
        public byte[] fetch(String model, String sha256, long maxBytes) {
            requireUp();
            byte @Nullable [] bundle = bundles.get(sha256);
            if (bundle == null) {
                throw new RegistryException("Not here.");
            }
            return bundle;
        }

        @Override
        public void store(String model, String sha256, byte[] bundle) {
            requireUp();
            bundles.put(sha256, bundle);
        }

        @Override
        public List<String> hashes(String model) {
            return List.copyOf(bundles.keySet());
        }

        @Override
        public DependencyHealth health() {
            return new DependencyHealth("toy", DependencyHealth.State.HEALTHY, 0, 0, 0, "");
        }

        private void requireUp() {
            if (isDown) {
                throw new RegistryUnavailableException("Down.");
            }
        }
    }
}
