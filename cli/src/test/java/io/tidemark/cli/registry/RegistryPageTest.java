package io.tidemark.cli.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.event.ActivationCause;
import io.tidemark.registry.BundleFolder;
import io.tidemark.registry.LocalDirectoryRegistry;
import io.tidemark.registry.ModelVersion;
import io.tidemark.registry.Registration;
import io.tidemark.registry.Sha256;
import io.tidemark.streamkit.timeline.TimelineEntry;
import io.tidemark.streamkit.timeline.TimelineFacts;
import io.tidemark.streamkit.timeline.TimelineState;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RegistryPageTest {
    private static final String MODEL = "homes";

    @TempDir
    private Path folder;

    private final TimelineState timeline = new TimelineState();
    private LocalDirectoryRegistry registry = new LocalDirectoryRegistry(Path.of("unused"));

    @BeforeEach
    void threeVersionsOfWhichTheSecondServes() {
        registry = new LocalDirectoryRegistry(folder);
        for (int i = 1; i <= 3; i++) {
            register("run-" + i);
        }
        registry.setAlias(MODEL, "champion", 2, "ada", "");
        activate(2);
    }

    @Test
    void registryAndTimelineStandSideBySide() {
        RegistryPage page = RegistryPage.of(MODEL, registry, Optional.of(timeline));

        assertThat(page.versions()).extracting(RegistryPage.Line::version).containsExactly(3, 2, 1);
        assertThat(page.versions().get(1).aliases()).containsExactly("champion");
        assertThat(page.versions().get(1).role()).isEqualTo("champion");
        assertThat(page.differences()).isEmpty();
    }

    @Test
    void differencesAreSaid() {
        activate(3);

        assertThat(RegistryPage.of(MODEL, registry, Optional.of(timeline)).differences())
                .containsExactly("The registry's champion is version 2, the timeline's version 3.");
    }

    @Test
    void withoutAClusterNothingIsCompared() {
        RegistryPage page = RegistryPage.of(MODEL, registry, Optional.empty());

        assertThat(page.differences()).isEmpty();
        assertThat(page.versions().get(1).role()).isEmpty();
    }

    @Test
    void eachBundleIsHashedWhereItLies() throws IOException {
        BundleAudit audit = new BundleAudit(registry);
        assertThat(audit.look(MODEL)).hasSize(3).allMatch(BundleAudit.Finding::fine);

        Files.writeString(folder.resolve(MODEL + "/bundles/" + sha("run-1") + ".bundle"), "altered");
        Files.delete(folder.resolve(MODEL + "/bundles/" + sha("run-3") + ".bundle"));
        assertThat(audit.look(MODEL))
                .filteredOn(finding -> !finding.fine())
                .extracting(BundleAudit.Finding::version)
                .containsExactly(1, 3);
    }

    @Test
    void aRegistryOfThisMachineKeepsWhateverAVersionNames() throws IOException {
        BundleFolder bundles = new BundleFolder(folder);
        bundles.store(MODEL, sha("nobody"), bundle("nobody"));

        assertThat(Leftovers.of(bundles.hashes(MODEL), registry.versions(MODEL), timeline.of(MODEL), false, 1))
                .containsExactly(sha("nobody"));
    }

    @Test
    void copiesOfARegistryElsewhereStayWhenTheyServedOrAreNew() {
        assertThat(Leftovers.of(
                        new BundleFolder(folder).hashes(MODEL), registry.versions(MODEL), timeline.of(MODEL), true, 1))
                .containsExactly(sha("run-1"));
    }

    private void activate(int version) {
        ModelVersion wanted = registry.version(MODEL, version).orElseThrow();
        timeline.accept(new TimelineEntry(
                version,
                TimelineFacts.champion(
                        "activation-" + version,
                        MODEL,
                        version,
                        wanted.bundleSha256(),
                        ActivationCause.PROMOTION,
                        "ada",
                        "",
                        Instant.EPOCH)));
    }

    private void register(String runId) {
        byte[] bundle = bundle(runId);
        registry.register(new Registration(MODEL, runId, Sha256.of(bundle), true, Map.of(), Map.of(), () -> bundle));
    }

    private static byte[] bundle(String runId) {
        return ("bundle of " + runId).getBytes(StandardCharsets.UTF_8);
    }

    private static String sha(String runId) {
        return Sha256.of(bundle(runId));
    }
}
