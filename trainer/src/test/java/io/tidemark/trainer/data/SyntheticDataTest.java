package io.tidemark.trainer.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.model.manifest.DataSource;
import io.tidemark.model.manifest.ManifestReader;
import io.tidemark.model.manifest.ModelManifest;
import io.tidemark.trainer.Toys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SyntheticDataTest {
    @TempDir
    Path cache;

    @Test
    void equalSeedsGiveEqualRowsAndOthersOthers() {
        LocatedData first = located(Toys.regression(), 100, 3);
        LocatedData again = located(Toys.regression(), 100, 3);
        LocatedData other = located(Toys.regression(), 100, 4);

        assertThat(again.sha256()).isEqualTo(first.sha256());
        assertThat(other.sha256()).isNotEqualTo(first.sha256());
    }

    /// Strict arithmetic: the same on every machine and in every release. `UPDATE_GOLDEN=true mvn test -pl trainer -am`
    /// writes the golden file anew; a difference is a decision.
    @Test
    void theRowsOfASeedNeverChange() throws IOException {
        Path golden = Path.of("src", "test", "resources", "golden", "synthetic", "toy-3-42.csv");
        String found = Files.readString(located(Toys.regression(), 3, 42).file());
        if (Boolean.parseBoolean(System.getenv("UPDATE_GOLDEN"))) {
            Files.createDirectories(golden.getParent());
            Files.writeString(golden, found);
        }

        assertThat(found).isEqualTo(Files.readString(golden));
    }

    @Test
    void rowsAreAnnouncedAsWhatTheyAre() {
        assertThat(located(Toys.regression(), 10, 1).origin()).startsWith("SYNTHETIC");
        assertThat(located(Toys.regression(), 10, 1).address()).isEqualTo("synthetic:rows=10,seed=1");
    }

    @Test
    void everyRowIsOneThatTheManifestAccepts() {
        for (ModelManifest manifest : List.of(Toys.regression(), Toys.binary())) {
            TrainingTable table = Toys.read(manifest, located(manifest, 2_000, 9));

            assertThat(table.rows()).isEqualTo(2_000);
            assertThat(table.counts().violating()).isZero();
            assertThat(Arrays.stream(table.features().column(1))
                            .filter(Double::isNaN)
                            .count())
                    .as("missing values of b")
                    .isBetween(1L, 100L);
            assertThat(Arrays.stream(table.features().column(0)).noneMatch(Double::isNaN))
                    .as("a is required")
                    .isTrue();
        }
    }

    @Test
    void bothClassesOccur() {
        TrainingTable table = Toys.read(Toys.binary(), located(Toys.binary(), 500, 2));

        assertThat(Arrays.stream(table.targets(
                                java.util.stream.IntStream.range(0, 500).toArray()))
                        .sum())
                .isBetween(50.0, 450.0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"housing", "credit"})
    void theShippedModelsHaveSyntheticRows(String model) {
        ModelManifest manifest = ManifestReader.read(Path.of("..", "models", model + ".yaml"), List.of());

        TrainingTable table = Toys.read(manifest, located(manifest, 1_000, 5));

        assertThat(table.rows()).isEqualTo(1_000);
    }

    private LocatedData located(ModelManifest manifest, int rows, long seed) {
        return new DataLocator(cache, List.of(), Progress.NONE)
                .synthetic(manifest, new DataSource.Synthetic(rows, seed));
    }
}
