package io.tidemark.trainer.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.stats.metric.MetricDirection;
import io.tidemark.trainer.sweep.prune.Curve;
import io.tidemark.trainer.sweep.prune.NoPruner;
import io.tidemark.trainer.sweep.space.CategoricalParameter;
import io.tidemark.trainer.sweep.space.FloatParameter;
import io.tidemark.trainer.sweep.space.IntParameter;
import io.tidemark.trainer.sweep.space.SearchSpace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

class SweepReportTest {
    private static final SweepSettings SETTINGS = SweepSettings.of(
            new SearchSpace(List.of(
                    new FloatParameter("rate", 1e-6, 1, true),
                    new IntParameter("leaves", 2, 9, false),
                    new CategoricalParameter("kind", List.of("gbdt", "a, \"b\"", "no", true)))),
            MetricDirection.HIGHER_IS_BETTER,
            1);

    private static TrialRecord trial(int number, double rate, long leaves, Object kind, TrialResult result) {
        Map<String, Object> parameters = new LinkedHashMap<>();
        parameters.put("rate", rate);
        parameters.put("leaves", leaves);
        parameters.put("kind", kind);
        Curve curve = number == 1 ? Curve.EMPTY.with(5, -0.5).with(10, -0.25) : Curve.EMPTY;
        return new TrialRecord(number, TrialRecord.Origin.INITIAL, parameters, result, curve, Map.of(), 1.5);
    }

    private static final SweepResult RESULT = new SweepResult(
            SETTINGS,
            List.of(
                    trial(0, 0.5, 4, "gbdt", new TrialResult.Failed("out of luck, \"again\"")),
                    trial(1, 0.1, 5, "no", new TrialResult.Pruned(0.25)),
                    trial(2, 1e-5, 6, "a, \"b\"", new TrialResult.Completed(0.75)),
                    trial(3, 0.3, 7, true, new TrialResult.Completed(0.5)),
                    trial(4, 0.3, 8, "no", new TrialResult.Completed(0.75))));

    @Test
    void trialsAreRowsWithTheirParametersAndFate() {
        assertThat(SweepFiles.trialsCsv(RESULT)).isEqualTo("""
                trial,origin,state,value,best_so_far,rate,leaves,kind,steps,last_step,seconds,reason,found
                0,initial,failed,,,0.5,4,gbdt,0,,1.5,"out of luck, ""again\""",
                1,initial,pruned,0.25,,0.1,5,no,2,10,1.5,,
                2,initial,completed,0.75,0.75,1.0E-5,6,"a, ""b\""",0,,1.5,,
                3,initial,completed,0.5,0.75,0.3,7,true,0,,1.5,,
                4,initial,completed,0.75,0.75,0.3,8,no,0,,1.5,,
                """);
    }

    @Test
    void theBestIsTheFirstOfEquals() {
        assertThat(RESULT.best().orElseThrow().number()).isEqualTo(2);
        assertThat(SweepFiles.bestYaml(RESULT, "auc")).isEqualTo("""
                # The best of 5 trials: 3 completed, 1 pruned, 1 failed.
                trial: 2
                metric: auc
                value: 0.75
                parameters:
                  rate: 1.0e-5
                  leaves: 6
                  kind: "a, \\"b\\""
                """);
    }

    @Test
    void whatIsWrittenAsYamlIsReadAsTheSameValues() {
        for (TrialRecord trial : RESULT.trials()) {
            SweepResult alone = new SweepResult(
                    SETTINGS,
                    List.of(new TrialRecord(
                            0,
                            trial.origin(),
                            trial.parameters(),
                            new TrialResult.Completed(1e9),
                            Curve.EMPTY,
                            Map.of(),
                            1)));

            Map<?, ?> read = (Map<?, ?>)
                    new Load(LoadSettings.builder().build()).loadFromString(SweepFiles.bestYaml(alone, "auc"));

            Map<String, Object> parameters = new LinkedHashMap<>();
            ((Map<?, ?>) Objects.requireNonNull(read.get("parameters")))
                    .forEach((name, value) -> parameters.put(
                            name.toString(), value instanceof Integer whole ? Long.valueOf(whole) : value));
            assertThat(parameters).isEqualTo(trial.parameters());
            assertThat(read.get("value")).isEqualTo(1e9);
        }
    }

    @Test
    void filesLandInTheRunsFolder(@TempDir Path folder) throws IOException {
        SweepFiles.write(folder.resolve("run"), RESULT, "auc");

        assertThat(Files.readString(folder.resolve("run/trials.csv"))).startsWith("trial,");
        assertThat(Files.readString(folder.resolve("run/best_params.yaml"))).contains("leaves: 6");
    }

    @Test
    void withoutACompleteTrialThereIsNoBest() {
        SweepResult none = new SweepResult(SETTINGS, RESULT.trials().subList(0, 2));

        assertThat(none.best()).isEmpty();
        assertThatThrownBy(() -> SweepFiles.bestYaml(none, "auc")).hasMessageContaining("no complete trial");
    }

    @Test
    void importancesTellWhatMattersAndWhatDoesNot() {
        SearchSpace space = new SearchSpace(List.of(
                new FloatParameter("idle", 0, 1, false),
                new FloatParameter("strong", 0, 1, false),
                new FloatParameter("weak", 0, 1, false)));
        SweepSettings settings = SweepSettings.of(space, MetricDirection.LOWER_IS_BETTER, 5)
                .withMethod(SweepMethod.RANDOM)
                .withTrials(40)
                .withPruner(new NoPruner());
        SweepResult result;
        try (Study study = Study.inMemory(settings)) {
            result = new Sweep(study, trial -> 3 * trial.real("strong") + trial.real("weak"), 1, trial -> {}).run();
        }

        List<Importances.Importance> found = Importances.of(result);

        assertThat(found.stream().map(Importances.Importance::parameter)).containsExactly("strong", "weak", "idle");
        // Variances 9/12 and 1/12.
        assertThat(found.get(0).total()).isBetween(0.8, 0.98);
        assertThat(found.get(1).total()).isBetween(0.04, 0.2);
        assertThat(found.get(2).total()).isLessThan(0.03);
        assertThat(found.getFirst().main()).isBetween(0.75, 0.98);
        assertThat(Importances.of(result)).isEqualTo(found);
    }

    @Test
    void interactionsShowInTheTotalEffectOnly() {
        SearchSpace space =
                new SearchSpace(List.of(new FloatParameter("a", -1, 1, false), new FloatParameter("b", -1, 1, false)));
        SweepSettings settings = SweepSettings.of(space, MetricDirection.LOWER_IS_BETTER, 5)
                .withMethod(SweepMethod.RANDOM)
                .withTrials(50)
                .withPruner(new NoPruner());
        try (Study study = Study.inMemory(settings)) {
            SweepResult result = new Sweep(study, trial -> trial.real("a") * trial.real("b"), 1, trial -> {}).run();

            assertThat(Importances.of(result)).allSatisfy(importance -> {
                assertThat(importance.main()).isLessThan(0.15);
                assertThat(importance.total()).isGreaterThan(0.8);
            });
        }
    }

    @Test
    void importancesAreLeftOutWhenNothingCanBeSaid() {
        assertThat(Importances.of(RESULT)).isEmpty();
        assertThat(SweepCharts.importances(List.of())).isEmpty();
    }

    @Test
    void chartsShowTheTrials() {
        String lines = SweepCharts.parallelCoordinates(RESULT, "AUC");

        assertThat(lines).contains("rate", "leaves", "a, &quot;b&quot;", "AUC", "trial 2: 0.7500");
        assertThat(lines.split("<path", -1)).hasSize(1 + 3);
        assertThat(SweepCharts.convergence(RESULT, "AUC")).contains("best so far", "completed trials");
    }
}
