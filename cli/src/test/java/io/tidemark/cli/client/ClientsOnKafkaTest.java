package io.tidemark.cli.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.event.Activated;
import io.tidemark.event.ActivationCause;
import io.tidemark.event.DeadLetter;
import io.tidemark.event.DeadLetterHeader;
import io.tidemark.event.DeadLetterStatus;
import io.tidemark.event.TimelineEvent;
import io.tidemark.model.bundle.Sha256;
import io.tidemark.registry.LocalDirectoryRegistry;
import io.tidemark.registry.ModelRegistry;
import io.tidemark.registry.ModelVersion;
import io.tidemark.registry.Registration;
import io.tidemark.streamkit.topic.KafkaSettings;
import io.tidemark.testkit.TestStack;
import io.tidemark.testkit.WithStack;
import io.tidemark.topic.HeaderNames;
import io.tidemark.topic.TopicAdmin;
import io.tidemark.topic.Topics;
import io.tidemark.wire.RegistrySettings;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What redrive and publication promise rests on Kafka's transactions: only a real broker shows it.
@WithStack
class ClientsOnKafkaTest {
    private static final int LARGE = 1_000_000;

    /// Each test has topics of its own: names of topics of one class share a prefix.
    private static final AtomicInteger TESTS = new AtomicInteger();

    private final TestStack stack;

    @TempDir
    private Path folder = Path.of("");

    @SuppressWarnings("NullAway.Init") // made before each test
    private KafkaSettings settings;

    ClientsOnKafkaTest(TestStack stack) {
        this.stack = stack;
    }

    @BeforeEach
    void createTopics() {
        settings = new KafkaSettings(
                stack.bootstrapServers(),
                stack.prefix() + TESTS.incrementAndGet() + ".",
                Map.of(RegistrySettings.URL, stack.registryUrl()));
        new TopicAdmin(stack.admin(), settings.topicPrefix()).create(OptionalInt.of(1));
    }

    @Test
    void aLetterIsSentAgainOnceWithItsKeyValueAndHeaders() {
        write(letter("prediction-requests", 7, "body".getBytes(UTF_8)));
        try (Redrive redrive = new Redrive(settings)) {
            redrive.resend(redrive.claim(letter -> true));
        }

        assertThat(records("prediction-requests")).singleElement().satisfies(sent -> {
            assertThat(sent.key()).isEqualTo("key 7");
            assertThat(sent.value()).isEqualTo("body".getBytes(UTF_8));
            assertThat(sent.headers().lastHeader("trace").value()).isEqualTo("t".getBytes(UTF_8));
            assertThat(new String(sent.headers().lastHeader(Redrive.HEADER).value(), UTF_8))
                    .isEqualTo(settings.topicPrefix() + "prediction-requests-0@7");
            assertThat(sent.headers().lastHeader(HeaderNames.DEADLINE_MS))
                    .as("the deadline that it missed")
                    .isNull();
        });
        assertThat(letters())
                .extracting(DeadLetter::getStatus)
                .containsExactly(DeadLetterStatus.OPEN, DeadLetterStatus.REDRIVEN);
        try (Redrive again = new Redrive(settings)) {
            assertThat(again.waiting(letter -> true)).isEmpty();
        }
    }

    @Test
    void aRequestIsSentAgainWithADeadlineOfItsOwnAndALabelWithNone() {
        write(
                letter("prediction-requests", 1, "one".getBytes(UTF_8)),
                letter("ground-truth", 2, "two".getBytes(UTF_8)));
        long before = System.currentTimeMillis();
        try (Redrive redrive = new Redrive(settings, Optional.of(Duration.ofHours(1)))) {
            redrive.resend(redrive.claim(letter -> true));
        }

        assertThat(records("prediction-requests")).singleElement().satisfies(sent -> {
            assertThat(sent.headers().headers(HeaderNames.DEADLINE_MS)).hasSize(1);
            String deadline = new String(
                    sent.headers().lastHeader(HeaderNames.DEADLINE_MS).value(), UTF_8);
            assertThat(Long.parseLong(deadline)).isGreaterThanOrEqualTo(before + 3_600_000);
        });
        assertThat(records("ground-truth"))
                .singleElement()
                .satisfies(sent -> assertThat(sent.headers().lastHeader(HeaderNames.DEADLINE_MS))
                        .isNull());
    }

    /// The runbook begins with --dry-run: it must not end a redrive that somebody else has begun.
    @Test
    void lookingTakesNothingFromARedriveThatIsUnderWay() {
        write(letter("prediction-requests", 7, "body".getBytes(UTF_8)));
        try (Redrive underWay = new Redrive(settings);
                Redrive looking = new Redrive(settings)) {
            List<WaitingLetter> claimed = underWay.claim(letter -> true);
            List<WaitingLetter> seen = looking.waiting(letter -> true);
            assertThat(looking.whole(seen.getFirst()).getValue()).isEqualTo(ByteBuffer.wrap("body".getBytes(UTF_8)));

            underWay.resend(claimed);
        }

        assertThat(records("prediction-requests")).hasSize(1);
    }

    @Test
    void aRedriveWhoseLettersAnotherOneClaimedSendsNothing() {
        write(letter("prediction-requests", 7, "body".getBytes(UTF_8)));
        try (Redrive first = new Redrive(settings);
                Redrive second = new Redrive(settings)) {
            List<WaitingLetter> claimed = first.claim(letter -> true);
            second.resend(second.claim(letter -> true));

            assertThatThrownBy(() -> first.resend(claimed)).isInstanceOf(KafkaException.class);
        }

        assertThat(records("prediction-requests")).hasSize(1);
    }

    /// More than a transaction holds, in letters and in bytes.
    @Test
    void manyLettersAndLargeOnesGoInBatchesAndInOrder() {
        DeadLetter[] letters = new DeadLetter[130];
        for (int n = 0; n < letters.length; n++) {
            letters[n] = letter("prediction-requests", n, new byte[n < 10 ? LARGE : n]);
        }
        write(letters);
        try (Redrive redrive = new Redrive(settings)) {
            List<WaitingLetter> claimed = redrive.claim(letter -> true);
            assertThat(claimed).allSatisfy(letter -> {
                assertThat(letter.says().getValue()).isNull();
                assertThat(letter.says().getKey()).isNull();
                assertThat(letter.says().getHeaders()).isEmpty();
            });
            redrive.resend(claimed);
        }

        assertThat(records("prediction-requests"))
                .extracting(sent -> sent.value().length)
                .hasSize(130)
                .startsWith(LARGE)
                .endsWith(127, 128, 129);
    }

    @Test
    void lettersAreDroppedOrMendedOneByOne() {
        write(
                letter("prediction-requests", 1, "one".getBytes(UTF_8)),
                letter("prediction-requests", 2, "two".getBytes(UTF_8)),
                letter("prediction-requests", 3, "three".getBytes(UTF_8)));
        try (Redrive redrive = new Redrive(settings)) {
            List<WaitingLetter> claimed = redrive.claim(letter -> letter.getOffset() > 1);
            redrive.resend(claimed.getLast(), "mended".getBytes(UTF_8));
            redrive.discard(List.of(claimed.getFirst()));

            assertThat(redrive.waiting(letter -> true))
                    .extracting(WaitingLetter::coordinates)
                    .containsExactly(settings.topicPrefix() + "prediction-requests-0@1");
        }

        assertThat(records("prediction-requests"))
                .extracting(sent -> new String(sent.value(), UTF_8))
                .containsExactly("mended");
    }

    @Test
    void aPublishedVersionIsRegisteredAndActive() {
        ModelRegistry registry = new LocalDirectoryRegistry(folder);

        assertThat(Publication.publish(registry, version(registry), Optional.of(settings), true))
                .isTrue();

        assertThat(timeline())
                .extracting(TimelineEvent::getEventId)
                .containsExactly("run-1/registered", "run-1/activated");
    }

    /// As after a death between alias and timeline.
    @Test
    void promotingCompletesWhatTheTimelineWasNotToldAndWritesNothingTwice() {
        ModelRegistry registry = new LocalDirectoryRegistry(folder);
        ModelVersion version = version(registry);
        registry.setAlias("homes", ModelRegistry.CHAMPION, 1, "somebody", "died here");

        Publication.activate(registry, version, Optional.of(settings), ActivationCause.PROMOTION, "again");
        Publication.activate(registry, version, Optional.of(settings), ActivationCause.PROMOTION, "and again");

        List<TimelineEvent> facts = timeline();
        assertThat(facts).hasSize(2);
        assertThat(facts.getFirst().getEventId()).isEqualTo("run-1/registered");
        assertThat(facts.getLast().getReason()).isEqualTo("again");
        assertThat(facts.getLast().getFact())
                .isInstanceOfSatisfying(
                        Activated.class,
                        fact -> assertThat(fact.getChampion().getBundleSha256()).isEqualTo(version.bundleSha256()));
    }

    private DeadLetter letter(String topic, int offset, byte[] value) {
        return DeadLetter.newBuilder()
                .setService("service")
                .setReason("UNKNOWN_MODEL")
                .setMessage("")
                .setTopic(settings.topicPrefix() + topic)
                .setPartition(0)
                .setOffset(offset)
                .setTimestampMs(0)
                .setKey(ByteBuffer.wrap(("key " + offset).getBytes(UTF_8)))
                .setValue(ByteBuffer.wrap(value))
                .setHeaders(List.of(
                        new DeadLetterHeader("trace", ByteBuffer.wrap("t".getBytes(UTF_8))),
                        new DeadLetterHeader(HeaderNames.DEADLINE_MS, ByteBuffer.wrap("1000".getBytes(UTF_8)))))
                .setRedrivable(true)
                .setFailedAt(Instant.EPOCH)
                .build();
    }

    private void write(DeadLetter... letters) {
        try (KafkaProducer<String, SpecificRecord> producer = stack.producer()) {
            for (DeadLetter letter : letters) {
                var sent = producer.send(
                        new ProducerRecord<>(settings.name(Topics.DEAD_LETTERS), "key " + letter.getOffset(), letter));
                assertThat(sent).isNotNull();
            }
        }
    }

    private List<ConsumerRecord<String, byte[]>> records(String topic) {
        return stack.readAll(settings.topicPrefix() + topic, new ByteArrayDeserializer());
    }

    private List<DeadLetter> letters() {
        return stack
                .readAll(
                        settings.name(Topics.DEAD_LETTERS),
                        stack.serdes().valueSerde(DeadLetter.class).deserializer())
                .stream()
                .map(ConsumerRecord::value)
                .toList();
    }

    private List<TimelineEvent> timeline() {
        return stack
                .readAll(
                        settings.name(Topics.TIMELINE),
                        stack.serdes().valueSerde(TimelineEvent.class).deserializer())
                .stream()
                .map(ConsumerRecord::value)
                .toList();
    }

    private static ModelVersion version(ModelRegistry registry) {
        byte[] bundle = "a bundle that nobody opens".getBytes(UTF_8);
        return registry.register(
                new Registration("homes", "run-1", Sha256.of(bundle), true, Map.of(), Map.of(), () -> bundle));
    }
}
