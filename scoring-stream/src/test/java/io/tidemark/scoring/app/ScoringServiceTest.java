package io.tidemark.scoring.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tidemark.event.Acknowledged;
import io.tidemark.event.ActivationCause;
import io.tidemark.event.Alert;
import io.tidemark.event.AlertStatus;
import io.tidemark.event.Prediction;
import io.tidemark.event.Refused;
import io.tidemark.event.TimelineEvent;
import io.tidemark.scoring.ScoringConfig;
import io.tidemark.scoring.ToyModel;
import io.tidemark.scoring.ToyRegistry;
import io.tidemark.scoring.ToyRequest;
import io.tidemark.streamkit.runtime.StreamsSettings;
import io.tidemark.streamkit.timeline.TimelineFacts;
import io.tidemark.streamkit.timeline.TimelineWriter;
import io.tidemark.streamkit.topic.KafkaSettings;
import io.tidemark.streamkit.topic.TopicBinding;
import io.tidemark.testkit.Await;
import io.tidemark.testkit.TestStack;
import io.tidemark.testkit.WithStack;
import io.tidemark.topic.TopicAdmin;
import io.tidemark.topic.TopicSpec;
import io.tidemark.topic.Topics;
import io.tidemark.wire.RegistrySettings;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.streams.KafkaStreams;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The service's parts together, against the real broker.
@WithStack
class ScoringServiceTest {
    private static final Duration DEADLINE = Duration.ofMinutes(2);
    private static final ToyModel SOUND = ToyModel.version(1);
    private static final ToyModel WRONG = ToyModel.misbehaving(2);

    /// Each test has topics of its own: names of topics of one class share a prefix.
    private static final AtomicInteger TESTS = new AtomicInteger();

    @TempDir
    private Path folder;

    private final ToyRegistry registry = new ToyRegistry();
    private final TestStack stack;
    private final String prefix;
    private final KafkaSettings settings;

    ScoringServiceTest(TestStack stack) {
        this.stack = stack;
        this.prefix = stack.prefix() + TESTS.incrementAndGet() + ".";
        this.settings = new KafkaSettings(
                stack.bootstrapServers(),
                prefix,
                // Clients give up soon, so that the test does not wait for them.
                Map.of(
                        RegistrySettings.URL,
                        stack.registryUrl(),
                        "default.api.timeout.ms",
                        "2000",
                        "request.timeout.ms",
                        "1500"));
    }

    /// Without the timeline each request would become a dead letter for an unknown model.
    @Test
    void theStreamWaitsForTheTimelineAndARefusedVersionLeavesTheSoundOneServing() {
        registry.add(SOUND);
        registry.add(WRONG);
        try (ScoringService service = service()) {
            service.start();
            assertThat(service.runtime().state()).isEqualTo(KafkaStreams.State.CREATED);

            new TopicAdmin(stack.admin(), prefix).create(OptionalInt.of(1));
            activate(SOUND);
            send(0);
            Await.until("the stream", DEADLINE, service.runtime()::state, KafkaStreams.State.RUNNING::equals);
            awaitRecords(Topics.PREDICTIONS, 1);
            activate(WRONG);
            awaitRecords(Topics.ALERTS, 1);
            send(1);
            awaitRecords(Topics.PREDICTIONS, 2);
        }

        assertThat(values(Topics.PREDICTIONS))
                .extracting(Prediction::getRequestId)
                .containsExactly("request-0", "request-1");
        assertThat(values(Topics.PREDICTIONS))
                .extracting(Prediction::getVersion)
                .containsOnly(1);
        assertThat(values(Topics.DEAD_LETTERS)).isEmpty();
        assertThat(values(Topics.ALERTS)).extracting(Alert::getStatus).containsExactly(AlertStatus.OPEN);
        assertThat(values(Topics.TIMELINE))
                .extracting(TimelineEvent::getFact)
                .hasAtLeastOneElementOfType(Acknowledged.class)
                .hasAtLeastOneElementOfType(Refused.class);
    }

    @Test
    void withoutRegistryAStartServesTheLastGoodVersionFromTheCache() {
        registry.add(SOUND);
        registry.add(WRONG);
        new TopicAdmin(stack.admin(), prefix).create(OptionalInt.of(1));
        activate(SOUND);
        send(0);
        try (ScoringService service = service()) {
            service.start();
            awaitRecords(Topics.PREDICTIONS, 1);
        }
        int fetches = registry.fetches();
        registry.setGone(true);
        activate(WRONG);
        send(1);

        try (ScoringService service = service()) {
            service.start();
            awaitRecords(Topics.PREDICTIONS, 2);
        }

        assertThat(registry.fetches()).as("it was asked for the newer one").isGreaterThan(fetches);
        assertThat(values(Topics.PREDICTIONS))
                .extracting(Prediction::getRequestId, Prediction::getVersion)
                .containsExactly(tuple("request-0", 1), tuple("request-1", 1));
        assertThat(values(Topics.DEAD_LETTERS)).isEmpty();
    }

    @Test
    void aServiceThatWasNeverStartedCloses() {
        ScoringService service = service();

        service.close();
        service.close();

        assertThat(service.runtime().state()).isEqualTo(KafkaStreams.State.NOT_RUNNING);
    }

    private ScoringService service() {
        ScoringConfig defaults = ScoringConfig.defaults(folder.resolve("cache"));
        ScoringConfig config = new ScoringConfig(
                defaults.limits(),
                defaults.maxAhead(),
                defaults.modelWait(),
                Duration.ofSeconds(1),
                defaults.explainBudget(),
                defaults.loading());
        return new ScoringService(
                "scoring-stream",
                new TopicBinding(settings),
                registry,
                config,
                new StreamsSettings(folder.resolve("state"), 1, true, Duration.ofMillis(50), 0, "instance-1"),
                new SimpleMeterRegistry(),
                Clock.systemUTC());
    }

    private void activate(ToyModel toy) {
        try (TimelineWriter writer = new TimelineWriter(settings, new TopicBinding(settings).of(Topics.TIMELINE))) {
            writer.append(TimelineFacts.champion(
                    "activation-" + toy.version(),
                    toy.name(),
                    toy.version(),
                    toy.sha256(),
                    ActivationCause.PROMOTION,
                    "test",
                    "",
                    ToyRequest.TIME));
        }
    }

    private void send(int number) {
        try (KafkaProducer<String, SpecificRecord> producer = stack.producer()) {
            var sent = producer.send(
                    new ProducerRecord<>(Topics.name(prefix, Topics.REQUESTS), "key", ToyRequest.number(number)));
            producer.flush();
            assertThat(sent).isDone();
        }
    }

    private <V extends SpecificRecord> void awaitRecords(TopicSpec<V> topic, int count) {
        Await.until(count + " records on " + topic.name(), DEADLINE, () -> values(topic), v -> v.size() >= count);
    }

    private <V extends SpecificRecord> List<V> values(TopicSpec<V> topic) {
        return stack
                .readAll(
                        Topics.name(prefix, topic),
                        stack.serdes().valueSerde(topic.value()).deserializer())
                .stream()
                .map(ConsumerRecord::value)
                .toList();
    }
}
