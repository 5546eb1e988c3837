package io.tidemark.trainer.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.stats.metric.MetricDirection;
import io.tidemark.trainer.sweep.prune.HalvingPruner;
import io.tidemark.trainer.sweep.prune.NoPruner;
import io.tidemark.trainer.sweep.space.IntParameter;
import io.tidemark.trainer.sweep.space.SearchSpace;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SweepTest {
    private static SweepResult run(SweepSettings settings, SweepObjective objective, int threads) {
        try (Study study = Study.inMemory(settings)) {
            return new Sweep(study, objective, threads, trial -> {}).run();
        }
    }

    /// All but the seconds, which no seed decides.
    private static List<String> withoutTimes(SweepResult result) {
        return result.trials().stream()
                .map(trial -> trial.number() + " " + trial.origin() + " " + trial.parameters() + " " + trial.result()
                        + " " + trial.curve())
                .toList();
    }

    @ParameterizedTest
    @EnumSource(SweepMethod.class)
    void equalSettingsGiveEqualTrials(SweepMethod method) {
        SweepSettings settings = Bowl.settings().withMethod(method);

        assertThat(withoutTimes(run(settings, Bowl::inSteps, 1)))
                .isEqualTo(withoutTimes(run(settings, Bowl::inSteps, 1)))
                .hasSize(18);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 8})
    void threadsAndTheirLuckChangeNothing(int threads) {
        SweepSettings settings = Bowl.settings().withInFlight(3).withPruner(new HalvingPruner(1, 2));
        List<String> onOne = withoutTimes(run(settings, Bowl::inSteps, 1));
        AtomicInteger calls = new AtomicInteger();

        List<String> onMany = withoutTimes(run(
                settings,
                trial -> {
                    // Some take much longer than others, in another order than their numbers.
                    double burnt = 0;
                    for (int i = 0; i < calls.incrementAndGet() * 37 % 11 * 100_000; i++) {
                        burnt += Math.sqrt(i);
                    }
                    return Bowl.inSteps(trial) + 0 * burnt;
                },
                threads));

        assertThat(onMany).isEqualTo(onOne);
    }

    @Test
    void asManyTrialsRunTogetherAsMay() {
        CountDownLatch together = new CountDownLatch(3);
        SweepSettings settings = Bowl.settings().withInFlight(3).withTrials(3);

        SweepResult result = run(
                settings,
                trial -> {
                    together.countDown();
                    together.await();
                    return trial.number();
                },
                3);

        assertThat(result.count("completed")).isEqualTo(3);
    }

    @Test
    void theBestIsFoundWithinFewTrials() {
        SweepResult result = run(Bowl.settings().withTrials(30), Bowl::at, 1);

        assertThat(SweepResult.value(result.best().orElseThrow())).isLessThan(0.01);
        assertThat(result.best().orElseThrow().parameters()).containsEntry("loss", "l2");
        assertThat(result.best().orElseThrow().origin()).isEqualTo(TrialRecord.Origin.SUGGESTED);
    }

    @Test
    void whatIsBetterHigherIsMaximised() {
        SweepSettings settings = SweepSettings.of(Bowl.SPACE, MetricDirection.HIGHER_IS_BETTER, 17)
                .withTrials(25);

        SweepResult result = run(settings, trial -> 1 - Bowl.at(trial), 1);

        assertThat(SweepResult.value(result.best().orElseThrow())).isGreaterThan(0.95);
        assertThat(result.bestSoFar()).isSorted();
    }

    @Test
    void givenValuesComeFirst() {
        Map<String, Object> known = Map.of("rate", 0.1, "leaves", 31, "loss", "l2");
        SweepResult result = run(Bowl.settings().withGiven(List.of(known)), Bowl::at, 1);

        TrialRecord first = result.trials().getFirst();
        assertThat(first.origin()).isEqualTo(TrialRecord.Origin.GIVEN);
        assertThat(first.parameters()).containsEntry("leaves", 31L);
        assertThat(result.trials().get(1).origin()).isEqualTo(TrialRecord.Origin.INITIAL);
        assertThat(result.best()).contains(first);
    }

    @Test
    void givenValuesOutsideTheSpaceAreRefused() {
        assertThatThrownBy(() -> Bowl.settings().withGiven(List.of(Map.of("rate", 2.0, "leaves", 31L, "loss", "l2"))))
                .hasMessageContainingAll("rate", "2.0", "0.001 to 1.0");
    }

    @Test
    void failedTrialsAreRecordedAndTheirNeighbourhoodAvoided() {
        SweepObjective failsAtHighRates = trial -> {
            if (trial.real("rate") > 0.05) {
                throw new IllegalStateException("diverged");
            }
            return Bowl.at(trial);
        };

        SweepResult result = run(Bowl.settings().withTrials(40), failsAtHighRates, 1);

        List<TrialRecord> failed = result.trials().stream()
                .filter(trial -> trial.result() instanceof TrialResult.Failed)
                .toList();
        assertThat(failed).isNotEmpty().hasSizeLessThan(16);
        assertThat(failed.getFirst().result())
                .isEqualTo(new TrialResult.Failed("java.lang.IllegalStateException: diverged"));
        assertThat(SweepResult.value(result.best().orElseThrow())).isLessThan(0.3);
    }

    @Test
    void aValueThatIsNoNumberIsAFailure() {
        SweepResult result = run(
                Bowl.settings().withTrials(4),
                trial -> trial.number() == 1 ? Double.NaN : trial.number() == 2 ? Double.POSITIVE_INFINITY : 1,
                1);

        assertThat(result.count("failed")).isEqualTo(2);
        assertThat(result.trials().get(1).result().toString()).contains("NaN");
    }

    @Test
    void aReportThatIsNoNumberIsAFailure() {
        SweepResult result = run(
                Bowl.settings().withTrials(3),
                trial -> {
                    boolean unused = trial.report(1, trial.number() == 1 ? Double.NaN : 1);
                    return 1;
                },
                1);

        assertThat(result.trials().get(1).result().state()).isEqualTo("failed");
    }

    @Test
    void whenEverythingFailsTheSweepEndsWithTheFirstReason() {
        AtomicInteger calls = new AtomicInteger();
        SweepObjective broken = trial -> {
            throw new IllegalArgumentException("no such column, trial " + calls.getAndIncrement());
        };

        assertThatThrownBy(() -> run(Bowl.settings().withTrials(50), broken, 1))
                .isInstanceOf(SweepException.class)
                .hasMessageContainingAll("All 10 trials", "no such column, trial 0", "rate=");
        assertThat(calls).hasValue(10);
        assertThatThrownBy(() -> run(Bowl.settings().withTrials(3), broken, 1)).hasMessageContaining("All 3 trials");
    }

    @Test
    void anErrorEndsTheSweep() {
        assertThatThrownBy(() -> run(
                        Bowl.settings(),
                        trial -> {
                            throw new AssertionError("broken code");
                        },
                        2))
                .isInstanceOf(AssertionError.class)
                .hasMessage("broken code");
    }

    @Test
    void interruptingEndsTheWorkersToo() throws InterruptedException {
        CountDownLatch running = new CountDownLatch(2);
        AtomicInteger ended = new AtomicInteger();
        List<Throwable> thrown = new ArrayList<>();
        Thread sweep = Thread.ofPlatform().start(() -> {
            try {
                run(
                        Bowl.settings().withInFlight(2),
                        trial -> {
                            running.countDown();
                            try {
                                new CountDownLatch(1).await();
                            } finally {
                                ended.incrementAndGet();
                            }
                            return 0;
                        },
                        2);
            } catch (CancellationException e) {
                thrown.add(e);
            }
        });
        running.await();

        sweep.interrupt();
        sweep.join();

        assertThat(thrown).hasSize(1);
        assertThat(ended).hasValue(2);
    }

    @Test
    void poorTrialsEndEarly() {
        AtomicInteger steps = new AtomicInteger();
        SweepObjective counted = trial -> {
            double value = Bowl.at(trial);
            for (int step = 1; step <= 10; step++) {
                steps.incrementAndGet();
                if (!trial.report(step, value + 1.0 / step)) {
                    return value;
                }
            }
            return value;
        };

        SweepResult halved = run(Bowl.settings().withTrials(30).withPruner(new HalvingPruner(1, 2)), counted, 1);
        int withPruning = steps.getAndSet(0);
        SweepResult full = run(Bowl.settings().withTrials(30).withPruner(new NoPruner()), counted, 1);

        assertThat(halved.count("pruned")).isGreaterThan(8);
        assertThat(withPruning).isLessThan(steps.get() * 7 / 10);
        assertThat(full.count("pruned")).isZero();
        assertThat(SweepResult.value(halved.best().orElseThrow())).isLessThan(0.05);
    }

    @Test
    void aPrunedTrialKeepsItsLastValueWhateverItReturns() {
        SweepSettings settings = Bowl.settings().withTrials(2).withPruner(new HalvingPruner(1, 2));
        SweepResult result = run(
                settings,
                trial -> {
                    boolean goesOn = trial.report(1, trial.number());
                    assertThat(goesOn).isEqualTo(trial.number() == 0);
                    return -99;
                },
                1);

        assertThat(result.trials().get(1).result()).isEqualTo(new TrialResult.Pruned(1));
        assertThat(result.best().orElseThrow().number()).isZero();
    }

    @Test
    void aSmallSpaceIsTriedOutAndThenTheSweepEnds() {
        SearchSpace small = new SearchSpace(List.of(new IntParameter("n", 1, 7, false)));
        SweepSettings settings =
                SweepSettings.of(small, MetricDirection.LOWER_IS_BETTER, 1).withInitialTrials(3);

        SweepResult result = run(settings, trial -> Math.abs(trial.count("n") - 5), 1);

        assertThat(result.trials().stream().map(trial -> trial.parameters().get("n")))
                .containsExactlyInAnyOrder(1L, 2L, 3L, 4L, 5L, 6L, 7L);
        assertThat(result.best().orElseThrow().parameters()).containsEntry("n", 5L);
    }

    @Test
    void tooManyTrialsInFlightAreAFault() {
        try (Study study = Study.inMemory(Bowl.settings().withInFlight(2))) {
            assertThat(study.ask()).isPresent();
            assertThat(study.ask()).isPresent();

            assertThat(study.canAsk()).isFalse();
            assertThatThrownBy(study::ask)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("at most 2 in flight");
        }
    }

    @Test
    void aParameterThatIsNotThereIsNamed() {
        try (Study study = Study.inMemory(Bowl.settings())) {
            Trial trial = study.ask().orElseThrow();

            assertThatThrownBy(() -> trial.real("rat")).hasMessageContainingAll("rat", "[rate, leaves, loss]");
            assertThatThrownBy(() -> trial.real("loss")).hasMessageContainingAll("loss", "a number");
            assertThatThrownBy(() -> trial.count("rate")).hasMessageContainingAll("rate", "whole number");
        }
    }

    @Test
    void aTrialEndsOnce() {
        try (Study study = Study.inMemory(Bowl.settings())) {
            Trial trial = study.ask().orElseThrow();
            study.tell(trial, 1, 0.5);

            assertThatThrownBy(() -> study.tell(trial, 2, 0.5)).hasMessageContaining("trial 0");
        }
    }

    @Test
    void settingsAreChecked() {
        assertThatThrownBy(() -> Bowl.settings().withTrials(0)).hasMessageContaining("0 trials");
        assertThatThrownBy(() -> Bowl.settings().withInFlight(0)).hasMessageContaining("0 in flight");
        assertThatThrownBy(() -> run(Bowl.settings(), trial -> 1, 0)).hasMessageContaining("0 threads");
    }
}
