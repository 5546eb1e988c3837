package io.tidemark.feedback.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tidemark.event.Outcome;
import io.tidemark.event.OutcomeStatus;
import io.tidemark.feedback.FeedbackConfig;
import io.tidemark.feedback.terms.RegistryTerms;
import io.tidemark.feedback.terms.ToyBundle;
import io.tidemark.model.manifest.ManifestFolder;
import io.tidemark.registry.LocalDirectoryRegistry;
import io.tidemark.streamkit.runtime.StreamsSettings;
import io.tidemark.streamkit.topic.KafkaSettings;
import io.tidemark.streamkit.topic.TopicBinding;
import io.tidemark.testkit.Await;
import io.tidemark.testkit.TestStack;
import io.tidemark.testkit.WithStack;
import io.tidemark.topic.TopicSpec;
import io.tidemark.topic.Topics;
import io.tidemark.wire.RegistrySettings;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The service over a real broker reads a log that is older than the horizon, as after an outage.
@WithStack
class BacklogTest {
    private static final Duration DEADLINE = Duration.ofSeconds(90);
    private static final int PARTITIONS = 3;
    private static final int REQUESTS = 90;

    @TempDir
    private Path home;

    private final TestStack stack;

    BacklogTest(TestStack stack) {
        this.stack = stack;
    }

    /// A third of the requests has a label that came in time, a third one that did not, a third none. Every other label
    /// has to be moved to its prediction.
    @Test
    void labelsThatCameInTimeAreJoinedAndAllOtherPredictionsExpire() throws Exception {
        stack.createTopics(PARTITIONS);
        String sha256 = ToyBundle.register(new LocalDirectoryRegistry(home.resolve("registry")));
        Instant asked = Instant.now().minus(Duration.ofDays(60));
        try (KafkaProducer<String, SpecificRecord> producer = stack.producer()) {
            for (int i = 0; i < REQUESTS; i++) {
                String id = "r" + i;
                producer.send(record(Topics.PREDICTIONS, null, asked, id, Homes.prediction(id, sha256, 100, asked)))
                        .get();
                if (i % 3 > 0) {
                    Integer partition = i % 2 == 0 ? null : i % PARTITIONS;
                    Instant labelled = asked.plus(i % 3 == 1 ? Duration.ofMinutes(1) : Duration.ofDays(59));
                    producer.send(record(Topics.GROUND_TRUTH, partition, labelled, id, Homes.truth(id, 90, labelled)))
                            .get();
                }
            }
        }
        List<ConsumerRecord<String, Outcome>> outcomes;
        try (FeedbackService service = service()) {
            service.start();
            outcomes = Await.until(
                    "ends of all predictions",
                    DEADLINE,
                    () -> stack.readAll(Topics.OUTCOMES),
                    found -> found.size() >= REQUESTS);
        }
        assertThat(outcomes)
                .hasSize(REQUESTS)
                .allSatisfy(record -> assertThat(record.value().getStatus())
                        .isEqualTo(
                                Integer.parseInt(record.key().substring(1)) % 3 == 1
                                        ? OutcomeStatus.MATCHED
                                        : OutcomeStatus.EXPIRED));
    }

    private FeedbackService service() {
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        return new FeedbackService(
                new TopicBinding(new KafkaSettings(
                        stack.bootstrapServers(), stack.prefix(), Map.of(RegistrySettings.URL, stack.registryUrl()))),
                new RegistryTerms(
                        new LocalDirectoryRegistry(home.resolve("registry")),
                        new ManifestFolder(home, List.of()),
                        meters,
                        Clock.systemUTC()),
                FeedbackConfig.DEFAULT,
                new StreamsSettings(home.resolve("state"), 2, true, Duration.ofMillis(100), 0, "one"),
                meters,
                Clock.systemUTC());
    }

    /// @param partition null: where its key belongs
    private ProducerRecord<String, SpecificRecord> record(
            TopicSpec<?> topic, @Nullable Integer partition, Instant time, String id, SpecificRecord value) {
        return new ProducerRecord<>(stack.name(topic), partition, time.toEpochMilli(), id, value);
    }
}
