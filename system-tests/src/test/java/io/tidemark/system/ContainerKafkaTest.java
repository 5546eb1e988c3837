package io.tidemark.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.cli.client.Publication;
import io.tidemark.cli.client.Sender;
import io.tidemark.cli.stack.Home;
import io.tidemark.cli.stack.TopicSetup;
import io.tidemark.event.Prediction;
import io.tidemark.event.PredictionRequest;
import io.tidemark.model.manifest.ManifestReader;
import io.tidemark.model.manifest.ModelManifest;
import io.tidemark.registry.LocalDirectoryRegistry;
import io.tidemark.registry.ModelRegistry;
import io.tidemark.registry.ModelVersion;
import io.tidemark.scoring.app.ScoringApplication;
import io.tidemark.streamkit.app.ServiceLauncher;
import io.tidemark.streamkit.topic.KafkaSettings;
import io.tidemark.streamkit.topic.Topic;
import io.tidemark.streamkit.topic.TopicBinding;
import io.tidemark.streamkit.topic.TopicReader;
import io.tidemark.testkit.Await;
import io.tidemark.testkit.DockerEngine;
import io.tidemark.topic.Topics;
import io.tidemark.wire.RegistrySettings;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;
import org.testcontainers.kafka.KafkaContainer;

/// The same service against the broker that people run in containers.
class ContainerKafkaTest {
    private static final String IMAGE = "apache/kafka:4.3.1";
    private static final int REQUESTS = 50;

    @Test
    void theScorerAnswersOverABrokerInAContainer(@TempDir Path folder) {
        DockerEngine.require();
        Home home = new Home(folder);
        ModelManifest manifest =
                ManifestReader.read(SourceTree.root().resolve("models/housing.yaml"), SmallModel.overrides());
        ModelRegistry registry = new LocalDirectoryRegistry(home.registry());
        ModelVersion version = SmallModel.train(manifest, registry, home);
        try (KafkaContainer broker = new KafkaContainer(IMAGE)) {
            broker.start();
            KafkaSettings kafka = new KafkaSettings(
                    broker.getBootstrapServers(), "container-", Map.of(RegistrySettings.URL, "mock://container"));
            TopicSetup.create(kafka, OptionalInt.of(2));
            Publication.publish(registry, version, Optional.of(kafka), true);
            try (ConfigurableApplicationContext scorer = ServiceLauncher.start(
                    new Class<?>[] {ScoringApplication.class},
                    Map.of(
                            "tidemark.kafka.bootstrap-servers",
                            kafka.bootstrapServers(),
                            "tidemark.kafka.topic-prefix",
                            kafka.topicPrefix(),
                            "tidemark.kafka.properties[" + RegistrySettings.URL + "]",
                            "mock://container",
                            "tidemark.streams.state-dir",
                            home.state().toString(),
                            "tidemark.registry.dir",
                            home.registry().toString(),
                            "tidemark.scoring.cache-dir",
                            home.bundleCache().toString(),
                            "server.port",
                            "0"))) {
                assertThat(scorer.isActive()).isTrue();
                send(kafka);
                Map<String, Prediction> answers = Await.until(
                        "an answer to each request",
                        Duration.ofSeconds(90),
                        () -> answers(kafka),
                        found -> found.size() == REQUESTS);
                assertThat(answers.values())
                        .allSatisfy(answer -> assertThat(answer.getVersion()).isEqualTo(version.version()));
            }
        }
    }

    private static void send(KafkaSettings kafka) {
        Topic<PredictionRequest> requests = new TopicBinding(kafka).of(Topics.REQUESTS);
        try (Sender sender = new Sender(kafka)) {
            for (int i = 0; i < REQUESTS; i++) {
                Map<String, Object> features = new HashMap<>(Map.of(
                        "longitude",
                        -122.0,
                        "latitude",
                        37.0 + (i / 100.0),
                        "median_income",
                        2.0 + (i / 10.0),
                        "ocean_proximity",
                        "INLAND"));
                sender.send(
                        requests,
                        "request-" + i,
                        PredictionRequest.newBuilder()
                                .setRequestId("request-" + i)
                                .setModel("housing")
                                .setEventTime(Instant.now())
                                .setFeatures(features)
                                .build());
            }
            sender.flush();
        }
    }

    private static Map<String, Prediction> answers(KafkaSettings kafka) {
        Topic<Prediction> predictions = new TopicBinding(kafka).of(Topics.PREDICTIONS);
        Map<String, Prediction> found = new HashMap<>();
        new TopicReader(kafka).read(predictions.name(), record -> {
            Prediction prediction = predictions.values().deserializer().deserialize(record.topic(), record.value());
            found.put(prediction.getRequestId(), prediction);
        });
        return found;
    }
}
