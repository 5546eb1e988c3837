package io.tidemark.cli.client;

import io.tidemark.event.DeadLetter;
import io.tidemark.event.DeadLetterStatus;
import io.tidemark.streamkit.topic.KafkaSettings;
import io.tidemark.streamkit.topic.Topic;
import io.tidemark.streamkit.topic.TopicBinding;
import io.tidemark.streamkit.topic.TopicReader;
import io.tidemark.topic.Topics;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/// Sends dead letters again, each at most once: the record and the note that it was sent are one transaction, and only
/// one
/// redrive at a time can hold the transactional id.
public final class Redrive implements AutoCloseable {
    /// Header of a record that was sent again: coordinates of the original, `topic-partition@offset`.
    public static final String HEADER = "tidemark-redrive-of";

    private static final int BATCH = 100;
    private static final int TRANSACTION_TIMEOUT_MS = 60_000;

    private final KafkaSettings settings;
    private final Topic<DeadLetter> topic;
    private final KafkaProducer<byte[], byte[]> producer;

    public Redrive(KafkaSettings settings) {
        this.settings = settings;
        this.topic = new TopicBinding(settings).of(Topics.DEAD_LETTERS);
        Map<String, Object> config = settings.producer();
        config.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, settings.topicPrefix() + "tidemark-redrive");
        config.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, TRANSACTION_TIMEOUT_MS);
        producer = new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
        producer.initTransactions();
    }

    /// Letters that wait, oldest first.
    public List<DeadLetter> open(Predicate<DeadLetter> filter) {
        Map<String, DeadLetter> latest = new LinkedHashMap<>();
        new TopicReader(settings).read(topic.name(), message -> {
            DeadLetter letter = topic.values().deserializer().deserialize(topic.name(), message.value());
            if (letter != null) {
                latest.put(coordinates(letter), letter);
            }
        });
        return latest.values().stream()
                .filter(letter -> letter.getStatus() == DeadLetterStatus.OPEN)
                .filter(filter)
                .toList();
    }

    /// Sends letters again as they are.
    public void resend(List<DeadLetter> letters) {
        inBatches(letters, letter -> again(letter, bytes(letter.getValue())), DeadLetterStatus.REDRIVEN);
    }

    /// Sends a repaired value in place of a letter's.
    public void resend(DeadLetter letter, byte[] repaired) {
        inBatches(List.of(letter), ignored -> again(letter, repaired), DeadLetterStatus.REDRIVEN);
    }

    /// Marks letters as dropped for good.
    public void discard(List<DeadLetter> letters) {
        inBatches(letters, letter -> null, DeadLetterStatus.DISCARDED);
    }

    /// Coordinates of the record that a letter holds.
    public static String coordinates(DeadLetter letter) {
        return letter.getTopic() + "-" + letter.getPartition() + "@" + letter.getOffset();
    }

    @FunctionalInterface
    private interface Again {
        @Nullable
        ProducerRecord<byte[], byte[]> of(DeadLetter letter);
    }

    private void inBatches(List<DeadLetter> letters, Again again, DeadLetterStatus status) {
        for (int start = 0; start < letters.size(); start += BATCH) {
            producer.beginTransaction();
            try {
                for (DeadLetter letter : letters.subList(start, Math.min(start + BATCH, letters.size()))) {
                    ProducerRecord<byte[], byte[]> copy = again.of(letter);
                    if (copy != null) {
                        send(copy);
                    }
                    send(new ProducerRecord<>(
                            topic.name(),
                            bytes(letter.getKey()),
                            topic.values().serializer().serialize(topic.name(), settled(letter, status))));
                }
                producer.commitTransaction();
            } catch (RuntimeException e) {
                producer.abortTransaction();
                throw e;
            }
        }
    }

    /// Delivery is awaited by the commit.
    @SuppressWarnings("FutureReturnValueIgnored")
    private void send(ProducerRecord<byte[], byte[]> message) {
        producer.send(message);
    }

    private static ProducerRecord<byte[], byte[]> again(DeadLetter letter, byte @Nullable [] value) {
        RecordHeaders headers = new RecordHeaders();
        letter.getHeaders().forEach(header -> headers.add(header.getKey(), bytes(header.getValue())));
        headers.remove(HEADER);
        headers.add(HEADER, coordinates(letter).getBytes(StandardCharsets.UTF_8));
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

    private static byte @Nullable [] bytes(@Nullable ByteBuffer buffer) {
        if (buffer == null) {
            return null;
        }
        byte[] copy = new byte[buffer.remaining()];
        buffer.duplicate().get(copy);
        return copy;
    }

    @Override
    public void close() {
        producer.close();
    }
}
