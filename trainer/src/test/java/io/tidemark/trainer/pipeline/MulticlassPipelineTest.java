package io.tidemark.trainer.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tidemark.model.bundle.BundleCodec;
import io.tidemark.model.bundle.BundleVerifier;
import io.tidemark.model.bundle.ModelBundle;
import io.tidemark.model.bundle.ModelExplainer;
import io.tidemark.model.bundle.ModelScorer;
import io.tidemark.model.manifest.ManifestReader;
import io.tidemark.model.manifest.ModelManifest;
import io.tidemark.stats.histogram.CategoryProfile;
import io.tidemark.stats.metric.Metric;
import io.tidemark.trainer.Toys;
import io.tidemark.trainer.data.LocatedData;
import io.tidemark.trainer.data.TrainingTable;
import io.tidemark.trainer.gates.GateFinding;
import io.tidemark.trainer.report.TrainingReport;
import io.tidemark.trainer.step.Steps;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Runs of models of three classes; wine.py says where the wines come from.
class MulticlassPipelineTest {
    private static final Path WINES = Path.of("src", "test", "resources", "data", "wine.csv");
    private static final String WINE = """
            name: wine
            task: multiclass
            data: {source: WINES}
            target: {name: grower, classes: [first, second, third]}
            features:
              alcohol: {type: number, unit: percent, range: [5, 20]}
              malic_acid: {type: number, range: [0, 20]}
              flavanoids: {type: number, range: [0, 20]}
              color_intensity: {type: number, range: [0, 50]}
              hue: {type: number, range: [0, 5]}
              proline: {type: number, range: [0, 5000]}
            split: {test: 0.25, seed: 7}
            selection:
              folds: 3
              algorithms:
                lightgbm: {n_estimators: 40, num_leaves: 7, min_child_samples: 5}
                logistic: {alpha: 0.01}
            gates: {limits: {accuracy: 0.9, f1_macro: 0.9, log_loss: 0.4}, champion: {}, latency_us: 100000}
            """;

    @TempDir
    static Path cache;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "lightgbm: {min_child_samples: 5}",
                "gradient_boosting: {}",
                "random_forest: {}",
                "extra_trees: {min_samples_leaf: 2}",
                "logistic: {}"
            })
    void threeGrowersOfWineAreToldApart(String algorithm) {
        TrainingResult result = train(wine("selection.algorithms={" + algorithm + "}"), 2, Optional.empty());

        assertThat(result.gates().approved()).as(result.gates().verdict()).isTrue();
        assertThat(result.metrics())
                .containsKeys("log_loss", "accuracy", "f1_macro", "recall_macro")
                .doesNotContainKey("auc");
        assertThat(result.evaluation().report().value(Metric.ACCURACY).orElseThrow())
                .isGreaterThan(0.9);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "lightgbm: {n_estimators: 20, subsample: 0.8}",
                "random_forest: {n_estimators: 20}",
                "logistic: {}"
            })
    void equalJobsGiveEqualBundlesWhateverTheThreads(String algorithm) {
        ModelManifest manifest = Toys.multiclass("selection.algorithms={" + algorithm + "}");

        TrainingResult one = train(manifest, 1, Optional.empty());
        TrainingResult three = train(manifest, 3, Optional.empty());

        assertThat(three.sha256()).isEqualTo(one.sha256());
    }

    @ParameterizedTest
    @CsvSource({"lightgbm", "random_forest", "logistic"})
    void theBundleAnswersAsItWasEvaluated(String algorithm) {
        ModelManifest manifest = wine("selection.algorithms={" + algorithm + ": {}}");
        TrainingResult result = train(manifest, 2, Optional.empty());

        ModelBundle bundle = BundleCodec.read(result.file(), result.sha256());

        BundleVerifier.DEFAULT.verify(bundle, List.of());
        ModelScorer scorer = bundle.newScorer();
        TrainingTable rows = Toys.rows(manifest, cache);
        int[] test = result.split().test();
        double[] raw = new double[manifest.features().size()];
        for (int i = 0; i < test.length; i++) {
            rows.features().row(test[i], raw);
            assertThat(scorer.score(raw)).isEqualTo(result.evaluation().score(i));
            assertThat(scorer.predictedClass()).isEqualTo(result.evaluation().predictedClass(i));
            for (int code = 0; code < 3; code++) {
                assertThat(scorer.probabilities()[code])
                        .isEqualTo(result.evaluation().score(i, code));
            }
        }
        assertThat(bundle.profile().predictions())
                .isInstanceOfSatisfying(
                        CategoryProfile.class,
                        shares -> assertThat(shares.rows()).isEqualTo(test.length));
        assertThat(bundle.goldenRows().stream()
                        .map(golden -> golden.probabilities().indexOf(golden.score()))
                        .distinct())
                .containsExactlyInAnyOrder(0, 1, 2);
    }

    @Test
    void theAnsweredClassIsExplained() {
        ModelBundle bundle = train(wine(), 2, Optional.empty()).bundle();
        ModelExplainer explainer = bundle.newExplainer().orElseThrow();
        ModelScorer scorer = bundle.newScorer();
        double[] margins = new double[3];
        float[] inputs = new float[bundle.kernel().inputs()];

        for (var golden : bundle.goldenRows()) {
            scorer.encode(golden.values());
            scorer.score();
            double[] contributions = explainer.explain(scorer.raw());
            bundle.pipeline().apply(scorer.raw(), bundle.pipeline().newScratch(), inputs);
            bundle.kernel().margins(inputs, new int[bundle.kernel().scratchLength()], margins);

            assertThat(explainer.explainedClass()).isEqualTo(scorer.predictedClass());
            assertThat(explainer.base() + Arrays.stream(contributions).sum())
                    .isCloseTo(margins[scorer.predictedClass()], within(1e-9));
        }
    }

    @Test
    void theChampionIsComparedOnTheSameRows() {
        ModelManifest manifest = wine("selection.algorithms={logistic: {}}");
        TrainingResult champion = train(manifest, 2, Optional.empty());

        TrainingResult equal = train(manifest, 2, Optional.of(champion.bundle()));
        TrainingResult worse =
                train(wine("selection.algorithms={lightgbm: {n_estimators: 1}}"), 2, Optional.of(champion.bundle()));

        assertThat(finding(equal).passed()).isTrue();
        assertThat(finding(equal).message()).contains("log_loss");
        assertThat(finding(worse).passed()).isFalse();
    }

    @Test
    void theReportHasATableOfWhatWasAnsweredForWhichClass() {
        ModelManifest manifest = wine();
        TrainingResult result = train(manifest, 2, Optional.empty());

        String html = TrainingReport.of("run", manifest, result, List.of()).html();

        assertThat(html)
                .contains("By class", "answered first", "answered second", "answered third", "Calibration")
                .contains("f1_macro");
    }

    private static GateFinding finding(TrainingResult result) {
        return result.gates().findings().stream()
                .filter(found -> found.gate().equals("champion"))
                .findFirst()
                .orElseThrow();
    }

    private static ModelManifest wine(String... overrides) {
        return ManifestReader.read(
                "wine.yaml", WINE.replace("WINES", WINES.toAbsolutePath().toString()), List.of(overrides));
    }

    private static TrainingResult train(ModelManifest manifest, int threads, Optional<ModelBundle> champion) {
        LocatedData data = Toys.data(manifest, cache);
        return new TrainingPipeline(
                        new TrainingJob(
                                "run",
                                manifest,
                                data,
                                Toys.rows(manifest, cache),
                                Optional.empty(),
                                champion,
                                Steps.unkept(),
                                threads),
                        RunListener.NONE)
                .run();
    }
}
