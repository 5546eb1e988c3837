package io.tidemark.feedback.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tidemark.feedback.FeedbackConfig;
import io.tidemark.feedback.terms.RegistryTerms;
import io.tidemark.feedback.terms.TermsSource;
import io.tidemark.feedback.terms.ToyBundle;
import io.tidemark.feedback.terms.VersionTerms;
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
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The stream dies in the middle of its work, again and again; what it did since its last commit is done again.
@WithStack
class AbortTest {
    private static final Duration DEADLINE = Duration.ofSeconds(90);
    private static final int PARTITIONS = 3;
    private static final int REQUESTS = 90;

    @TempDir
    private Path home;

    private final TestStack stack;

    /// How often terms were asked for; at some of these times the stream dies.
    private final AtomicInteger asked = new AtomicInteger();

    AbortTest(TestStack stack) {
        this.stack = stack;
    }

    @Test
    void balanceAndQualityCountEachRecordOnceWhenWorkIsDoneAgain() throws Exception {
        stack.createTopics(PARTITIONS);
        String sha256 = ToyBundle.register(new LocalDirectoryRegistry(home.resolve("registry")));
        try (KafkaProducer<String, SpecificRecord> producer = stack.producer()) {
            for (int i = 0; i < REQUESTS; i++) {
                String id = "r" + i;
                producer.send(record(Topics.PREDICTIONS, id, Homes.prediction(id, sha256, 100, Instant.now())))
                        .get();
                if (i % 3 > 0) {
                    producer.send(record(Topics.GROUND_TRUTH, id, Homes.truth(id, 90, Instant.now())))
                            .get();
                }
            }
        }
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        try (FeedbackService service = service(meters)) {
            service.start();
            Await.until(
                    "outcomes",
                    DEADLINE,
                    () -> stack.readAll(Topics.OUTCOMES),
                    found -> found.size() >= REQUESTS * 2 / 3);
            Await.until(
                    "live quality", DEADLINE, () -> Homes.total(stack), total -> total.getPredictions() >= REQUESTS);
            assertThat(asked).as("work was thrown away").hasValueGreaterThan(200);
            assertThat(predictions(meters, "matched")).isEqualTo(REQUESTS * 2 / 3);
            assertThat(predictions(meters, "open")).isEqualTo(REQUESTS / 3);
            assertThat(meters.get("tidemark.joiner.labels")
                            .tag("state", "joined")
                            .gauge()
                            .value())
                    .isEqualTo(REQUESTS * 2 / 3);
        }
        assertThat(stack.readAll(Topics.OUTCOMES)).hasSize(REQUESTS * 2 / 3);
        assertThat(Homes.total(stack).getPredictions()).isEqualTo(REQUESTS);
        assertThat(Homes.total(stack).getLabelled()).isEqualTo(REQUESTS * 2 / 3);
    }

    private static double predictions(SimpleMeterRegistry meters, String state) {
        return meters.get("tidemark.joiner.predictions")
                .tag("state", state)
                .gauge()
                .value();
    }

    private FeedbackService service(SimpleMeterRegistry meters) {
        RegistryTerms terms = new RegistryTerms(
                new LocalDirectoryRegistry(home.resolve("registry")),
                new ManifestFolder(home, List.of()),
                meters,
                Clock.systemUTC());
        return new FeedbackService(
                new TopicBinding(new KafkaSettings(
                        stack.bootstrapServers(), stack.prefix(), Map.of(RegistrySettings.URL, stack.registryUrl()))),
                new TermsSource() {
                    @Override
                    public VersionTerms of(String model, String sha256) {
                        if (asked.incrementAndGet() % 50 == 0 && asked.get() <= 200) {
                            throw new TimeoutException("A broker that does not answer, as the test wants it.");
                        }
                        return terms.of(model, sha256);
                    }

                    @Override
                    public boolean isPending(String model, String sha256) {
                        return terms.isPending(model, sha256);
                    }
                },
                FeedbackConfig.DEFAULT,
                new StreamsSettings(home.resolve("state"), 1, true, Duration.ofMillis(100), 0, "one"),
                meters,
                Clock.systemUTC());
    }

    private ProducerRecord<String, SpecificRecord> record(TopicSpec<?> topic, String id, SpecificRecord value) {
        return new ProducerRecord<>(stack.name(topic), id, value);
    }
}
