package io.tidemark.model.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The manifests in `models/` as they are read. `UPDATE_GOLDEN=true mvn test -pl model -am` writes the golden files
/// anew; a difference is a decision.
class ShippedManifestsTest {
    private static final Path MODELS = Path.of("..", "models");
    private static final Path GOLDEN = Path.of("src", "test", "resources", "golden", "manifest");
    private static final Pattern NEXT_FIELD = Pattern.compile(", (?=[a-zA-Z]+[=\\[])");

    static Stream<Path> manifests() throws IOException {
        try (Stream<Path> files = Files.list(MODELS)) {
            return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("manifests")
    void isReadAsItWas(Path file) throws IOException {
        String found = shown(ManifestReader.read(file, List.of()));
        Path golden = GOLDEN.resolve(file.getFileName().toString().replace(".yaml", ".txt"));
        if (Boolean.parseBoolean(System.getenv("UPDATE_GOLDEN"))) {
            Files.createDirectories(GOLDEN);
            Files.writeString(golden, found);
        }

        assertThat(found).isEqualTo(Files.readString(golden));
    }

    @ParameterizedTest
    @MethodSource("manifests")
    void itsTextGivesItAgain(Path file) {
        ModelManifest manifest = ManifestReader.read(file, List.of());

        assertThat(ManifestReader.read("again", manifest.yaml(), List.of())).isEqualTo(manifest);
    }

    @ParameterizedTest
    @MethodSource("manifests")
    void isCalledAsItsFile(Path file) {
        assertThat(file.getFileName())
                .hasToString(ManifestReader.read(file, List.of()).name() + ".yaml");
    }

    @Test
    void bothTasksHaveAnExample() throws IOException {
        assertThat(manifests()
                        .map(file -> ManifestReader.read(file, List.of()).task().name()))
                .containsExactlyInAnyOrder("REGRESSION", "BINARY");
    }

    /// The records' own text, a field a line.
    private static String shown(ModelManifest manifest) {
        String text = manifest.toString();
        return NEXT_FIELD.matcher(text.substring(0, text.indexOf(", yaml="))).replaceAll("\n") + "\n";
    }
}
