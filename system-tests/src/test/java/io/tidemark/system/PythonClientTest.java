package io.tidemark.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidemark.cli.client.Publication;
import io.tidemark.cli.stack.Home;
import io.tidemark.cli.stack.LocalStack;
import io.tidemark.event.ActivationCause;
import io.tidemark.model.manifest.ManifestReader;
import io.tidemark.model.manifest.ModelManifest;
import io.tidemark.registry.LocalDirectoryRegistry;
import io.tidemark.registry.ModelRegistry;
import io.tidemark.registry.ModelVersion;
import io.tidemark.streamkit.timeline.TimelineFacts;
import io.tidemark.streamkit.timeline.TimelineWriter;
import io.tidemark.streamkit.topic.TopicBinding;
import io.tidemark.testkit.PythonEnvironment;
import io.tidemark.topic.Topics;
import io.tidemark.wire.RegistrySettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A client that nobody here wrote, in another language, with nothing but the published schemas.
class PythonClientTest {
    private static final int REQUESTS = 25;

    @Test
    void pythonSendsRequestsAndLabelsAndReadsPredictionsOutcomesAndAlerts(@TempDir Path folder) throws IOException {
        Path scripts = SourceTree.root().resolve("system-tests/src/test/python");
        PythonEnvironment python = PythonEnvironment.with(
                Files.readAllLines(scripts.resolve("requirements.txt")).toArray(String[]::new));
        Home home = new Home(folder);
        ModelManifest manifest =
                ManifestReader.read(SourceTree.root().resolve("models/housing.yaml"), SmallModel.overrides());
        ModelRegistry registry = new LocalDirectoryRegistry(home.registry());
        ModelVersion version = SmallModel.train(manifest, registry, home);

        JsonNode seen;
        try (LocalStack stack =
                LocalStack.start(LocalStack.Settings.in(home, SourceTree.root().resolve("models")), progress -> {})) {
            Publication.publish(registry, version, Optional.of(stack.kafka()), true);
            raiseAnAlert(stack);
            String output = python.run(
                    Duration.ofMinutes(3),
                    scripts.resolve("client.py"),
                    stack.kafka().bootstrapServers(),
                    String.valueOf(stack.kafka().properties().get(RegistrySettings.URL)),
                    "",
                    manifest.name(),
                    Integer.toString(REQUESTS));
            seen = new ObjectMapper().readTree(output.substring(output.indexOf('{')));
        }

        assertThat(seen.path("ids")).hasSize(REQUESTS);
        for (JsonNode id : seen.path("ids")) {
            JsonNode prediction = seen.path("predictions").path(id.asText());
            assertThat(prediction.path("version").asInt()).isEqualTo(version.version());
            assertThat(prediction.path("bundle_sha256").asText()).isEqualTo(version.bundleSha256());
            assertThat(prediction.path("value").asDouble()).isBetween(0.0, 1_000_000.0);
            JsonNode outcome = seen.path("outcomes").path(id.asText());
            assertThat(outcome.path("status").asText()).isEqualTo("MATCHED");
            assertThat(outcome.path("predicted").asDouble())
                    .isEqualTo(prediction.path("value").asDouble());
        }
        assertThat(seen.path("alerts").findValuesAsText("kind")).contains("model-refused");
    }

    /// An activation of a bundle that is not there: the scorer refuses it, and says so on the alerts.
    private static void raiseAnAlert(LocalStack stack) {
        TopicBinding topics = new TopicBinding(stack.kafka());
        try (TimelineWriter writer = new TimelineWriter(stack.kafka(), topics.of(Topics.TIMELINE))) {
            writer.append(TimelineFacts.champion(
                    "test/missing",
                    "ghost",
                    1,
                    "0".repeat(64),
                    ActivationCause.PROMOTION,
                    "test",
                    "a bundle that is not there",
                    Instant.now()));
        }
    }
}
