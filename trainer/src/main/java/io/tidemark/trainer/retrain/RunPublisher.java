package io.tidemark.trainer.retrain;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tidemark.event.DeadLetter;
import io.tidemark.event.TimelineEvent;
import io.tidemark.event.TrainingRun;
import io.tidemark.streamkit.deadletter.DeadLetterFactory;
import io.tidemark.streamkit.topic.KafkaSettings;
import io.tidemark.streamkit.topic.Topic;
import io.tidemark.streamkit.topic.TopicBinding;
import io.tidemark.topic.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/// Writes what a run has to say. The end of a run is one transaction: result, facts for the timeline, and the offset
/// of the request that it answers; after a crash all of it is there or nothing, and the request is read again.
public final class RunPublisher implements AutoCloseable {
    private static final int TRANSACTION_TIMEOUT_MS = 60_000;

    private final Topic<TrainingRun> runs;
    private final Topic<TimelineEvent> timeline;
    private final Topic<DeadLetter> deadLetters;
    private final Map<String, Object> config;
    private @Nullable KafkaProducer<byte[], byte[]> producer;

    /// @param instance name of this instance; two that live at the same time need two
    public RunPublisher(TopicBinding topics, String instance) {
        runs = topics.of(Topics.TRAINING_RUNS);
        timeline = topics.of(Topics.TIMELINE);
        deadLetters = topics.of(Topics.DEAD_LETTERS);
        KafkaSettings settings = topics.settings();
        config = settings.producer();
        config.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, settings.topicPrefix() + "tidemark-trainer-" + instance);
        config.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, TRANSACTION_TIMEOUT_MS);
        producer = opened();
    }

    private KafkaProducer<byte[], byte[]> opened() {
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

    /// Writes progress.
    public synchronized void progress(TrainingRun run) {
        inTransaction(to -> send(to, runs, key(run.getModel()), run));
    }

    /// Writes the end of a run.
    ///
    /// @param answers the end, as the answer to each request that it answers; none when they are there already
    /// @param facts facts for the timeline, in order; none when they are there already
    /// @param consumed the request that was taken up; empty for a run that nobody asked for on the log
    public synchronized void conclude(
            List<TrainingRun> answers, List<TimelineEvent> facts, Optional<ConsumedRequest> consumed) {
        inTransaction(to -> {
            answers.forEach(end -> send(to, runs, key(end.getModel()), end));
            facts.forEach(fact -> send(to, timeline, key(fact.getModel()), fact));
            consumed.ifPresent(request -> commit(to, request));
        });
    }

    /// Sets a request aside that cannot be read.
    public synchronized void setAside(DeadLetter letter, ConsumedRequest consumed) {
        inTransaction(to -> {
            send(to, deadLetters, DeadLetterFactory.keyOf(letter), letter);
            commit(to, consumed);
        });
    }

    private static void commit(KafkaProducer<byte[], byte[]> to, ConsumedRequest request) {
        to.sendOffsetsToTransaction(
                Map.of(request.partition(), new OffsetAndMetadata(request.offset() + 1)), request.group());
    }

    private void inTransaction(Consumer<KafkaProducer<byte[], byte[]>> writes) {
        KafkaProducer<byte[], byte[]> open = producer == null ? opened() : producer;
        producer = open;
        try {
            open.beginTransaction();
            writes.accept(open);
            open.commitTransaction();
        } catch (RuntimeException e) {
            abort(open, e);
            throw e;
        }
    }

    /// A producer that cannot even abort (fenced, out of order, interrupted) never works again: the next transaction
    /// opens another, which aborts what this one left.
    private void abort(KafkaProducer<byte[], byte[]> open, RuntimeException cause) {
        try {
            open.abortTransaction();
        } catch (RuntimeException e) {
            cause.addSuppressed(e);
            producer = null;
            open.close(Duration.ZERO);
        }
    }

    private static byte[] key(String model) {
        return model.getBytes(UTF_8);
    }

    /// Delivery is awaited by the commit, which fails when any record was not taken.
    @SuppressWarnings("FutureReturnValueIgnored")
    private static <V extends SpecificRecord> void send(
            KafkaProducer<byte[], byte[]> to, Topic<V> topic, byte @Nullable [] key, V value) {
        byte[] bytes = topic.values().serializer().serialize(topic.name(), value);
        to.send(new ProducerRecord<>(topic.name(), key, bytes));
    }

    @Override
    public synchronized void close() {
        if (producer != null) {
            producer.close();
        }
    }

    /// A request on the log that is being answered.
    ///
    /// @param partition its partition
    /// @param offset its offset
    /// @param group membership under which it was read; a stale one makes the transaction fail
    public record ConsumedRequest(TopicPartition partition, long offset, ConsumerGroupMetadata group) {}
}
