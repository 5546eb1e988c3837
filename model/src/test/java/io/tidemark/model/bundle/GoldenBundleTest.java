package io.tidemark.model.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Bundles as former builds wrote them. They are never deleted: what served once must be readable for a replay.
/// `UPDATE_GOLDEN=true mvn test -pl model -am` adds the files of a new format version.
class GoldenBundleTest {
    private static final Path GOLDEN = Path.of("src", "test", "resources", "golden", "bundle");

    static Stream<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(GOLDEN)) {
            return files.filter(file -> file.toString().endsWith(".bundle")).sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @CsvSource({"regression", "binary", "logarithm", "multiclass"})
    void thisBuildWritesTheNewestFormat(String name) throws IOException {
        byte[] file = BundleCodec.write(
                switch (name) {
                    case "regression" -> Bundles.regression();
                    case "binary" -> Bundles.binary();
                    case "multiclass" -> Bundles.multiclass();
                    default -> Bundles.logarithm();
                });
        Path golden = GOLDEN.resolve("format-" + BundleFile.FORMAT_VERSION + "-" + name + ".bundle");
        if (Boolean.parseBoolean(System.getenv("UPDATE_GOLDEN")) && !Files.exists(golden)) {
            Files.createDirectories(GOLDEN);
            Files.write(golden, file);
        }

        assertThat(file).isEqualTo(Files.readAllBytes(golden));
    }

    @ParameterizedTest
    @MethodSource("files")
    void formerBundlesScoreAsTheyDid(Path file) throws IOException {
        ModelBundle bundle = BundleCodec.read(Files.readAllBytes(file));

        BundleVerifier.DEFAULT.verify(bundle, List.of());
        ModelScorer scorer = bundle.newScorer();
        for (GoldenRow row : bundle.goldenRows()) {
            scorer.encode(row.values());
            assertThat(scorer.score()).isEqualTo(row.score());
            assertThat(scorer.probabilities())
                    .containsExactly(row.probabilities().stream()
                            .mapToDouble(Double::doubleValue)
                            .toArray());
        }
    }
}
