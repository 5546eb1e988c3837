package io.tidemark.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidemark.cli.client.Publication;
import io.tidemark.cli.stack.Home;
import io.tidemark.cli.stack.LocalStack;
import io.tidemark.event.Acknowledged;
import io.tidemark.event.Activated;
import io.tidemark.event.ActivationCause;
import io.tidemark.model.manifest.ManifestReader;
import io.tidemark.model.manifest.ModelManifest;
import io.tidemark.registry.ModelRegistry;
import io.tidemark.registry.ModelVersion;
import io.tidemark.registry.Registries;
import io.tidemark.registry.RegistrySettings;
import io.tidemark.registry.guard.GuardRules;
import io.tidemark.registry.mlflow.MlflowHooks;
import io.tidemark.registry.mlflow.MlflowRegistry;
import io.tidemark.streamkit.timeline.TimelineEntry;
import io.tidemark.streamkit.timeline.TimelineState;
import io.tidemark.streamkit.topic.KafkaSettings;
import io.tidemark.streamkit.topic.TopicBinding;
import io.tidemark.streamkit.topic.TopicReader;
import io.tidemark.testkit.Await;
import io.tidemark.testkit.MlflowServer;
import io.tidemark.topic.Topics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The scene of `docs/registry.md`: train into MLflow, promote from Python, see the swap, kill MLflow, roll back
/// without it.
class MlflowPromotionTest {
    private static final Duration SOON = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    @Test
    void anAliasSetInPythonServesAndARollbackNeedsNoRegistry() throws IOException, InterruptedException {
        Home home = new Home(folder.resolve("home"));
        ModelManifest manifest =
                ManifestReader.read(SourceTree.root().resolve("models/housing.yaml"), SmallModel.overrides());
        try (MlflowServer server = MlflowServer.start(folder.resolve("mlflow"))) {
            ModelRegistry registry = Registries.open(
                    new RegistrySettings(home.registry(), server.uri(), "", GuardRules.DEFAULT),
                    Map.of(),
                    (what, cause) -> {});
            ModelVersion first = SmallModel.train(manifest, registry, home);
            ModelVersion second = SmallModel.train(manifest, registry, home);
            try (LocalStack stack = LocalStack.start(settings(home, server), progress -> {})) {
                MlflowRegistry mlflow = Registries.mlflow(registry).orElseThrow();
                new MlflowHooks(mlflow.connection())
                        .ensure(MlflowStack.hooks(stack).toString(), MlflowStack.SECRET);
                Publication.publish(registry, first, Optional.of(stack.kafka()), true);
                awaitReady(stack.kafka(), first);

                promoteInPython(server, second);
                TimelineEntry swapped = awaitReady(stack.kafka(), second);
                assertThat(swapped.event().getActor()).isEqualTo("mlflow");
                assertThat(status(stack, "forged")).isEqualTo(401);
                awaitTag(mlflow, second);

                server.kill();
                ModelVersion back = Publication.version(registry, Optional.of(stack.kafka()), "housing", 1);
                assertThat(Publication.activate(
                                registry, back, Optional.of(stack.kafka()), ActivationCause.ROLLBACK, "too dear"))
                        .as("MLflow was told")
                        .isFalse();
                awaitReady(stack.kafka(), first);
                assertThat(activations(stack.kafka()))
                        .as("one entry for each change")
                        .hasSize(3);
                Await.until(
                        "health to say that MLflow fails",
                        SOON,
                        () -> registryState(stack),
                        state -> !state.equals("healthy"));
            }
        }
    }

    private static LocalStack.Settings settings(Home home, MlflowServer server) {
        // What the hook does not bring would come too late for this test.
        return MlflowStack.settings(home, SourceTree.root().resolve("models"), SmallModel.overrides(), server, "5m");
    }

    private void promoteInPython(MlflowServer server, ModelVersion version) throws IOException {
        Path script = Files.writeString(folder.resolve("promote.py"), """
                import sys
                from mlflow import MlflowClient
                MlflowClient(sys.argv[1]).set_registered_model_alias(sys.argv[2], "champion", sys.argv[3])
                """);
        server.python()
                .run(Duration.ofMinutes(1), script, server.uri(), version.model(), Integer.toString(version.version()));
    }

    /// Waits until the newest activation is of this version and a scorer is ready to answer with it.
    private static TimelineEntry awaitReady(KafkaSettings kafka, ModelVersion version) {
        TimelineState state = Await.until(
                "version " + version.version() + " to be ready",
                SOON,
                () -> timeline(kafka),
                now -> now.activation("housing")
                        .filter(entry -> isReady(now, entry, version))
                        .isPresent());
        return state.activation("housing").orElseThrow();
    }

    private static boolean isReady(TimelineState state, TimelineEntry activation, ModelVersion version) {
        return ((Activated) activation.event().getFact()).getChampion().getVersion() == version.version()
                && state.of("housing").stream()
                        .anyMatch(entry -> entry.event().getFact() instanceof Acknowledged ready
                                && ready.getActivationId()
                                        .equals(activation.event().getEventId()));
    }

    private static void awaitTag(MlflowRegistry mlflow, ModelVersion version) {
        Await.until(
                "the role of version " + version.version() + " as a tag",
                SOON,
                () -> mlflow.tags("housing")
                        .getOrDefault(version.version(), Map.of())
                        .getOrDefault("tidemark.role", ""),
                "champion"::equals);
    }

    private static List<TimelineEntry> activations(KafkaSettings kafka) {
        return timeline(kafka).of("housing").stream()
                .filter(entry -> entry.event().getFact() instanceof Activated)
                .toList();
    }

    private static TimelineState timeline(KafkaSettings kafka) {
        return TimelineState.read(new TopicReader(kafka), new TopicBinding(kafka).of(Topics.TIMELINE));
    }

    private static int status(LocalStack stack, String signature) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                            HttpRequest.newBuilder(MlflowStack.hooks(stack))
                                    .header("X-MLflow-Signature", "v1," + signature)
                                    .header("X-MLflow-Delivery-Id", "1")
                                    .header("X-MLflow-Timestamp", "1")
                                    .POST(HttpRequest.BodyPublishers.ofString("{}"))
                                    .build(),
                            BodyHandlers.discarding())
                    .statusCode();
        }
    }

    private static String registryState(LocalStack stack) {
        try (HttpClient client = HttpClient.newHttpClient()) {
            String health = client.send(
                            HttpRequest.newBuilder(URI.create(
                                            "http://127.0.0.1:" + stack.managementPort() + "/actuator/health"))
                                    .build(),
                            BodyHandlers.ofString())
                    .body();
            return new ObjectMapper()
                    .readTree(health)
                    .path("components")
                    .path("modelRegistryState")
                    .path("details")
                    .path("state")
                    .asText();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("Interrupted while asking for health.", e);
        }
    }
}
