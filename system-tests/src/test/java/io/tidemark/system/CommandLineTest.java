package io.tidemark.system;

import static io.tidemark.system.CommandLine.tidemark;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidemark.system.CommandLine.Ended;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The command line as people and scripts meet it: a process of its own, its exit code, its output.
class CommandLineTest {
    @TempDir
    private Path folder = Path.of("");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "demo",
                "up",
                "status",
                "down",
                "train",
                "retrain",
                "promote",
                "rollback",
                "send",
                "send-updates",
                "watch",
                "redrive",
                "notify",
                "registry",
                "topics",
                "run",
                "bench"
            })
    void eachCommandHasHelpWithExamples(String command) throws Exception {
        Ended help = tidemark(command, "--help");

        assertThat(help.exitCode()).isZero();
        assertThat(help.output()).contains("Usage: tidemark " + command).contains("tidemark " + command);
        assertThat(help.output().toLowerCase(java.util.Locale.ROOT)).contains("examples");
    }

    @Test
    void outputForProgramsIsJsonWithoutColours() throws Exception {
        Ended topics = tidemark("topics", "list", "--json");

        assertThat(topics.exitCode()).isZero();
        assertThat(new ObjectMapper().readTree(topics.output())).hasSizeGreaterThan(12);
        assertThat(topics.output()).doesNotContain("\u001b");
    }

    @Test
    void aWrongCommandLineIsExitCodeTwo() throws Exception {
        assertThat(tidemark("trian").exitCode()).isEqualTo(2);
        assertThat(tidemark("promote", "housing", "three").exitCode()).isEqualTo(2);
    }

    @Test
    void withoutAStackTheMessageSaysWhatToDo() throws Exception {
        Ended status = tidemark("status", "--home", folder.toString());

        assertThat(status.exitCode()).isEqualTo(1);
        assertThat(status.output()).contains("Found no running stack").contains("tidemark up");
        assertThat(status.output()).doesNotContain("\tat ");
    }

    @Test
    void aFaultyManifestIsToldWholeAndWithoutStackTrace() throws Exception {
        Path manifest = folder.resolve("bad.yaml");
        Files.writeString(manifest, "name: bad\ntask: regresion\nfeatuers: {}\n");

        Ended train = tidemark("train", manifest.toString(), "--home", folder.toString());

        assertThat(train.exitCode()).isEqualTo(1);
        assertThat(train.output())
                .contains("line 2, task")
                .contains("Nearest known key: features")
                .doesNotContain("\tat ");
        assertThat(tidemark("train", manifest.toString(), "--home", folder.toString(), "--stacktrace")
                        .output())
                .contains("\tat io.tidemark");
    }

    @Test
    void trainingNeedsNoBrokerAndEndsWithEvidence() throws Exception {
        List<String> arguments = new ArrayList<>(
                List.of("train", "housing", "--json", "--home", folder.toString(), "--models", models()));
        SmallModel.overrides().forEach(override -> arguments.addAll(List.of("--set", override)));

        Ended train = tidemark(arguments.toArray(String[]::new));

        assertThat(train.exitCode()).as(train.output()).isZero();
        var json = new ObjectMapper().readTree(train.output());
        assertThat(json.path("approved").asBoolean()).isTrue();
        assertThat(Path.of(json.path("folder").asText()))
                .isDirectoryContaining("glob:**/metrics.json")
                .isDirectoryContaining("glob:**/splits.csv")
                .isDirectoryContaining("glob:**/gates.json");
    }

    @Test
    void aRefusedModelIsExitCodeThreeAndNeverChampion() throws Exception {
        List<String> arguments =
                new ArrayList<>(List.of("train", "housing", "--home", folder.toString(), "--models", models()));
        SmallModel.overrides().stream()
                .filter(override -> !override.startsWith("gates"))
                .forEach(override -> arguments.addAll(List.of("--set", override)));
        arguments.addAll(List.of("--set", "gates.limits={r2: 0.9999}"));

        assertThat(tidemark(arguments.toArray(String[]::new)).exitCode()).isEqualTo(3);
        Ended promote = tidemark("promote", "housing", "1", "--home", folder.toString());
        assertThat(promote.exitCode()).isEqualTo(1);
        assertThat(promote.output()).contains("refused by its gates");
    }

    @Test
    void completionIsGenerated() throws Exception {
        assertThat(tidemark("generate-completion").output()).contains("_complete_tidemark");
    }

    private static String models() {
        return SourceTree.root().resolve("models").toString();
    }
}
