package io.tidemark.feedback.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tidemark.event.DeadLetter;
import io.tidemark.event.GroundTruth;
import io.tidemark.event.Outcome;
import io.tidemark.event.OutcomeStatus;
import io.tidemark.event.Performance;
import io.tidemark.event.Prediction;
import io.tidemark.feedback.FeedbackConfig;
import io.tidemark.feedback.terms.RegistryTerms;
import io.tidemark.feedback.terms.ToyBundle;
import io.tidemark.model.manifest.ManifestFolder;
import io.tidemark.registry.LocalDirectoryRegistry;
import io.tidemark.stats.metric.RegressionAccumulator;
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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The service over a real broker and a real schema registry, with three partitions and two threads.
@WithStack
class FeedbackServiceTest {
    private static final Duration DEADLINE = Duration.ofSeconds(90);
    private static final int PARTITIONS = 3;

    @TempDir
    private Path home;

    private final TestStack stack;
    private String sha256 = "";

    FeedbackServiceTest(TestStack stack) {
        this.stack = stack;
    }

    @BeforeEach
    void prepare() {
        stack.createTopics(PARTITIONS);
        sha256 = ToyBundle.register(new LocalDirectoryRegistry(home.resolve("registry")));
    }

    /// The second instance has nothing of the first one's state: it comes back from the log, as after a lost disk.
    @Test
    void eachLabelIsJoinedOnceAcrossAMoveToAnotherMachine() throws Exception {
        Map<String, Double> predicted = new HashMap<>();
        Map<String, Double> labels = new HashMap<>();
        try (KafkaProducer<String, SpecificRecord> producer = stack.producer()) {
            for (int i = 0; i < 60; i++) {
                predicted.put("r" + i, 100.0 + i);
                send(producer, record(Topics.PREDICTIONS, Homes.prediction("r" + i, sha256, 100.0 + i, Instant.now())));
            }
            for (int i = 0; i < 40; i++) {
                labels.put("r" + i, 100.0 + 2 * i);
                // As a client with another partitioner would have it.
                send(
                        producer,
                        new ProducerRecord<>(
                                stack.name(Topics.GROUND_TRUTH),
                                i % PARTITIONS,
                                "r" + i,
                                Homes.truth("r" + i, 100.0 + 2 * i, Instant.now())));
            }
        }
        try (FeedbackService first = service("first")) {
            first.start();
            Await.until("outcomes", DEADLINE, () -> stack.readAll(Topics.OUTCOMES), found -> found.size() >= 40);
            Await.until("live quality", DEADLINE, () -> Homes.total(stack), total -> total.getLabelled() == 40);
        }
        try (KafkaProducer<String, SpecificRecord> producer = stack.producer();
                KafkaProducer<String, byte[]> raw = new KafkaProducer<>(
                        stack.clientConfig(),
                        new StringSerializer(),
                        new org.apache.kafka.common.serialization.ByteArraySerializer())) {
            send(raw, new ProducerRecord<>(stack.name(Topics.GROUND_TRUTH), "r59", new byte[] {1, 2, 3}));
            for (int i = 40; i < 50; i++) {
                labels.put("r" + i, 100.0 + 2 * i);
                send(producer, record(Topics.GROUND_TRUTH, Homes.truth("r" + i, 100.0 + 2 * i, Instant.now())));
            }
            send(producer, record(Topics.GROUND_TRUTH, Homes.truth("r3", 100.0 + 6, Instant.now())));
        }
        try (FeedbackService second = service("second")) {
            second.start();
            Await.until("live quality", DEADLINE, () -> Homes.total(stack), total -> total.getLabelled() >= 50);
            Await.until("dead letter", DEADLINE, () -> stack.readAll(Topics.DEAD_LETTERS), found -> !found.isEmpty());
        }

        Map<String, Double> joined = new HashMap<>();
        for (ConsumerRecord<String, Outcome> record : stack.readAll(Topics.OUTCOMES)) {
            assertThat(record.key()).isEqualTo(record.value().getRequestId());
            assertThat(record.value().getStatus()).isEqualTo(OutcomeStatus.MATCHED);
            assertThat(joined.put(record.key(), (Double) record.value().getLabel()))
                    .isNull();
        }
        assertThat(joined).isEqualTo(labels);

        RegressionAccumulator batch = new RegressionAccumulator();
        labels.forEach((id, label) -> batch.add(label, predicted.getOrDefault(id, Double.NaN)));
        Performance total = Homes.total(stack);
        assertThat(total.getPredictions()).isEqualTo(60);
        assertThat(total.getMetrics()).isEqualTo(batch.report().values());
        assertThat(total.getBaseline()).containsEntry("mae", 10.0);

        List<ConsumerRecord<String, DeadLetter>> letters = stack.readAll(Topics.DEAD_LETTERS);
        assertThat(letters)
                .singleElement()
                .satisfies(letter -> assertThat(letter.value().getReason()).isEqualTo("MALFORMED"));
    }

    private FeedbackService service(String instance) {
        KafkaSettings kafka = new KafkaSettings(
                stack.bootstrapServers(), stack.prefix(), Map.of(RegistrySettings.URL, stack.registryUrl()));
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        return new FeedbackService(
                new TopicBinding(kafka),
                new RegistryTerms(
                        new LocalDirectoryRegistry(home.resolve("registry")),
                        new ManifestFolder(home, List.of()),
                        meters,
                        Clock.systemUTC()),
                FeedbackConfig.DEFAULT,
                new StreamsSettings(home.resolve(instance), 2, true, Duration.ofMillis(100), 0, instance),
                meters,
                Clock.systemUTC());
    }

    private static <V> void send(KafkaProducer<String, V> producer, ProducerRecord<String, V> record)
            throws ExecutionException, InterruptedException {
        producer.send(record).get();
    }

    private ProducerRecord<String, SpecificRecord> record(TopicSpec<?> topic, SpecificRecord value) {
        String id = value instanceof Prediction prediction
                ? prediction.getRequestId()
                : ((GroundTruth) value).getRequestId();
        return new ProducerRecord<>(stack.name(topic), id, value);
    }
}
