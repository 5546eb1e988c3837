package io.tidemark.trainer.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.stats.metric.MetricDirection;
import io.tidemark.trainer.sweep.prune.HalvingPruner;
import io.tidemark.trainer.sweep.space.CategoricalParameter;
import io.tidemark.trainer.sweep.space.FloatParameter;
import io.tidemark.trainer.sweep.space.SearchSpace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JournalTest {
    @TempDir
    private Path folder = Path.of("");

    private static SweepSettings settings() {
        return Bowl.settings().withInFlight(2).withPruner(new HalvingPruner(1, 3));
    }

    private static SweepResult run(SweepSettings settings, Path journal, SweepObjective objective) {
        try (Study study = Study.open(settings, journal)) {
            return new Sweep(study, objective, 2, trial -> {}).run();
        }
    }

    /// Fails now and then, and is pruned now and then: all that a journal holds.
    private static double objective(Trial trial) {
        if (trial.number() % 7 == 3) {
            throw new IllegalStateException("no luck with \"" + trial.number() + "\"");
        }
        return Bowl.inSteps(trial);
    }

    private static List<String> withoutTimes(SweepResult result) {
        return result.trials().stream()
                .map(trial -> trial.number() + " " + trial.origin() + " " + trial.parameters() + " " + trial.result()
                        + " " + trial.curve())
                .toList();
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.003, 0.04, 0.2, 0.5, 0.77, 0.999, 1})
    void aSweepThatGoesOnAfterACrashEndsAsIfNothingHadHappened(double written) throws IOException {
        Path whole = folder.resolve("whole.jsonl");
        List<String> uninterrupted = withoutTimes(run(settings(), whole, JournalTest::objective));
        byte[] bytes = Files.readAllBytes(whole);
        Path torn = folder.resolve("torn.jsonl");
        Files.write(torn, java.util.Arrays.copyOf(bytes, (int) (bytes.length * written)));
        AtomicInteger calls = new AtomicInteger();

        SweepResult resumed = run(settings(), torn, trial -> {
            calls.incrementAndGet();
            return objective(trial);
        });

        assertThat(withoutTimes(resumed)).isEqualTo(uninterrupted);
        assertThat(resumed.count("pruned")).isPositive();
        assertThat(resumed.count("failed")).isPositive();
        assertThat(calls.get()).isBetween((int) (18 * (1 - written)) - 2, (int) (18 * (1 - written)) + 4);
        try (Study again = Study.open(settings(), torn)) {
            assertThat(withoutTimes(again.result())).isEqualTo(uninterrupted);
            assertThat(again.ask()).isEmpty();
        }
    }

    @Test
    void aTrialThatRanWhenTheCrashCameIsTriedAgain() throws IOException {
        Path journal = folder.resolve("journal.jsonl");
        Trial lost;
        try (Study study = Study.open(settings(), journal)) {
            lost = study.ask().orElseThrow();
            study.tell(study.ask().orElseThrow(), 1, 0.1);
        }

        try (Study study = Study.open(settings(), journal)) {
            Trial again = study.ask().orElseThrow();

            assertThat(again.number()).isZero();
            assertThat(again.parameters()).isEqualTo(lost.parameters());
            assertThat(study.canAsk()).isFalse();
        }
    }

    @Test
    void aSweepMayGoOnWithMoreTrials() {
        Path journal = folder.resolve("journal.jsonl");
        run(settings().withTrials(8), journal, JournalTest::objective);

        SweepResult longer = run(settings().withTrials(14), journal, JournalTest::objective);

        assertThat(withoutTimes(longer))
                .isEqualTo(withoutTimes(
                        run(settings().withTrials(14), folder.resolve("other.jsonl"), JournalTest::objective)));
    }

    @Test
    void anotherSweepsJournalIsRefused() {
        Path journal = folder.resolve("journal.jsonl");
        run(settings().withTrials(3), journal, JournalTest::objective);

        assertThatThrownBy(() -> Study.open(settings().withInFlight(1).withInitialTrials(9), journal))
                .isInstanceOf(SweepException.class)
                .hasMessageContainingAll("initial_trials: found 6, expected 9", "in_flight: found 2, expected 1");
        SweepSettings other = SweepSettings.of(
                new SearchSpace(List.of(new FloatParameter("rate", 0.001, 0.5, true))),
                MetricDirection.LOWER_IS_BETTER,
                17);
        assertThatThrownBy(() -> Study.open(other, journal)).hasMessageContaining("space");
    }

    @Test
    void aBrokenLineInTheMiddleNamesItsPlace() throws IOException {
        Path journal = folder.resolve("journal.jsonl");
        run(settings().withTrials(4), journal, JournalTest::objective);
        List<String> lines = new java.util.ArrayList<>(Files.readAllLines(journal));
        lines.set(2, "{\"trial\": 1, \"origin\": \"initial\", \"state\": \"lost\"}");
        Files.write(journal, lines);

        assertThatThrownBy(() -> Study.open(settings(), journal))
                .isInstanceOf(SweepException.class)
                .hasMessageContainingAll("journal.jsonl", "line 3", "lost");

        lines.set(2, "not json");
        Files.write(journal, lines);
        assertThatThrownBy(() -> Study.open(settings(), journal)).hasMessageContaining("line 3");
    }

    @Test
    void aJournalIsWrittenByOneSweepAtATime() {
        Path journal = folder.resolve("journal.jsonl");
        try (Study first = Study.open(settings(), journal)) {
            assertThatThrownBy(() -> Study.open(settings(), journal))
                    .isInstanceOf(SweepException.class)
                    .hasMessageContaining("another sweep");
            assertThat(first.trials()).isEmpty();
        }
        Study.open(settings(), journal).close();
    }

    @Test
    void aJournalThatCannotBeOpenedIsNamed() {
        assertThatThrownBy(() -> Study.open(settings(), folder))
                .isInstanceOf(SweepException.class)
                .hasMessageContaining(folder.toString());
    }

    @Test
    void valuesComeBackWithTheirTypes() {
        SearchSpace space = new SearchSpace(List.of(
                new CategoricalParameter("any", List.of("1", 1L, 1.5, true, "ÄÖ\n,\"")),
                new FloatParameter("rate", 1, 3, false)));
        SweepSettings settings = SweepSettings.of(space, MetricDirection.LOWER_IS_BETTER, 3)
                .withTrials(12)
                .withMethod(SweepMethod.RANDOM);
        Path journal = folder.resolve("deep/folder/journal.jsonl");
        SweepResult written = run(settings, journal, trial -> trial.number() / 3.0);

        try (Study study = Study.open(settings, journal)) {
            assertThat(study.trials()).isEqualTo(written.trials());
        }
        assertThat(written.trials().stream()
                        .map(trial -> trial.parameters().get("any"))
                        .distinct())
                .hasSizeGreaterThan(3);
    }

    @Test
    void infiniteValuesOnTheWaySurvive() {
        Path journal = folder.resolve("journal.jsonl");
        SweepResult written = run(settings().withTrials(6), journal, trial -> {
            boolean goesOn = trial.report(1, trial.number() < 2 ? trial.number() : Double.POSITIVE_INFINITY);
            return goesOn ? 1 : 0;
        });

        try (Study study = Study.open(settings().withTrials(6), journal)) {
            assertThat(study.trials()).isEqualTo(written.trials());
        }
        assertThat(written.count("pruned")).isPositive();
    }
}
