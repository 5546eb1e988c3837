package io.tidemark.registry;

import static io.tidemark.registry.Versions.MODEL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.registry.HistoryEntry.AliasSet;
import io.tidemark.registry.HistoryEntry.Registered;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LocalDirectoryRegistryTest {
    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00.123456Z");

    @TempDir
    Path root;

    @Test
    void anEmptyRegistryKnowsNothing() {
        LocalDirectoryRegistry registry =
                new LocalDirectoryRegistry(root.resolve("not").resolve("there"));

        assertThat(registry.models()).isEmpty();
        assertThat(registry.versions(MODEL)).isEmpty();
        assertThat(registry.version(MODEL, 1)).isEmpty();
        assertThat(registry.versionOfRun(MODEL, "run")).isEmpty();
        assertThat(registry.aliases(MODEL)).isEmpty();
        assertThat(registry.history(MODEL)).isEmpty();
        assertThat(root.resolve("not")).doesNotExist();
    }

    @Test
    void versionsAreCountedFromOneAndKeepWhatIsKnownOfThem() {
        ModelVersion first = registry().register(Versions.approved("run-1"));
        ModelVersion second = registry().register(Versions.refused("run-2"));

        assertThat(first)
                .isEqualTo(new ModelVersion(
                        MODEL,
                        1,
                        "run-1",
                        Versions.sha256(Versions.bundle("run-1")),
                        true,
                        NOW,
                        Map.of("mae", 1.5),
                        Map.of("data", "x.csv")));
        assertThat(registry().versions(MODEL)).containsExactly(first, second);
        assertThat(registry().version(MODEL, 2)).contains(second);
        assertThat(registry().versionOfRun(MODEL, "run-2")).contains(second);
        assertThat(registry().models()).containsExactly(MODEL);
    }

    @Test
    void bundlesComeBackByteForByte() {
        ModelVersion version = registry().register(Versions.approved("run-1"));

        assertThat(registry().fetch(MODEL, version.bundleSha256())).isEqualTo(Versions.bundle("run-1"));
    }

    @Test
    void aBundleThatIsLargerThanWhoAsksTakesIsToldWithBothSizes() {
        ModelVersion version = registry().register(Versions.approved("run-1"));
        int size = Versions.bundle("run-1").length;

        assertThat(registry().fetch(MODEL, version.bundleSha256(), size)).hasSize(size);
        assertThatThrownBy(() -> registry().fetch(MODEL, version.bundleSha256(), size - 1))
                .isInstanceOf(TooLargeException.class)
                .hasMessageContaining("a bundle of " + size + " bytes at " + root)
                .hasMessageContaining("expected at most " + (size - 1) + " bytes");
    }

    @Test
    void registeringARunTwiceIsRegisteringItOnce() {
        ModelVersion first = registry().register(Versions.approved("run-1"));

        ModelVersion again =
                registry().register(Versions.registration("run-1", false, "other".getBytes(StandardCharsets.UTF_8)));

        assertThat(again).isEqualTo(first);
        assertThat(registry().history(MODEL)).hasSize(1);
    }

    @Test
    void equalBundlesOfTwoRunsAreTwoVersionsAndOneFile() throws IOException {
        byte[] bundle = Versions.bundle("same");
        registry().register(Versions.registration("run-1", true, bundle));
        registry().register(Versions.registration("run-2", true, bundle));

        assertThat(registry().versions(MODEL)).hasSize(2);
        assertThat(bundleFiles()).hasSize(1);
    }

    @Test
    void aBundleThatIsNotWhatItIsRegisteredUnderIsRefused() throws IOException {
        Registration wrong = new Registration(
                MODEL, "run-1", "0".repeat(64), true, Map.of(), Map.of(), () -> Versions.bundle("run-1"));

        assertThatThrownBy(() -> registry().register(wrong))
                .isInstanceOf(RegistryException.class)
                .hasMessageContaining("expected " + "0".repeat(64));
        assertThat(registry().versions(MODEL)).isEmpty();
        assertThat(root.resolve(MODEL).resolve("bundles")).doesNotExist();
    }

    @Test
    void anAlteredBundleIsReplacedWhenItIsRegisteredAgain() throws IOException {
        byte[] bundle = Versions.bundle("same");
        ModelVersion version = registry().register(Versions.registration("run-1", true, bundle));
        byte[] altered = bundle.clone();
        altered[0] ^= 1;
        Files.write(bundleFiles().getFirst(), altered);

        registry().register(Versions.registration("run-2", true, bundle));

        assertThat(registry().fetch(MODEL, version.bundleSha256())).isEqualTo(bundle);
    }

    @Test
    void anAlteredBundleShowsByItsHash() throws IOException {
        ModelVersion version = registry().register(Versions.approved("run-1"));
        Files.writeString(bundleFiles().getFirst(), "altered");

        byte[] found = registry().fetch(MODEL, version.bundleSha256());

        assertThat(Versions.sha256(found)).isNotEqualTo(version.bundleSha256());
    }

    @Test
    void aBundleThatIsGoneIsToldWithItsPlace() throws IOException {
        ModelVersion version = registry().register(Versions.approved("run-1"));
        Path file = bundleFiles().getFirst();
        Files.delete(file);

        assertThatThrownBy(() -> registry().fetch(MODEL, version.bundleSha256()))
                .isInstanceOf(RegistryException.class)
                .hasMessageContaining(file.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "..", "../x", "a/b", "a\\b", ".hidden", "a b", "a\u0000"})
    void namesThatCouldBePathsAreRefused(String model) {
        assertThatThrownBy(() -> registry().versions(model)).isInstanceOf(RegistryException.class);
        assertThatThrownBy(() -> registry().fetch(model, "0".repeat(64))).isInstanceOf(RegistryException.class);
        assertThatThrownBy(() -> registry().setAlias(model, ModelRegistry.CHAMPION, 1, "me", "why"))
                .isInstanceOf(RegistryException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "abc", "../../../../etc/passwd"})
    void hashesThatCouldBePathsAreRefused(String sha256) {
        assertThatThrownBy(() -> registry().fetch(MODEL, sha256))
                .isInstanceOf(RegistryException.class)
                .hasMessageContaining("64");
    }

    @Test
    void foldersThatAreNoModelsAreNotListed() throws IOException {
        registry().register(Versions.approved("run-1"));
        Files.createDirectories(root.resolve("empty"));
        Files.createDirectories(root.resolve(".trash"));
        Files.writeString(root.resolve(".trash").resolve("ledger.jsonl"), "");
        Files.writeString(root.resolve("file"), "");

        assertThat(registry().models()).containsExactly(MODEL);
    }

    @Test
    void aliasesMoveAndHistoryKeepsEveryMove() {
        registry().register(Versions.approved("run-1"));
        registry().register(Versions.approved("run-2"));
        registry().setAlias(MODEL, ModelRegistry.CHAMPION, 1, "trainer", "first");
        registry().setAlias(MODEL, ModelRegistry.CHALLENGER, 2, "trainer", "on trial");
        registry().setAlias(MODEL, ModelRegistry.CHAMPION, 2, "ann", "better → \"now\"\n");
        registry().setAlias(MODEL, ModelRegistry.CHAMPION, 1, "ann", "rolled back");

        assertThat(registry().aliases(MODEL)).isEqualTo(Map.of(ModelRegistry.CHAMPION, 1, ModelRegistry.CHALLENGER, 2));
        assertThat(registry().history(MODEL))
                .hasSize(6)
                .filteredOn(AliasSet.class::isInstance)
                .contains(new AliasSet(NOW, ModelRegistry.CHAMPION, 2, "ann", "better → \"now\"\n"));
        assertThat(registry().history(MODEL))
                .filteredOn(Registered.class::isInstance)
                .hasSize(2);
    }

    @Test
    void settingWhatHoldsAlreadyChangesNothing() {
        registry().register(Versions.approved("run-1"));
        registry().setAlias(MODEL, ModelRegistry.CHAMPION, 1, "trainer", "first");
        registry().setAlias(MODEL, ModelRegistry.CHAMPION, 1, "trainer", "again");

        assertThat(registry().history(MODEL)).hasSize(2);
    }

    @Test
    void aliasesPointAtApprovedVersionsOnly() {
        registry().register(Versions.refused("run-1"));

        assertThatThrownBy(() -> registry().setAlias(MODEL, ModelRegistry.CHAMPION, 1, "me", "why"))
                .isInstanceOf(RegistryException.class)
                .hasMessageContaining("refused by its gates");
        assertThatThrownBy(() -> registry().setAlias(MODEL, ModelRegistry.CHAMPION, 2, "me", "why"))
                .isInstanceOf(RegistryException.class)
                .hasMessageContaining("expected 1 to 1");
        assertThat(registry().aliases(MODEL)).isEmpty();
    }

    /// The line a writer was at when it died, cut at every byte, also inside a character.
    @Test
    void aTornLineIsPassedOverAndCutOffByTheNextWriter() throws IOException {
        registry().register(Versions.approved("run-1"));
        registry().setAlias(MODEL, ModelRegistry.CHAMPION, 1, "trainer", "größer → 漢字 😀");
        byte[] whole = Files.readAllBytes(ledger());
        int firstLine = indexOfLineEnd(whole) + 1;
        for (int length = firstLine; length < whole.length; length++) {
            Files.write(ledger(), Arrays.copyOf(whole, length));
            assertThat(registry().history(MODEL)).as("%d bytes", length).hasSize(1);
        }

        registry().setAlias(MODEL, ModelRegistry.CHAMPION, 1, "trainer", "second try");

        assertThat(registry().history(MODEL))
                .last()
                .isEqualTo(new AliasSet(NOW, ModelRegistry.CHAMPION, 1, "trainer", "second try"));
        assertThat(registry().history(MODEL)).hasSize(2);
    }

    @Test
    void aLedgerTornInItsFirstLineStartsAnew() throws IOException {
        registry().register(Versions.approved("run-1"));
        Files.writeString(ledger(), "{\"type\":\"regis");

        assertThat(registry().register(Versions.approved("run-2")).version()).isEqualTo(1);
        assertThat(registry().versions(MODEL)).hasSize(1);
    }

    @Test
    void aProcessThatDiedBeforeItsLedgerLineLeavesNothingThatCounts() throws IOException {
        registry().register(Versions.approved("run-1"));
        Files.delete(ledger());

        assertThat(registry().versions(MODEL)).isEmpty();
        assertThat(registry().register(Versions.approved("run-1")).version()).isEqualTo(1);
        assertThat(bundleFiles()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "{}", "no json", "{\"type\":\"deleted\"}", "[]"})
    void aDamagedLineIsToldWithItsNumber(String line) throws IOException {
        registry().register(Versions.approved("run-1"));
        Files.writeString(ledger(), line + "\n", StandardOpenOption.APPEND);

        assertThatThrownBy(() -> registry().history(MODEL))
                .isInstanceOf(RegistryException.class)
                .hasMessageContaining("damaged at line 2")
                .hasMessageContaining(ledger().toString());
    }

    @Test
    void keysOfNewerReleasesArePassedOver() throws IOException {
        registry().register(Versions.approved("run-1"));
        Files.writeString(ledger(), Files.readString(ledger()).replace("\"runId\"", "\"colour\":\"red\",\"runId\""));

        assertThat(registry().versionOfRun(MODEL, "run-1")).isPresent();
    }

    @Test
    void noUnfinishedFilesAreLeft() throws IOException {
        registry().register(Versions.approved("run-1"));
        registry().register(Versions.approved("run-2"));

        try (Stream<Path> files = Files.walk(root)) {
            assertThat(files.filter(Files::isRegularFile)
                            .map(file -> file.getFileName().toString()))
                    .hasSize(4)
                    .noneMatch(name -> name.endsWith(".part"));
        }
    }

    @Test
    void threadsOfOneProcessExcludeEachOtherWhateverWayTheyCame() throws Exception {
        Path link = Files.createSymbolicLink(root.resolve("link"), Files.createDirectory(root.resolve("real")));
        List<LocalDirectoryRegistry> doors =
                List.of(new LocalDirectoryRegistry(root.resolve("real")), new LocalDirectoryRegistry(link));
        List<Future<ModelVersion>> pending = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            for (int i = 0; i < 24; i++) {
                int run = i / 2;
                pending.add(threads.submit(() -> doors.get(run % 2).register(Versions.approved("run-" + run))));
            }
        }
        for (Future<ModelVersion> version : pending) {
            version.get();
        }

        assertThat(doors.getFirst().versions(MODEL))
                .extracting(ModelVersion::version)
                .containsExactlyElementsOf(IntStream.rangeClosed(1, 12).boxed().toList());
    }

    /// `tidemark registry gc` looks and removes under the same lock.
    @Test
    void nothingIsRegisteredWhileSomebodyCleansUp() throws InterruptedException {
        Thread registering = Thread.ofPlatform().unstarted(() -> registry().register(Versions.approved("run-1")));

        List<ModelVersion> seen = new BundleFolder(root).alone(MODEL, () -> {
            registering.start();
            while (registering.getState() != Thread.State.WAITING && registering.isAlive()) {
                Thread.onSpinWait();
            }
            return registry().versions(MODEL);
        });
        registering.join();

        assertThat(seen).isEmpty();
        assertThat(registry().versions(MODEL)).hasSize(1);
    }

    @Test
    void aRegistryThatCannotBeWrittenSaysSo() throws IOException {
        Files.writeString(root.resolve(MODEL), "a file where a folder should be");

        assertThatThrownBy(() -> registry().register(Versions.approved("run-1")))
                .isInstanceOf(RegistryException.class)
                .hasMessageContaining(root.resolve(MODEL).toString());
    }

    private LocalDirectoryRegistry registry() {
        return new LocalDirectoryRegistry(root, Clock.fixed(NOW, ZoneOffset.UTC));
    }

    private Path ledger() {
        return root.resolve(MODEL).resolve("ledger.jsonl");
    }

    private List<Path> bundleFiles() throws IOException {
        try (Stream<Path> files = Files.list(root.resolve(MODEL).resolve("bundles"))) {
            return files.toList();
        }
    }

    private static int indexOfLineEnd(byte[] bytes) {
        int at = 0;
        while (bytes[at] != '\n') {
            at++;
        }
        return at;
    }
}
