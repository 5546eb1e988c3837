package io.tidemark.bridge;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.event.AlertStatus;
import io.tidemark.registry.BundleFolder;
import io.tidemark.registry.LocalDirectoryRegistry;
import io.tidemark.registry.Registration;
import io.tidemark.registry.RegistryException;
import io.tidemark.registry.RegistryUnavailableException;
import io.tidemark.registry.Sha256;
import io.tidemark.registry.cascade.BundleMirror;
import io.tidemark.registry.cascade.CascadingRegistry;
import io.tidemark.registry.guard.DependencyHealth;
import io.tidemark.registry.guard.Guard;
import io.tidemark.registry.guard.GuardRules;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MirrorKeeperTest {
    private static final String MODEL = "housing";

    @TempDir
    private Path folder;

    private final TestTime time = new TestTime();
    private final ToyAlerts log = new ToyAlerts();
    private final ToyMirror mirror = new ToyMirror();

    @SuppressWarnings("NullAway.Init") // made before each test
    private CascadingRegistry registry;

    @SuppressWarnings("NullAway.Init") // made before each test
    private RegistryWatch watch;

    @BeforeEach
    void open() {
        registry = new CascadingRegistry(
                new LocalDirectoryRegistry(folder.resolve("registry")),
                Optional.of(mirror),
                new BundleFolder(folder.resolve("local")),
                (what, cause) -> {});
        watch = new RegistryWatch(() -> List.of(mirror.health()), log, time.clock());
    }

    @Test
    void aMirrorThatFailsIsOneAlertAndGetsWhatItMissedOnceItIsBack() {
        register("run-1");
        look(3);
        assertThat(log.alerts()).isEmpty();

        mirror.down = true;
        register("run-2");
        look(20);
        assertThat(log.alerts()).singleElement().satisfies(alert -> {
            assertThat(alert.getStatus()).isEqualTo(AlertStatus.OPEN);
            assertThat(alert.getTitle()).isEqualTo("toy mirror: does not answer");
        });

        mirror.down = false;
        look(20);
        assertThat(log.steps()).containsExactly(AlertStatus.OPEN, AlertStatus.RESOLVED);
        assertThat(mirror.bundles).hasSize(2);
    }

    @Test
    void whatIsThereIsNotStoredAgain() {
        register("run-1");
        look(3);

        assertThat(mirror.stores).isEqualTo(1);
    }

    private void look(int times) {
        try (MirrorKeeper keeper = new MirrorKeeper(registry)) {
            for (int i = 0; i < times; i++) {
                time.pass(MirrorKeeper.INTERVAL);
                keeper.look();
                watch.look();
            }
        }
    }

    private void register(String run) {
        byte[] bundle = run.getBytes(UTF_8);
        registry.register(new Registration(MODEL, run, Sha256.of(bundle), true, Map.of(), Map.of(), () -> bundle));
    }

    private final class ToyMirror implements BundleMirror {
        private final Guard guard = new Guard("toy mirror", GuardRules.DEFAULT, time::nanos, pause -> {}, () -> 0);
        private final Map<String, byte[]> bundles = new TreeMap<>();
        private boolean down;
        private int stores;

        private void requireUp() {
            if (down) {
                throw new RegistryUnavailableException("The mirror is down.");
            }
        }

        @Override
        public String address() {
            return "toy://mirror";
        }

        @Override
        public byte[] fetch(String model, String sha256, long maxBytes) {
            return guard.call(() -> {
                requireUp();
                return Optional.ofNullable(bundles.get(sha256)).orElseThrow(() -> new RegistryException("Not there."));
            });
        }

        @Override
        public void store(String model, String sha256, byte[] bundle) {
            guard.call(() -> {
                requireUp();
                stores++;
                return Optional.ofNullable(bundles.put(sha256, bundle));
            });
        }

        @Override
        public List<String> hashes(String model) {
            return guard.call(() -> {
                requireUp();
                return List.copyOf(bundles.keySet());
            });
        }

        @Override
        public DependencyHealth health() {
            return guard.health();
        }
    }
}
