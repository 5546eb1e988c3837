package io.tidemark.trainer.track;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidemark.model.bundle.BundleCodec;
import io.tidemark.model.manifest.ModelManifest;
import io.tidemark.registry.HistoryEntry;
import io.tidemark.registry.ModelRegistry;
import io.tidemark.registry.ModelVersion;
import io.tidemark.registry.Registries;
import io.tidemark.registry.RegistryException;
import io.tidemark.registry.RegistrySettings;
import io.tidemark.registry.RegistryUnavailableException;
import io.tidemark.registry.guard.DependencyHealth.State;
import io.tidemark.registry.guard.GuardRules;
import io.tidemark.registry.mlflow.MlflowConnection;
import io.tidemark.registry.mlflow.MlflowRegistry;
import io.tidemark.testkit.MlflowServer;
import io.tidemark.trainer.Toys;
import io.tidemark.trainer.data.DataLocator;
import io.tidemark.trainer.data.Progress;
import io.tidemark.trainer.pipeline.RunListener;
import io.tidemark.trainer.pipeline.TrainingResult;
import io.tidemark.trainer.run.RegisteredRun;
import io.tidemark.trainer.run.TrainingOrder;
import io.tidemark.trainer.run.TrainingService;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Training into a real MLflow server, and life without it. One story, since a server takes ten seconds to start.
class MlflowTrackingTest {
    private static final ModelManifest MANIFEST = Toys.regression(
            "sweep={trials: 5, algorithm: lightgbm, space: {learning_rate: [0.05, 0.3], n_estimators: 20}}");

    @TempDir
    private Path folder;

    private final List<String> troubles = new ArrayList<>();

    @Test
    void aRunIsShownInMlflowAsPeopleExpectItAndItsBundleOutlivesTheServer() {
        ModelRegistry registry;
        ModelVersion version;
        try (MlflowServer server = MlflowServer.start(folder.resolve("mlflow"))) {
            registry = registry(server);
            RegisteredRun run = train(registry, "run-1");
            version = run.version();
            MlflowRegistry mlflow = Registries.mlflow(registry).orElseThrow();

            theVersionIsAsItWasRegistered(registry, version);
            theStepsAreRunsBelowIt(mlflow.connection(), run);
            aSecondTryIsTheSameRun(registry, version, mlflow.connection());
            theRunHasWhatPeopleLookFor(mlflow.connection(), version, run);
            anAliasIsSetAndKeepsItsReason(registry, mlflow);
        }
        theBundleIsStillHere(registry, version);
    }

    private static void theVersionIsAsItWasRegistered(ModelRegistry registry, ModelVersion version) {
        assertThat(version.version()).isEqualTo(1);
        assertThat(registry.versions("toy")).containsExactly(version);
        assertThat(registry.models()).containsExactly("toy");
        assertThat(version.metrics()).containsKey("mae");
        assertThat(version.tags()).containsEntry("verdict", "APPROVED");
        byte[] bundle = registry.fetch("toy", version.bundleSha256());
        assertThat(BundleCodec.read(bundle, version.bundleSha256()).descriptor().model())
                .isEqualTo("toy");
    }

    private static void theRunHasWhatPeopleLookFor(
            MlflowConnection mlflow, ModelVersion version, RegisteredRun trained) {
        JsonNode created = mlflow.get("model-versions/get", Map.of("name", "toy", "version", "1"))
                .path("model_version");
        assertThat(created.path("description").asText()).startsWith("# toy");
        JsonNode run = mlflow.get(
                        "runs/get", Map.of("run_id", created.path("run_id").asText()))
                .path("run");
        assertThat(run.path("info").path("status").asText()).isEqualTo("FINISHED");
        assertThat(run.path("info").path("run_name").asText()).isEqualTo("run-1");
        assertThat(pairs(run.path("data").path("tags")))
                .containsEntry("tidemark.bundle_sha256", version.bundleSha256())
                .containsEntry("tidemark.trigger_id", "run-1")
                .containsEntry("mlflow.source.name", "tidemark")
                .containsKeys("tidemark.data_sha256", "mlflow.source.git.commit", "mlflow.user", "mlflow.note.content");
        assertThat(run.path("inputs").path("dataset_inputs"))
                .as("told twice, shown once")
                .singleElement()
                .satisfies(input -> {
                    assertThat(input.path("dataset").path("digest").asText()).hasSize(36);
                    assertThat(pairs(input.path("tags"))).containsEntry("mlflow.data.context", "training");
                });
        assertThat(pairs(run.path("data").path("params"))).containsKeys("algorithm", "data", "rows", "seed");
        assertThat(pairs(run.path("data").path("metrics")).keySet())
                .containsAll(trained.version().metrics().keySet());
        String root = run.path("info").path("artifact_uri").asText().replace("mlflow-artifacts:/", "");
        assertThat(names(mlflow.artifacts(root)))
                .contains("report.html", "model-card.md", "reference-profile.json", "trials.csv", "plots", "bundle");
        assertThat(names(mlflow.artifacts(root + "/bundle"))).containsExactly(version.bundleSha256() + ".bundle");
    }

    private static void theStepsAreRunsBelowIt(MlflowConnection mlflow, RegisteredRun trained) {
        List<JsonNode> steps = steps(mlflow);
        assertThat(steps)
                .extracting(step -> step.path("info").path("run_name").asText())
                .containsExactlyInAnyOrder("download", "split", "preprocess", "features", "select", "sweep", "fit");
        String sweep = steps.stream()
                .map(step -> step.path("info"))
                .filter(info -> info.path("run_name").asText().equals("sweep"))
                .findFirst()
                .orElseThrow()
                .path("run_id")
                .asText();
        JsonNode seconds = mlflow.get("metrics/get-history", Map.of("run_id", sweep, "metric_key", "trial/seconds"))
                .path("metrics");
        int trials = trained.result()
                .flatMap(TrainingResult::tuning)
                .map(tuning -> tuning.sweep().trials().size())
                .orElseThrow();
        assertThat(seconds).as("a point for each trial").hasSize(trials).hasSizeGreaterThan(1);
    }

    private void aSecondTryIsTheSameRun(ModelRegistry registry, ModelVersion version, MlflowConnection mlflow) {
        assertThat(train(registry, "run-1").version()).isEqualTo(version);
        assertThat(registry.versions("toy")).hasSize(1);
        assertThat(steps(mlflow)).hasSize(7);
        assertThat(pairs(experiment(mlflow).path("tags")))
                .containsEntry("mlflow.experimentKind", "custom_model_development");
    }

    private static void anAliasIsSetAndKeepsItsReason(ModelRegistry registry, MlflowRegistry mlflow) {
        registry.setAlias("toy", "champion", 1, "ada", "looks good");
        registry.setAlias("toy", "challenger", 1, "ada", "");
        mlflow.removeAlias("toy", "challenger");
        mlflow.tag("toy", 1, "tidemark.live_verdict", "PROMOTE");

        assertThat(registry.aliases("toy")).isEqualTo(Map.of("champion", 1));
        assertThat(registry.history("toy"))
                .filteredOn(HistoryEntry.AliasSet.class::isInstance)
                .singleElement()
                .satisfies(entry ->
                        assertThat(((HistoryEntry.AliasSet) entry).reason()).isEqualTo("looks good"));
        assertThat(mlflow.tags("toy").get(1)).containsEntry("tidemark.live_verdict", "PROMOTE");
        assertThat(registry.aliases("nobody")).isEmpty();
        assertThatThrownBy(() -> registry.setAlias("toy", "champion", 7, "ada", ""))
                .isInstanceOf(RegistryException.class);
    }

    private void theBundleIsStillHere(ModelRegistry registry, ModelVersion version) {
        assertThat(registry.fetch("toy", version.bundleSha256())).isNotEmpty();
        assertThatThrownBy(() -> registry.versions("toy")).isInstanceOf(RegistryUnavailableException.class);
        assertThat(Registries.health(registry))
                .singleElement()
                .satisfies(health -> assertThat(health.state()).isNotEqualTo(State.HEALTHY));
        assertThat(troubles).singleElement().asString().contains("The registry did not give the bundle");
    }

    private ModelRegistry registry(MlflowServer server) {
        return Registries.open(
                new RegistrySettings(folder.resolve("kept"), server.uri(), "", GuardRules.DEFAULT),
                Map.of(),
                (what, cause) -> troubles.add(what));
    }

    private RegisteredRun train(ModelRegistry registry, String runId) {
        return new TrainingService(
                        registry,
                        new DataLocator(folder.resolve("cache"), List.of(), Progress.NONE),
                        folder.resolve("runs"),
                        2)
                .train(
                        new TrainingOrder(runId, MANIFEST, Optional.empty(), Optional.empty(), OptionalInt.empty()),
                        RunListener.NONE);
    }

    private static List<JsonNode> steps(MlflowConnection mlflow) {
        ObjectNode search = new ObjectMapper().createObjectNode();
        search.putArray("experiment_ids")
                .add(experiment(mlflow).path("experiment_id").asText());
        search.put("filter", "tags.`mlflow.parentRunId` != ''");
        List<JsonNode> steps = new ArrayList<>();
        mlflow.post("runs/search", search).path("runs").forEach(steps::add);
        return steps;
    }

    private static JsonNode experiment(MlflowConnection mlflow) {
        return mlflow.get("experiments/get-by-name", Map.of("experiment_name", "tidemark/toy"))
                .path("experiment");
    }

    private static Map<String, String> pairs(JsonNode entries) {
        Map<String, String> pairs = new TreeMap<>();
        entries.forEach(entry ->
                pairs.put(entry.path("key").asText(), entry.path("value").asText()));
        return pairs;
    }

    private static List<String> names(JsonNode listing) {
        List<String> names = new ArrayList<>();
        listing.path("files").forEach(file -> names.add(file.path("path").asText()));
        return names;
    }
}
