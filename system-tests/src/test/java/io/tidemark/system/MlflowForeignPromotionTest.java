package io.tidemark.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.cli.stack.Home;
import io.tidemark.cli.stack.LocalStack;
import io.tidemark.event.Activated;
import io.tidemark.event.Noted;
import io.tidemark.event.Registered;
import io.tidemark.registry.ModelRegistry;
import io.tidemark.registry.ModelVersion;
import io.tidemark.registry.Registries;
import io.tidemark.registry.RegistrySettings;
import io.tidemark.registry.guard.GuardRules;
import io.tidemark.registry.mlflow.MlflowHooks;
import io.tidemark.registry.mlflow.MlflowRegistry;
import io.tidemark.streamkit.timeline.TimelineState;
import io.tidemark.streamkit.topic.KafkaSettings;
import io.tidemark.streamkit.topic.TopicBinding;
import io.tidemark.streamkit.topic.TopicReader;
import io.tidemark.system.CommandLine.Ended;
import io.tidemark.testkit.Await;
import io.tidemark.testkit.MlflowServer;
import io.tidemark.topic.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A team trains in Python, registers in MLflow and promotes there; nobody of it has heard of Tidemark but for the rows
/// that it logs. What a promotion takes is printed.
class MlflowForeignPromotionTest {
    private static final String MODEL = "rent";
    private static final Duration SOON = Duration.ofSeconds(90);
    private static final String[] LIBRARIES = {
        "lightgbm==4.7.0", "onnx==1.23.2", "onnxruntime==1.31.1", "skl2onnx==1.20.0", "xgboost-cpu==3.2.0"
    };

    @TempDir
    private Path folder;

    @Test
    void versionsThatPythonLoggedServeOncePromotedThere() throws IOException, InterruptedException {
        try (MlflowServer server = MlflowServer.start(folder.resolve("mlflow"), LIBRARIES)) {
            python(server);
            try (LocalStack stack = LocalStack.start(settings(server), progress -> {});
                    VersionProbe probe = new VersionProbe(stack.kafka(), MODEL, MlflowForeignPromotionTest::row)) {
                ModelRegistry registry = registry(server);
                MlflowRegistry mlflow = Registries.mlflow(registry).orElseThrow();

                timed("LightGBM, imported, by polling", probe, server, 1);
                new MlflowHooks(mlflow.connection())
                        .ensure(MlflowStack.hooks(stack).toString(), MlflowStack.SECRET);
                timed("XGBoost, imported, with the hook", probe, server, 2);
                timed("ONNX, imported, with the hook", probe, server, 3);
                timed("LightGBM, with a bundle, with the hook", probe, server, 1);

                python(server, "promote", "4");
                Noted refusal = Await.until(
                                "the refusal of version 4",
                                SOON,
                                () -> facts(stack.kafka(), Noted.class),
                                noted -> !noted.isEmpty())
                        .getFirst();
                assertThat(refusal.getKind()).isEqualTo("promotion-refused");
                assertThat(mlflow.tags(MODEL).getOrDefault(4, Map.of()).get("tidemark.refused"))
                        .contains("Found no reference rows", "mlflow.log_artifact(")
                        .endsWith(refusal.getAttributes().get("reason"));
                assertThat(probe.newest().orElseThrow().version()).isEqualTo(1);

                python(server, "reference", "4");
                probe.await(4, SOON);

                python(server, "again");
                assertThat(mlflow.version(MODEL, 5)).isEmpty();
                Ended promotion = CommandLine.tidemark(
                        Map.of("MLFLOW_TRACKING_URI", server.uri()),
                        "promote",
                        MODEL,
                        "5",
                        "--home",
                        folder.resolve("home").toString(),
                        "--models",
                        folder.resolve("models").toString());
                assertThat(promotion.output()).contains("rent version 5 is champion.");
                probe.await(5, SOON);
                assertThat(mlflow.tags(MODEL).getOrDefault(4, Map.of())).doesNotContainKey("tidemark.refused");

                assertThat(facts(stack.kafka(), Activated.class))
                        .extracting(fact -> fact.getChampion().getVersion())
                        .as("one entry for each change")
                        .containsExactly(1, 2, 3, 1, 4, 5);
                assertThat(facts(stack.kafka(), Noted.class)).hasSize(1);
                assertThat(facts(stack.kafka(), Registered.class))
                        .extracting(Registered::getVersion)
                        .containsExactly(1, 2, 3, 4, 5);
                assertThat(registry.versions(MODEL))
                        .extracting(ModelVersion::tags)
                        .extracting(tags -> tags.get("imported_from"))
                        .containsExactly(
                                "LightGBM text",
                                "XGBoost UBJSON",
                                "ONNX TreeEnsembleRegressor",
                                "LightGBM text",
                                "LightGBM text");
            }
        }
    }

    /// From Python's call to the first answer of the version.
    private void timed(String what, VersionProbe probe, MlflowServer server, int version) {
        String output = python(server, "promote", Integer.toString(version));
        String seconds = output.lines()
                .filter(line -> line.startsWith("ALIAS "))
                .findFirst()
                .orElseThrow()
                .substring("ALIAS ".length());
        Instant called = Instant.ofEpochMilli((long) (Double.parseDouble(seconds) * 1000));
        Duration took = Duration.between(called, probe.await(version, SOON));
        System.out.println("Alias to first prediction: " + took.toMillis() + " ms (" + what + ")");
        assertThat(took).isPositive();
    }

    private static String python(MlflowServer server, String... command) {
        Path script = SourceTree.root().resolve("system-tests/src/test/python/log_models.py");
        String[] words = new String[command.length + 2];
        words[0] = server.uri();
        words[1] = MODEL;
        System.arraycopy(command, 0, words, 2, command.length);
        return server.python().run(Duration.ofMinutes(5), script, words);
    }

    private static <T> List<T> facts(KafkaSettings kafka, Class<T> kind) {
        return TimelineState.read(new TopicReader(kafka), new TopicBinding(kafka).of(Topics.TIMELINE))
                .of(MODEL)
                .stream()
                .map(entry -> entry.event().getFact())
                .filter(kind::isInstance)
                .map(kind::cast)
                .toList();
    }

    private static Map<String, Object> row(int i) {
        return Map.of("income", i % 10 + 0.5, "rooms", i % 7 + 0.25, "age", i % 5 + 0.75);
    }

    private ModelRegistry registry(MlflowServer server) {
        return Registries.open(
                new RegistrySettings(folder.resolve("other"), server.uri(), "", GuardRules.DEFAULT),
                Map.of(),
                (what, cause) -> {});
    }

    private LocalStack.Settings settings(MlflowServer server) throws IOException {
        Path models = Files.createDirectories(folder.resolve("models"));
        Files.writeString(models.resolve(MODEL + ".yaml"), """
                name: rent
                task: regression
                data: {source: "synthetic:rows=400,seed=1"}
                target: {name: price, unit: EUR, range: [-1000, 1000]}
                features:
                  age: {type: number, range: [-100, 100], typical: [0, 10]}
                  income: {type: number, range: [-100, 100], typical: [0, 10]}
                  rooms: {type: number, range: [-100, 100], typical: [0, 10]}
                selection: {folds: 3, algorithms: {lightgbm: {n_estimators: 20}}}
                """);
        return MlflowStack.settings(new Home(folder.resolve("home")), models, List.of(), server, "10s");
    }
}
