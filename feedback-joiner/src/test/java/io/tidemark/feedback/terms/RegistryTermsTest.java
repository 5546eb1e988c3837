package io.tidemark.feedback.terms;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tidemark.model.bundle.Sha256;
import io.tidemark.model.manifest.ManifestFolder;
import io.tidemark.registry.LocalDirectoryRegistry;
import io.tidemark.registry.ModelRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RegistryTermsTest {
    @TempDir
    private Path folder;

    private Instant now = Instant.parse("2026-01-05T00:00:00Z");
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    @SuppressWarnings("NullAway.Init") // made before each test
    private LocalDirectoryRegistry registry;

    @SuppressWarnings("NullAway.Init")
    private RegistryTerms terms;

    @BeforeEach
    void make() throws IOException {
        Files.createDirectories(folder.resolve("models"));
        registry = new LocalDirectoryRegistry(folder.resolve("registry"));
        terms = terms(registry, Runnable::run);
    }

    private RegistryTerms terms(ModelRegistry from, Executor threads) {
        return new RegistryTerms(
                from,
                new ManifestFolder(folder.resolve("models"), List.of("labels.horizon=2h")),
                meters,
                clock(),
                threads);
    }

    /// A registry that says nothing: whoever asks goes on, and hears of it when it is there.
    @Test
    void nobodyWaitsForARegistry() {
        String sha256 = ToyBundle.register(registry);
        Deque<Runnable> fetches = new ArrayDeque<>();
        terms = terms(registry, fetches::add);
        assertThat(terms.isPending("homes", sha256)).isTrue();
        assertThat(terms.of("homes", sha256)).isEqualTo(VersionTerms.UNKNOWN);
        assertThat(terms.await("homes", sha256, Duration.ZERO)).isFalse();
        assertThat(fetches).as("one fetch, however many ask").hasSize(1);
        fetches.remove().run();
        assertThat(terms.isPending("homes", sha256)).isFalse();
        assertThat(terms.of("homes", sha256).measured()).isTrue();
        assertThat(terms.await("homes", sha256, Duration.ZERO)).isTrue();
        assertThat(fetches).isEmpty();
    }

    @Test
    void aBundleThatCannotBeHadIsNoLongerPendingAlsoWhileItIsAskedForAgain() {
        Deque<Runnable> fetches = new ArrayDeque<>();
        terms = terms(registry, fetches::add);
        String sha256 = "b".repeat(64);
        assertThat(terms.isPending("homes", sha256)).isTrue();
        fetches.remove().run();
        assertThat(terms.isPending("homes", sha256)).isFalse();
        now = now.plusSeconds(31);
        assertThat(terms.isPending("homes", sha256)).isFalse();
        assertThat(terms.of("homes", sha256)).isEqualTo(VersionTerms.UNKNOWN);
        assertThat(fetches).hasSize(1);
    }

    @Test
    void termsAreThoseOfTheBundleWhateverTheFolderSays() throws IOException {
        manifestInFolder();
        VersionTerms found = terms.of("homes", ToyBundle.register(registry));
        assertThat(found.labels().horizon()).isEqualTo(Duration.ofHours(1));
        assertThat(found.baseline()).containsEntry("mae", 10.0);
        assertThat(found.measure(7L)).isEqualTo(7.0);
        assertThat(found.measure("seven")).isNaN();
    }

    @Test
    void withoutBundleTheManifestInTheFolderHoldsAndNothingIsMeasured() throws IOException {
        manifestInFolder();
        VersionTerms found = terms.of("homes", "b".repeat(64));
        assertThat(found.labels().horizon()).isEqualTo(Duration.ofHours(2));
        assertThat(found.baseline()).isEmpty();
        assertThat(found.measure(7L)).isNaN();
        assertThat(meters.get("tidemark.joiner.terms.missing").counter().count())
                .isEqualTo(1);
    }

    @Test
    void withoutAnythingTheDefaultsHold() throws IOException {
        assertThat(terms.of("homes", "b".repeat(64))).isEqualTo(VersionTerms.UNKNOWN);
        assertThat(terms.of("../../etc", "b".repeat(64))).isEqualTo(VersionTerms.UNKNOWN);
        Files.writeString(folder.resolve("models").resolve("broken.yaml"), "name: [");
        assertThat(terms.of("broken", "b".repeat(64))).isEqualTo(VersionTerms.UNKNOWN);
    }

    @Test
    void aBundleThatComesLaterIsFoundAfterAWhile() {
        String sha256 = Sha256.of(ToyBundle.file());
        assertThat(terms.of("homes", sha256)).isEqualTo(VersionTerms.UNKNOWN);
        assertThat(ToyBundle.register(registry)).isEqualTo(sha256);
        assertThat(terms.of("homes", sha256)).isEqualTo(VersionTerms.UNKNOWN);
        now = now.plusSeconds(31);
        assertThat(terms.of("homes", sha256).measured()).isTrue();
    }

    @Test
    void onlyTheVersionsThatWereUsedLastAreHeld() {
        for (int i = 0; i <= RegistryTerms.MOST_VERSIONS; i++) {
            terms.of("homes", String.format("%064x", i));
        }
        double asked = meters.get("tidemark.joiner.terms.missing").counter().count();
        terms.of("homes", String.format("%064x", 1));
        assertThat(meters.get("tidemark.joiner.terms.missing").counter().count())
                .as("still held")
                .isEqualTo(asked);
        terms.of("homes", String.format("%064x", 0));
        assertThat(meters.get("tidemark.joiner.terms.missing").counter().count())
                .as("asked for again")
                .isEqualTo(asked + 1);
    }

    private void manifestInFolder() throws IOException {
        Files.writeString(folder.resolve("models").resolve("homes.yaml"), ToyBundle.MANIFEST);
    }

    private Clock clock() {
        return new Clock() {
            @Override
            public ZoneOffset getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                throw new UnsupportedOperationException("UTC only.");
            }

            @Override
            public Instant instant() {
                return now;
            }
        };
    }
}
