package io.tidemark.drift.app;

import io.tidemark.event.Alert;
import io.tidemark.event.AlertStatus;
import io.tidemark.testkit.TestStack;
import io.tidemark.topic.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

/// All alerts that lie on the log, committed or not: what a test has to see to know what a kill undid.
final class WrittenAlerts implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(20);

    private final KafkaConsumer<String, Alert> consumer;
    private final List<Alert> seen = new ArrayList<>();

    WrittenAlerts(TestStack stack) {
        Map<String, Object> config = new HashMap<>(stack.clientConfig());
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_uncommitted");
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        consumer = new KafkaConsumer<>(
                config,
                new StringDeserializer(),
                stack.serdes().valueSerde(Alert.class).deserializer());
        consumer.assign(consumer.partitionsFor(stack.name(Topics.ALERTS)).stream()
                .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                .toList());
    }

    /// How many steps of a kind were written so far.
    long count(String kind, AlertStatus status) {
        consumer.poll(POLL).forEach(record -> seen.add(record.value()));
        return seen.stream()
                .filter(alert -> alert.getKind().equals(kind) && alert.getStatus() == status)
                .count();
    }

    @Override
    public void close() {
        consumer.close();
    }
}
