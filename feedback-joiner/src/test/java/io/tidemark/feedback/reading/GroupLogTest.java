package io.tidemark.feedback.reading;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.streamkit.topic.KafkaSettings;
import io.tidemark.testkit.TestStack;
import io.tidemark.testkit.WithStack;
import io.tidemark.topic.Topics;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What the cluster says of a group's topics, over a real broker.
@WithStack
class GroupLogTest {
    private static final String GROUP = "joiner-of-test";

    private final TestStack stack;
    private final TopicPartition labels;

    GroupLogTest(TestStack stack) {
        this.stack = stack;
        this.labels = new TopicPartition(stack.name(Topics.GROUND_TRUTH), 0);
    }

    @BeforeEach
    void prepare() {
        stack.createTopics(1);
    }

    @Test
    void recordsAreUnreadUntilTheirOffsetsAreCommittedAndMarkersOfTransactionsAreNoRecords() throws Exception {
        try (GroupLog log = new GroupLog(new KafkaSettings(stack.bootstrapServers(), "", Map.of()), GROUP)) {
            assertThat(isRead(log)).as("an empty topic").isTrue();
            send("plain", Map.of(), true);
            assertThat(isRead(log)).as("a group that has read nothing").isFalse();
            commit(1);
            assertThat(isRead(log)).isTrue();

            send("committed", Map.of(ProducerConfig.TRANSACTIONAL_ID_CONFIG, "t1"), true);
            assertThat(isRead(log)).isFalse();
            commit(2);
            assertThat(isRead(log)).as("all but the marker").isTrue();

            send("aborted", Map.of(ProducerConfig.TRANSACTIONAL_ID_CONFIG, "t2"), false);
            assertThat(isRead(log)).as("nothing that a reader sees").isTrue();

            send("plain", Map.of(), true);
            assertThat(isRead(log)).isFalse();
        }
    }

    @Test
    void whatAnOpenTransactionHoldsBackIsUnread() throws Exception {
        try (GroupLog log = new GroupLog(new KafkaSettings(stack.bootstrapServers(), "", Map.of()), GROUP + "-2");
                KafkaProducer<String, byte[]> open = stack.producer(
                        new ByteArraySerializer(), Map.of(ProducerConfig.TRANSACTIONAL_ID_CONFIG, "t3"))) {
            TopicPartition predictions = new TopicPartition(stack.name(Topics.PREDICTIONS), 0);
            open.initTransactions();
            open.beginTransaction();
            open.send(new ProducerRecord<>(predictions.topic(), "r", new byte[1]))
                    .get();
            Map<TopicPartition, Long> ends = log.ends(List.of(predictions.topic()));
            assertThat(ends).containsEntry(predictions, 1L);
            assertThat(hasRead(log, ends)).isFalse();
            open.abortTransaction();
            stack.awaitMarkers();
            assertThat(hasRead(log, ends)).isTrue();
        }
    }

    private boolean isRead(GroupLog log) throws InterruptedException {
        stack.awaitMarkers();
        return hasRead(log, log.ends(List.of(labels.topic())));
    }

    /// What lies between is looked at from the second time on that the group stands there.
    private static boolean hasRead(GroupLog log, Map<TopicPartition, Long> ends) throws InterruptedException {
        boolean atOnce = log.hasRead(ends);
        return atOnce || log.hasRead(ends);
    }

    private void send(String key, Map<String, Object> settings, boolean commit)
            throws ExecutionException, InterruptedException {
        try (KafkaProducer<String, byte[]> producer = stack.producer(new ByteArraySerializer(), settings)) {
            if (!settings.isEmpty()) {
                producer.initTransactions();
                producer.beginTransaction();
            }
            producer.send(new ProducerRecord<>(labels.topic(), key, new byte[1]))
                    .get();
            if (!settings.isEmpty() && commit) {
                producer.commitTransaction();
            } else if (!settings.isEmpty()) {
                producer.abortTransaction();
            }
        }
    }

    private void commit(long offset) throws ExecutionException, InterruptedException {
        stack.admin()
                .alterConsumerGroupOffsets(GROUP, Map.of(labels, new OffsetAndMetadata(offset)))
                .all()
                .get();
    }
}
