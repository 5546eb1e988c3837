package io.tidemark.trainer.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.trainer.step.StepRecord.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StepsTest {
    private static final StepFiles<String> TEXT = new StepFiles<>() {
        @Override
        public void write(Path folder, String result) throws IOException {
            Files.writeString(folder.resolve("result.txt"), result);
        }

        @Override
        public String read(Path folder) throws IOException {
            String text = Files.readString(folder.resolve("result.txt"));
            if (text.startsWith("?")) {
                throw new IllegalArgumentException("Found '" + text + "'.");
            }
            return text;
        }
    };

    @TempDir
    Path store;

    @Test
    void anEqualStepOfALaterRunIsNotDoneAgain() {
        assertThat(select(StepPlan.ALL, "key", "first")).isEqualTo("first");

        Steps later = Steps.in(store, StepPlan.ALL);
        assertThat(later.of(PipelineStep.SELECT, "key", TEXT, folder -> "second"))
                .isEqualTo("first");
        assertThat(later.records()).singleElement().satisfies(record -> {
            assertThat(record.step()).isEqualTo("select");
            assertThat(record.state()).isEqualTo(State.UNCHANGED);
            assertThat(record.output()).isEqualTo(store.resolve("select/key").toString());
        });
    }

    @Test
    void anotherKeyIsAnotherStep() {
        assertThat(select(StepPlan.ALL, "key", "first")).isEqualTo("first");
        assertThat(select(StepPlan.ALL, "other", "second")).isEqualTo("second");
    }

    @Test
    void aStepThatIsWantedAnewIsDoneAgainAndKept() {
        assertThat(select(StepPlan.ALL, "key", "first")).isEqualTo("first");
        StepPlan anew = StepPlan.of(List.of(), Optional.of(PipelineStep.SELECT), false);
        assertThat(select(anew, "key", "second")).isEqualTo("second");
        assertThat(select(StepPlan.ALL, "key", "third")).isEqualTo("second");
    }

    @Test
    void aResultThatWasAlteredIsDoneAgain() throws IOException {
        assertThat(select(StepPlan.ALL, "key", "first")).isEqualTo("first");
        Files.writeString(store.resolve("select/key/result.txt"), "altered");

        assertThat(select(StepPlan.ALL, "key", "second")).isEqualTo("second");
    }

    @Test
    void aResultThatCannotBeReadIsDoneAgain() {
        assertThat(select(StepPlan.ALL, "key", "?")).isEqualTo("?");
        assertThat(select(StepPlan.ALL, "key", "second")).isEqualTo("second");
        assertThat(select(StepPlan.ALL, "key", "third")).isEqualTo("second");
    }

    /// What was half done is there for the step to go on with.
    @Test
    void aStepThatWasKilledFindsWhatItLeft() {
        assertThatThrownBy(() -> Steps.in(store, StepPlan.ALL).of(PipelineStep.SWEEP, "key", TEXT, folder -> {
                    write(folder.orElseThrow().resolve("journal"), "half");
                    throw new IllegalStateException("killed");
                }))
                .hasMessage("killed");

        String result = Steps.in(store, StepPlan.ALL)
                .of(
                        PipelineStep.SWEEP,
                        "key",
                        TEXT,
                        folder -> read(folder.orElseThrow().resolve("journal")) + " and half");

        assertThat(result).isEqualTo("half and half");
    }

    @Test
    void aStepThatAnotherRunIsDoingIsDoneBesideIt() {
        String outer = Steps.in(store, StepPlan.ALL).of(PipelineStep.SELECT, "key", TEXT, folder -> {
            Steps other = Steps.in(store, StepPlan.ALL);
            assertThat(other.of(PipelineStep.SELECT, "key", TEXT, unkept -> "beside, kept " + unkept.isPresent()))
                    .isEqualTo("beside, kept false");
            return "kept";
        });

        assertThat(outer).isEqualTo("kept");
        assertThat(select(StepPlan.ALL, "key", "later")).isEqualTo("kept");
    }

    @Test
    void theInputOfAStepIsTheOutputOfTheOneBefore() {
        Steps steps = Steps.in(store, StepPlan.ALL);
        steps.note(PipelineStep.DOWNLOAD, State.DONE, "data.csv");
        String unused = steps.of(PipelineStep.SELECT, "key", TEXT, folder -> "first");

        assertThat(steps.records()).extracting(StepRecord::input).containsExactly("", "data.csv");
        assertThat(steps.records())
                .allSatisfy(record -> assertThat(record.seconds()).isGreaterThanOrEqualTo(0));
    }

    @Test
    void onlyTheNewestResultsAreKept() throws IOException {
        for (int i = 0; i < 25; i++) {
            assertThat(select(StepPlan.ALL, "key" + i, "result")).isEqualTo("result");
            assertThat(store.resolve("select/key" + i).toFile().setLastModified(1_000_000L * (i + 1)))
                    .isTrue();
        }
        try (Stream<Path> folders = Files.list(store.resolve("select"))) {
            assertThat(folders.filter(Files::isDirectory)
                            .map(folder -> folder.getFileName().toString()))
                    .hasSizeBetween(20, 21)
                    .contains("key24")
                    .doesNotContain("key0", "key1", "key2");
        }
    }

    @Test
    void aPlanEndsWithTheLastStepThatIsWanted() {
        StepPlan plan = StepPlan.of(List.of(PipelineStep.SPLIT, PipelineStep.FEATURES), Optional.empty(), false);

        assertThat(plan.last()).isEqualTo(PipelineStep.FEATURES);
        assertThat(plan.anew()).isEmpty();
        assertThat(StepPlan.of(List.of(), Optional.of(PipelineStep.SWEEP), false)
                        .anew())
                .containsExactlyInAnyOrder(PipelineStep.SWEEP, PipelineStep.FIT, PipelineStep.REGISTER);
        assertThat(StepPlan.of(List.of(), Optional.empty(), true).anew()).hasSize(8);
        assertThatThrownBy(() -> StepPlan.of(List.of(PipelineStep.SPLIT), Optional.of(PipelineStep.FIT), false))
                .hasMessageContaining("--from fit");
    }

    @Test
    void aKeyTellsSettingsAndNumbersApart() {
        assertThat(StepKey.of(PipelineStep.SELECT).with("ab").with("c").hex())
                .isEqualTo(StepKey.of(PipelineStep.SELECT).with("ab").with("c").hex())
                .isNotEqualTo(
                        StepKey.of(PipelineStep.SELECT).with("a").with("bc").hex())
                .isNotEqualTo(
                        StepKey.of(PipelineStep.SWEEP).with("ab").with("c").hex());
        double[] many = new double[10_000];
        String before = StepKey.of(PipelineStep.SELECT).withNumbers(many).hex();
        many[9_999] = Math.nextUp(0.0);
        assertThat(StepKey.of(PipelineStep.SELECT).withNumbers(many).hex()).isNotEqualTo(before);
    }

    private String select(StepPlan plan, String key, String result) {
        return Steps.in(store, plan).of(PipelineStep.SELECT, key, TEXT, folder -> result);
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
