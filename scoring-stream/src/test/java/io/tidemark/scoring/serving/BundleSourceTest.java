package io.tidemark.scoring.serving;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.tidemark.scoring.ToyModel;
import io.tidemark.scoring.ToyRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BundleSourceTest {
    private static final ToyModel TOY = ToyModel.version(1);

    @TempDir
    private Path folder;

    private final ToyRegistry registry = new ToyRegistry();

    @SuppressWarnings("NullAway.Init") // opened before each test
    private BundleSource source;

    @SuppressWarnings("NullAway.Init") // opened before each test
    private Path cached;

    @BeforeEach
    void open() {
        source = new BundleSource(registry, new BundleCache(folder.resolve("cache"), 1_000_000), 100_000);
        cached = folder.resolve("cache").resolve(TOY.sha256() + ".bundle");
    }

    @Test
    void whatTheRegistryHasIsFetchedAndNotKeptBeforeItWasVerified() throws LoadException {
        registry.add(TOY);

        assertThat(source.fetch("toy", TOY.sha256())).isEqualTo(TOY.file());
        assertThat(cached).doesNotExist();
    }

    @Test
    void whatWasKeptIsUsedWithoutTheRegistry() throws LoadException {
        registry.setGone(true);
        source.keep(TOY.file(), TOY.sha256(), Set.of());

        assertThat(source.fetch("toy", TOY.sha256())).isEqualTo(TOY.file());
        assertThat(registry.fetches()).isZero();
        assertThat(cached.getParent()).isDirectoryNotContaining("glob:**.part");
    }

    @Test
    void aDamagedFileInTheCacheIsFetchedAgain() throws LoadException, IOException {
        registry.add(TOY);
        Files.createDirectories(cached.getParent());
        Files.write(cached, "damaged".getBytes(UTF_8));

        assertThat(source.fetch("toy", TOY.sha256())).isEqualTo(TOY.file());
        source.keep(TOY.file(), TOY.sha256(), Set.of());
        assertThat(Files.readAllBytes(cached)).isEqualTo(TOY.file());
    }

    @Test
    void aCacheThatCannotBeWrittenCostsTheCacheOnly() throws LoadException, IOException {
        Files.write(folder.resolve("cache"), "a file where the folder should be".getBytes(UTF_8));
        registry.add(TOY);

        source.keep(TOY.file(), TOY.sha256(), Set.of());

        assertThat(source.fetch("toy", TOY.sha256())).isEqualTo(TOY.file());
    }

    @Test
    void whatIsNotThereMayComeLater() {
        assertThatExceptionOfType(LoadException.class)
                .isThrownBy(() -> source.fetch("toy", TOY.sha256()))
                .satisfies(fault -> assertThat(fault.worthRetrying()).isTrue())
                .satisfies(fault -> assertThat(fault.check()).isEqualTo("fetch"));
    }

    @Test
    void aBundleThatIsTooLargeIsRefusedForGood() {
        registry.put("toy", TOY.sha256(), new byte[100_001]);

        assertThatExceptionOfType(LoadException.class)
                .isThrownBy(() -> source.fetch("toy", TOY.sha256()))
                .withMessage("Found a bundle of 100001 bytes, expected at most 100000 bytes.")
                .satisfies(fault -> assertThat(fault.worthRetrying()).isFalse())
                .satisfies(fault -> assertThat(fault.check()).isEqualTo("size"));
    }

    @Test
    void anotherBundleIsRefusedForGood() {
        registry.put("toy", TOY.sha256(), ToyModel.version(2).file());

        assertThatExceptionOfType(LoadException.class)
                .isThrownBy(() -> source.fetch("toy", TOY.sha256()))
                .withMessageContaining(TOY.sha256())
                .withMessageContaining(ToyModel.version(2).sha256())
                .satisfies(fault -> assertThat(fault.worthRetrying()).isFalse())
                .satisfies(fault -> assertThat(fault.check()).isEqualTo("sha256"));
    }

    /// The hash comes from the timeline and becomes a file name.
    @ParameterizedTest
    @ValueSource(
            strings = {"../precious", "", "abc", "G000000000000000000000000000000000000000000000000000000000000000"})
    void aHashThatIsNoneLeadsNowhere(String sha256) throws IOException {
        Path precious = folder.resolve("precious.bundle");
        Files.write(precious, "precious".getBytes(UTF_8));
        Files.createDirectories(folder.resolve("cache"));

        assertThatExceptionOfType(LoadException.class)
                .isThrownBy(() -> source.fetch("toy", sha256))
                .withMessageContaining("64 lower-case hexadecimal digits")
                .satisfies(fault -> assertThat(fault.worthRetrying()).isFalse());
        assertThat(precious).exists();
        assertThat(registry.fetches()).isZero();
    }
}
