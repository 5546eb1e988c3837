package io.tidemark.streamkit.timeline;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.event.TimelineEvent;
import io.tidemark.streamkit.topic.KafkaSettings;
import io.tidemark.streamkit.topic.Topic;
import io.tidemark.streamkit.topic.TopicBinding;
import io.tidemark.streamkit.topic.TopicReader;
import io.tidemark.testkit.Await;
import io.tidemark.testkit.TestStack;
import io.tidemark.testkit.WithStack;
import io.tidemark.topic.TopicAdmin;
import io.tidemark.topic.Topics;
import io.tidemark.wire.RegistrySettings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@WithStack
class TimelineFollowerTest {
    private static final Duration DEADLINE = Duration.ofSeconds(60);

    /// Each test has a timeline of its own: names of topics of one class share a prefix.
    private static final AtomicInteger TESTS = new AtomicInteger();

    private final List<TimelineEntry> seen = new CopyOnWriteArrayList<>();
    private final TestStack stack;

    @SuppressWarnings("NullAway.Init") // made before each test
    private KafkaSettings settings;

    TimelineFollowerTest(TestStack stack) {
        this.stack = stack;
    }

    @BeforeEach
    void createTimeline() {
        settings = new KafkaSettings(
                stack.bootstrapServers(),
                stack.prefix() + TESTS.incrementAndGet() + ".",
                Map.of(RegistrySettings.URL, stack.registryUrl()));
        new TopicAdmin(stack.admin(), settings.topicPrefix()).create(OptionalInt.of(1));
    }

    @Test
    void historyIsHandedOverFirstAndThenEachNewFact() throws InterruptedException {
        try (TimelineWriter writer = new TimelineWriter(settings, timeline());
                TimelineFollower follower = follower(seen::add)) {
            assertThat(writer.append(Facts.registered("run-1", "toy", 1))).isZero();
            writer.append(Facts.activated("a-1", "toy", 1));
            assertThat(follower.isCaughtUp()).isFalse();

            follower.start();
            assertThat(follower.awaitCaughtUp(DEADLINE)).isTrue();
            assertThat(ids()).containsExactly("run-1/registered", "a-1");

            assertThat(writer.append(Facts.activated("a-2", "toy", 2))).isEqualTo(2);
            awaitIds("run-1/registered", "a-1", "a-2");
            assertThat(seen).extracting(TimelineEntry::offset).containsExactly(0L, 1L, 2L);
        }
        TimelineState state = TimelineState.read(new TopicReader(settings), timeline());
        assertThat(state.champion("toy").orElseThrow().getVersion()).isEqualTo(2);
    }

    @Test
    void anEmptyTimelineIsReadAtOnce() throws InterruptedException {
        try (TimelineFollower follower = follower(seen::add)) {
            follower.start();

            assertThat(follower.awaitCaughtUp(DEADLINE)).isTrue();
            assertThat(seen).isEmpty();
        }
    }

    /// A consumer of facts that fails must neither lose one nor get one twice that it took.
    @Test
    void aFactThatCouldNotBeTakenIsTriedAgain() {
        AtomicInteger refusals = new AtomicInteger(2);
        try (TimelineWriter writer = new TimelineWriter(settings, timeline());
                TimelineFollower follower = follower(entry -> {
                    if (entry.offset() == 1 && refusals.getAndDecrement() > 0) {
                        throw new IllegalStateException("not now");
                    }
                    seen.add(entry);
                })) {
            writer.append(Facts.activated("a-1", "toy", 1));
            writer.append(Facts.activated("a-2", "toy", 2));
            writer.append(Facts.activated("a-3", "toy", 3));
            follower.start();

            awaitIds("a-1", "a-2", "a-3");
            assertThat(refusals).hasNegativeValue();
        }
    }

    /// Whoever can write to the topic must not be able to keep every service from starting.
    @Test
    void bytesThatAreNoFactArePassedOver() throws InterruptedException {
        try (TimelineWriter writer = new TimelineWriter(settings, timeline());
                TimelineFollower follower = follower(seen::add)) {
            writer.append(Facts.activated("a-1", "toy", 1));
            write("not Avro".getBytes(UTF_8));
            write(null);
            writer.append(Facts.activated("a-2", "toy", 2));

            follower.start();
            assertThat(follower.awaitCaughtUp(DEADLINE)).isTrue();
            assertThat(ids()).containsExactly("a-1", "a-2");
        }
        assertThat(TimelineState.read(new TopicReader(settings), timeline()).of("toy"))
                .hasSize(2);
    }

    @Test
    void factsThatWereNotCommittedAreNone() throws InterruptedException {
        try (KafkaProducer<String, TimelineEvent> producer = stack.producer(
                        timeline().values().serializer(), Map.of("transactional.id", settings.topicPrefix() + "w"));
                TimelineFollower follower = follower(seen::add)) {
            producer.initTransactions();
            write(producer, Facts.activated("aborted", "toy", 1));
            producer.abortTransaction();
            write(producer, Facts.activated("committed", "toy", 2));
            producer.commitTransaction();
            write(producer, Facts.activated("open", "toy", 3));

            follower.start();
            assertThat(follower.awaitCaughtUp(DEADLINE)).isTrue();
            assertThat(ids()).containsExactly("committed");
            producer.commitTransaction();
            awaitIds("committed", "open");
        }
    }

    /// Who dies, or is refused, between two facts that belong together must leave neither.
    @Test
    void factsThatBelongTogetherAreAllThereOrNone() {
        TimelineEvent first = Facts.registered("run-1", "toy", 1);
        TimelineEvent tooLarge = TimelineEvent.newBuilder(Facts.activated("a-1", "toy", 1))
                .setReason("x".repeat(7 * 1024 * 1024))
                .build();

        assertThatThrownBy(() -> TimelineWriter.appendTogether(settings, timeline(), List.of(first, tooLarge)))
                .isInstanceOf(KafkaException.class);
        assertThat(TimelineState.read(new TopicReader(settings), timeline()).of("toy"))
                .isEmpty();

        TimelineWriter.appendTogether(settings, timeline(), List.of(first, Facts.activated("a-2", "toy", 1)));
        assertThat(TimelineState.read(new TopicReader(settings), timeline()).of("toy"))
                .extracting(entry -> entry.event().getEventId())
                .containsExactly("run-1/registered", "a-2");
    }

    @Test
    void aFollowerThatWasNeverStartedCloses() {
        TimelineFollower follower = follower(seen::add);

        follower.close();
        follower.close();

        assertThat(follower.isCaughtUp()).isFalse();
    }

    private Topic<TimelineEvent> timeline() {
        return new TopicBinding(settings).of(Topics.TIMELINE);
    }

    private TimelineFollower follower(Consumer<TimelineEntry> sink) {
        return new TimelineFollower(settings, timeline(), sink);
    }

    private List<String> ids() {
        return seen.stream().map(entry -> entry.event().getEventId()).toList();
    }

    private void awaitIds(String... expected) {
        Await.until("facts", DEADLINE, this::ids, ids -> ids.size() >= expected.length);
        assertThat(ids()).containsExactly(expected);
    }

    private void write(byte @Nullable [] value) {
        try (KafkaProducer<String, byte[]> producer = stack.producer(new ByteArraySerializer(), Map.of())) {
            var sent = producer.send(new ProducerRecord<>(settings.name(Topics.TIMELINE), "toy", value));
            producer.flush();
            assertThat(sent).isDone();
        }
    }

    private void write(KafkaProducer<String, TimelineEvent> producer, TimelineEvent event) {
        producer.beginTransaction();
        var sent = producer.send(new ProducerRecord<>(settings.name(Topics.TIMELINE), "toy", event));
        producer.flush();
        assertThat(sent).isDone();
    }
}
