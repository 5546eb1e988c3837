package io.tidemark.cli.client;

import io.tidemark.event.DeadLetter;
import io.tidemark.event.DeadLetterStatus;
import io.tidemark.streamkit.topic.KafkaSettings;
import io.tidemark.streamkit.topic.Topic;
import io.tidemark.streamkit.topic.TopicBinding;
import io.tidemark.topic.HeaderNames;
import io.tidemark.topic.TopicSpec;
import io.tidemark.topic.Topics;
import io.tidemark.wire.ByteBuffers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/// Sends dead letters again, each at most once: the record and the note that it was sent are one transaction, and
/// only one redrive at a time can hold the transactional id. Looking ([#waiting], [#whole]) takes nothing from a
/// redrive that is under way; [#claim] does.
public final class Redrive implements AutoCloseable {
    /// Header of a record that was sent again: coordinates of the original, `topic-partition@offset`.
    public static final String HEADER = "tidemark-redrive-of";

    /// What users send, and labels on their way to another partition: one service alone reads each of these topics. The
    /// others have many readers: a record that is sent again for the one that failed on it reaches all of them twice.
    public static final List<TopicSpec<?>> ONE_READER =
            List.of(Topics.REQUESTS, Topics.GROUND_TRUTH, Topics.MOVED_LABELS, Topics.RETRAIN_REQUESTS);

    private static final int BATCH = 100;
    private static final int BATCH_BYTES = 8 * 1024 * 1024;
    private static final int TRANSACTION_TIMEOUT_MS = 60_000;

    private final KafkaSettings settings;
    private final Topic<DeadLetter> topic;
    private final LetterReader letters;
    private final Optional<Duration> patience;
    private @Nullable KafkaProducer<byte[], byte[]> producer;

    public Redrive(KafkaSettings settings) {
        this(settings, Optional.empty());
    }

    /// @param patience how long requests may wait for their turn from when they are sent again; empty: as long as it
    /// takes. The deadline that they had is gone in any case
    public Redrive(KafkaSettings settings, Optional<Duration> patience) {
        this.settings = settings;
        this.patience = patience;
        this.topic = new TopicBinding(settings).of(Topics.DEAD_LETTERS);
        this.letters = new LetterReader(settings, topic);
    }

    /// Letters that wait, oldest first.
    public List<WaitingLetter> waiting(Predicate<DeadLetter> filter) {
        return letters.waiting(filter);
    }

    /// The letter with the record that it holds.
    public DeadLetter whole(WaitingLetter letter) {
        return letters.whole(letter);
    }

    /// Letters that wait, for this redrive alone: another one that is under way sends nothing any more.
    public List<WaitingLetter> claim(Predicate<DeadLetter> filter) {
        if (producer == null) {
            producer = opened();
        }
        return letters.waiting(filter);
    }

    private KafkaProducer<byte[], byte[]> opened() {
        Map<String, Object> config = settings.producer();
        config.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, settings.topicPrefix() + "tidemark-redrive");
        config.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, TRANSACTION_TIMEOUT_MS);
        KafkaProducer<byte[], byte[]> fresh =
                new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
        try {
            fresh.initTransactions();
            return fresh;
        } catch (RuntimeException e) {
            fresh.close(Duration.ZERO);
            throw e;
        }
    }

    /// Sends claimed letters again as they are.
    public void resend(List<WaitingLetter> claimed) {
        inBatches(claimed, letter -> again(letter, bytes(letter.getValue())), DeadLetterStatus.REDRIVEN);
    }

    /// Sends a repaired value in place of a claimed letter's.
    public void resend(WaitingLetter claimed, byte[] repaired) {
        inBatches(List.of(claimed), letter -> again(letter, repaired), DeadLetterStatus.REDRIVEN);
    }

    /// Marks claimed letters as dropped for good.
    public void discard(List<WaitingLetter> claimed) {
        inBatches(claimed, letter -> null, DeadLetterStatus.DISCARDED);
    }

    @FunctionalInterface
    private interface Again {
        @Nullable
        ProducerRecord<byte[], byte[]> of(DeadLetter letter);
    }

    private void inBatches(List<WaitingLetter> claimed, Again again, DeadLetterStatus status) {
        KafkaProducer<byte[], byte[]> open = Objects.requireNonNull(producer, "claim() comes first");
        for (int next = 0; next < claimed.size(); ) {
            open.beginTransaction();
            try {
                int bytes = 0;
                int end = Math.min(next + BATCH, claimed.size());
                while (next < end && bytes < BATCH_BYTES) {
                    bytes += settle(open, letters.whole(claimed.get(next)), again, status);
                    next++;
                }
                open.commitTransaction();
            } catch (RuntimeException e) {
                abort(open, e);
                throw e;
            }
        }
    }

    /// Sends a letter's record, when it has one to send, and the note about it.
    ///
    /// @return bytes of the record
    private int settle(KafkaProducer<byte[], byte[]> open, DeadLetter letter, Again again, DeadLetterStatus status) {
        ProducerRecord<byte[], byte[]> copy = again.of(letter);
        if (copy != null) {
            send(open, copy);
        }
        send(
                open,
                new ProducerRecord<>(
                        topic.name(),
                        bytes(letter.getKey()),
                        topic.values().serializer().serialize(topic.name(), settled(letter, status))));
        return copy == null || copy.value() == null ? 0 : copy.value().length;
    }

    /// A producer that was fenced cannot abort; the cause is what has to be told.
    private static void abort(KafkaProducer<?, ?> open, RuntimeException cause) {
        try {
            open.abortTransaction();
        } catch (RuntimeException e) {
            cause.addSuppressed(e);
        }
    }

    /// Delivery is awaited by the commit.
    @SuppressWarnings("FutureReturnValueIgnored")
    private static void send(KafkaProducer<byte[], byte[]> open, ProducerRecord<byte[], byte[]> message) {
        open.send(message);
    }

    private ProducerRecord<byte[], byte[]> again(DeadLetter letter, byte @Nullable [] value) {
        RecordHeaders headers = new RecordHeaders();
        letter.getHeaders().forEach(header -> headers.add(header.getKey(), bytes(header.getValue())));
        headers.remove(HEADER);
        headers.remove(HeaderNames.DEADLINE_MS);
        if (letter.getTopic().equals(settings.name(Topics.REQUESTS))) {
            patience.ifPresent(
                    wait -> RequestSource.deadline(Instant.now().plus(wait)).forEach(headers::add));
        }
        headers.add(HEADER, WaitingLetter.coordinates(letter).getBytes(StandardCharsets.UTF_8));
        return new ProducerRecord<>(letter.getTopic(), null, bytes(letter.getKey()), value, headers);
    }

    private static DeadLetter settled(DeadLetter letter, DeadLetterStatus status) {
        return DeadLetter.newBuilder(letter)
                .setValue(null)
                .setHeaders(List.of())
                .setStatus(status)
                .setFailedAt(Instant.now())
                .build();
    }

    static byte @Nullable [] bytes(@Nullable ByteBuffer buffer) {
        return buffer == null ? null : ByteBuffers.copy(buffer);
    }

    @Override
    public void close() {
        letters.close();
        if (producer != null) {
            producer.close();
        }
    }
}
