package io.tidemark.trainer.retrain;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.event.Outcome;
import io.tidemark.event.OutcomeStatus;
import io.tidemark.event.Task;
import io.tidemark.testkit.TestStack;
import io.tidemark.topic.Topics;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;

/// Writes outcomes of toys.
public final class OutcomeLog implements AutoCloseable {
    /// When second 0 is.
    public static final Instant START = Instant.parse("2026-03-01T10:00:00Z");

    private final String topic;
    private final KafkaProducer<String, SpecificRecord> producer;
    private final List<Future<RecordMetadata>> pending = new ArrayList<>();

    public OutcomeLog(TestStack stack) {
        this.topic = stack.name(Topics.OUTCOMES);
        this.producer = stack.producer();
    }

    /// A matched outcome.
    public void matched(String model, String requestId, int second, double label) {
        write(model, requestId, second, 0, OutcomeStatus.MATCHED, label);
    }

    /// An outcome of any kind.
    ///
    /// @param second of the request, from [#START] on; features depend on it
    public void write(
            String model, String requestId, int second, int revision, OutcomeStatus status, @Nullable Object label) {
        Map<String, Object> features = new HashMap<>(
                Map.of("a", 1.0 + second % 7, "b", 2.0 + second % 5, "c", "x", "d", second % 2 == 0, "e", 3L));
        if (second % 10 == 9) {
            features.remove("b");
        }
        pending.add(producer.send(new ProducerRecord<>(
                topic,
                requestId,
                Outcome.newBuilder()
                        .setRequestId(requestId)
                        .setModel(model)
                        .setVersion(1)
                        .setBundleSha256("0".repeat(64))
                        .setVariant("champion")
                        .setTask(Task.REGRESSION)
                        .setStatus(status)
                        .setEventTime(START.plusSeconds(second))
                        .setPredicted(1)
                        .setLabel(label)
                        .setRevision(revision)
                        .setFeatures(features)
                        .build())));
    }

    /// Returns when all is on the log.
    @Override
    public void close() {
        producer.close();
        assertThat(pending)
                .allSatisfy(sent -> assertThat(sent.resultNow().hasOffset()).isTrue());
    }
}
