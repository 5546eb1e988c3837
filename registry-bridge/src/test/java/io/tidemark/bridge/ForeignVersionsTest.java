package io.tidemark.bridge;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.event.Activated;
import io.tidemark.event.Noted;
import io.tidemark.event.Registered;
import io.tidemark.event.TimelineEvent;
import io.tidemark.event.VersionRef;
import io.tidemark.registry.ModelVersion;
import io.tidemark.registry.RegistryException;
import io.tidemark.registry.RegistryUnavailableException;
import io.tidemark.registry.Sha256;
import io.tidemark.registry.foreign.ForeignImport;
import io.tidemark.registry.foreign.ForeignVersion;
import io.tidemark.registry.guard.Guard;
import io.tidemark.registry.guard.GuardRules;
import io.tidemark.registry.mlflow.MlflowAddress;
import io.tidemark.registry.mlflow.MlflowConnection;
import io.tidemark.registry.mlflow.MlflowRegistry;
import io.tidemark.testkit.FakeMlflow;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Aliases on versions that Python logged. What is in a model the trainer knows; here an import is a toy that wants a
/// file `rows`.
class ForeignVersionsTest {
    private static final String MODEL = "housing";
    private static final Instant NOW = Instant.parse("2026-05-01T12:00:00Z");
    private static final byte[] BUNDLE = "a bundle of what was logged".getBytes(UTF_8);
    private static final String SHA = Sha256.of(BUNDLE);

    private final FakeMlflow server = new FakeMlflow();
    private final ToyLog log = new ToyLog();
    private final ToyImport imports = new ToyImport();
    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private final List<ModelVersion> spread = new ArrayList<>();
    private final TestTime time = new TestTime();
    private final MlflowRegistry registry = new MlflowRegistry(
            new MlflowConnection(
                    MlflowAddress.of(server.address(), Map.of()),
                    new Guard(
                            "MLflow",
                            new GuardRules(Duration.ofSeconds(5), 1, Duration.ZERO, Duration.ZERO, 1000, Duration.ZERO),
                            System::nanoTime,
                            pause -> {},
                            () -> 0)),
            Clock.fixed(NOW, ZoneOffset.UTC));
    private final Adoptions adoptions =
            new Adoptions(registry, (version, bundle) -> spread.add(version), waiting::add, () -> {}, time.clock());
    private final Bridge bridge = new Bridge(
            registry, log, new Candidates(registry, Optional.of(imports), adoptions), Clock.fixed(NOW, ZoneOffset.UTC));

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void aVersionFromPythonGetsItsBundleInPlaceAndServes() {
        String folder = server.registerLogged(MODEL, Map.of("MLmodel", new byte[3], "rows", new byte[5]));
        server.setAlias(MODEL, "champion", 1);

        look();
        assertThat(log.events()).as("it is being imported").isEmpty();
        work();
        look();
        look();

        assertThat(facts(Registered.class)).hasSize(1);
        assertThat(facts(Activated.class))
                .singleElement()
                .satisfies(fact -> assertThat(fact.getChampion()).isEqualTo(new VersionRef(1, SHA)));
        assertThat(server.artifacts().get(folder + "/tidemark/" + SHA + ".bundle"))
                .isEqualTo(BUNDLE);
        assertThat(registry.fetch(MODEL, SHA)).isEqualTo(BUNDLE);
        assertThat(registry.versions(MODEL)).singleElement().satisfies(version -> {
            assertThat(version.version()).isEqualTo(1);
            assertThat(version.runId()).isEqualTo("mlflow-housing-1");
            assertThat(version.approved()).isTrue();
            assertThat(version.tags()).containsEntry("imported_from", "toy");
        });
        assertThat(registry.models()).containsExactly(MODEL);
        assertThat(server.descriptionOf(MODEL, 1)).contains("Imported by Tidemark", "imported from: toy");
        assertThat(spread).hasSize(1);
        assertThat(imports.runs).isEqualTo(1);
    }

    @Test
    void aRefusalIsSaidOnceAndWhatIsCompletedIsLookedAtAgain() {
        String folder = server.registerLogged(MODEL, Map.of("MLmodel", new byte[3]));
        server.setAlias(MODEL, "champion", 1);
        for (int i = 0; i < 4; i++) {
            look();
            work();
        }

        assertThat(facts(Noted.class)).singleElement().satisfies(fact -> {
            assertThat(fact.getKind()).isEqualTo("promotion-refused");
            assertThat(fact.getAttributes()).containsEntry("reason", "Found no rows.");
        });
        assertThat(server.tagsOf(MODEL, 1).get("tidemark.refused")).contains("Found no rows.");
        assertThat(imports.runs).isEqualTo(1);

        server.artifacts().put(folder + "/rows", new byte[5]);
        look();
        work();
        look();
        assertThat(facts(Activated.class)).hasSize(1);
        assertThat(server.tagsOf(MODEL, 1)).doesNotContainKey("tidemark.refused");
    }

    @Test
    void whoAsksForAVersionWaitsForItsImportAndIsToldWhyThereIsNone() {
        Adoptions atOnce = Adoptions.atOnce(registry, (version, bundle) -> spread.add(version), time.clock());
        Candidates candidates = new Candidates(registry, Optional.of(imports), atOnce);
        server.registerLogged(MODEL, Map.of("rows", new byte[5]));
        server.registerLogged(MODEL, Map.of("MLmodel", new byte[3]));

        ModelVersion imported = candidates.withBundle(MODEL, 1).orElseThrow();
        assertThat(imported.bundleSha256()).isEqualTo(SHA);
        assertThat(candidates.withBundle(MODEL, 1)).as("a second time").contains(imported);
        assertThat(imports.runs).isEqualTo(1);
        assertThatThrownBy(() -> candidates.withBundle(MODEL, 2))
                .isInstanceOf(RegistryException.class)
                .hasMessageContaining("Version 2 of housing cannot be imported: Found no rows.");
        assertThat(candidates.withBundle(MODEL, 3)).isEmpty();
        assertThat(candidates.withBundle("nobody", 1)).isEmpty();
    }

    @Test
    void anImportThatLastsKeepsNoOtherModelWaiting() {
        server.registerLogged("aaa-large", Map.of("rows", new byte[5]));
        server.registerLogged(MODEL, Map.of());
        server.setAlias("aaa-large", "champion", 1);
        server.setAlias(MODEL, "champion", 1);
        look();
        assertThat(waiting).hasSize(2);
        Runnable large = waiting.remove();
        work();
        look();

        assertThat(facts(Noted.class)).as("the second model is done").hasSize(1);
        large.run();
        look();
        assertThat(facts(Activated.class)).hasSize(1);
    }

    @Test
    void anImportThatBreaksOffAnywhereIsMadeAgainWithTheSameResult() {
        String folder = server.registerLogged(MODEL, Map.of("rows", new byte[5]));
        server.setAlias(MODEL, "champion", 1);
        for (String step :
                List.of("tidemark/" + SHA, "model-versions/set-tag", "delete-tag", "model-versions/update")) {
            server.failOn(step);
            look();
            work();
            assertThatThrownBy(this::look).as(step).isInstanceOf(RegistryUnavailableException.class);
            assertThat(registry.versions(MODEL)).as("after %s failed", step).isEmpty();
        }
        server.failOn("");
        look();
        work();
        look();

        assertThat(facts(Activated.class)).hasSize(1);
        assertThat(server.artifacts().keySet()).containsOnly(folder + "/rows", folder + "/tidemark/" + SHA + ".bundle");
    }

    @Test
    void aDeathBetweenTheTagsAndTheTimelineIsOneActivation() {
        server.registerLogged(MODEL, Map.of("rows", new byte[5]));
        server.setAlias(MODEL, "champion", 1);
        look();
        work();
        Adoptions afterwards = Adoptions.atOnce(registry, (version, bundle) -> {}, Clock.systemUTC());
        Bridge next = new Bridge(
                registry,
                log,
                new Candidates(registry, Optional.of(imports), afterwards),
                Clock.fixed(NOW, ZoneOffset.UTC));
        next.reconcile(log.read());
        look();

        assertThat(facts(Activated.class)).hasSize(1);
        assertThat(imports.runs).as("the bundle is there already").isEqualTo(1);
    }

    @Test
    void anImportThatTakesTooLongIsRefused() {
        server.registerLogged(MODEL, Map.of("rows", new byte[5]));
        server.setAlias(MODEL, "champion", 1);
        look();
        time.pass(Adoptions.LONGEST.plusSeconds(1));
        look();

        assertThat(facts(Noted.class))
                .singleElement()
                .satisfies(
                        fact -> assertThat(fact.getAttributes().get("reason")).contains("not done after 5 minutes"));
        work();
        assertThat(imports.runs).as("it was called off").isZero();
    }

    @Test
    void anImportThatFailsIsARefusal() {
        imports.broken = true;
        server.registerLogged(MODEL, Map.of());
        server.setAlias(MODEL, "champion", 1);
        look();
        work();
        look();

        assertThat(server.tagsOf(MODEL, 1).get("tidemark.refused")).contains("Its import failed", "toy is broken");
    }

    @Test
    void modelsOfOthersWithoutAManifestAreNotTouched() {
        server.registerLogged("stranger", Map.of("rows", new byte[5]));
        server.setAlias("stranger", "champion", 1);
        look();

        assertThat(log.events()).isEmpty();
        assertThat(server.tagsOf("stranger", 1)).isEmpty();
    }

    @Test
    void aModelOfOursWithoutAManifestIsRefusedWithAReason() {
        server.registerLogged("stranger", Map.of("rows", new byte[5]));
        server.claim("stranger");
        server.setAlias("stranger", "champion", 1);
        look();

        assertThat(server.tagsOf("stranger", 1).get("tidemark.refused")).contains("expected stranger.yaml");
    }

    @Test
    void filesThatAreNotBehindTheProxyAreRefusedWithAReason() {
        server.registerForeign(MODEL, "None");
        server.setAlias(MODEL, "champion", 1);
        look();

        assertThat(server.tagsOf(MODEL, 1).get("tidemark.refused")).contains("--serve-artifacts");
    }

    private void look() {
        bridge.reconcile(log.read());
    }

    private void work() {
        while (!waiting.isEmpty()) {
            waiting.remove().run();
        }
    }

    private <T> List<T> facts(Class<T> kind) {
        return log.events().stream()
                .map(TimelineEvent::getFact)
                .filter(kind::isInstance)
                .map(kind::cast)
                .toList();
    }

    private static final class ToyImport implements ForeignImport {
        private int runs;
        private boolean broken;

        @Override
        public boolean knows(String model) {
            return !model.equals("stranger");
        }

        @Override
        public String fingerprint(ForeignVersion version) {
            return Integer.toString(version.files().list("").size());
        }

        @Override
        public Outcome run(ForeignVersion version) {
            runs++;
            if (broken) {
                throw new IllegalStateException("The toy is broken.");
            }
            return version.files().list("").containsKey("rows")
                    ? new Outcome.Made(BUNDLE, Map.of("imported_from", "toy"))
                    : new Outcome.Refused("Found no rows.");
        }
    }
}
