package io.tidemark.testkit;

import io.tidemark.stack.EmbeddedStack;
import io.tidemark.topic.TopicAdmin;
import io.tidemark.topic.TopicSpec;
import io.tidemark.topic.Topics;
import io.tidemark.wire.RegistrySettings;
import io.tidemark.wire.SerdeProvider;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.ExecutionException;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListTransactionsOptions;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/// The broker and the registry as one test class sees them: under its own prefix of topic names.
public final class TestStack implements AutoCloseable {
    private static final Duration READ_DEADLINE = Duration.ofSeconds(60);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final int MAX_REQUEST_BYTES = 8 * 1024 * 1024;

    private final EmbeddedStack stack;
    private final String prefix;
    private final Admin admin;
    private final SerdeProvider serdes;

    TestStack(EmbeddedStack stack, String prefix) {
        this.stack = stack;
        this.prefix = prefix;
        this.admin = Admin.create(clientConfig());
        this.serdes = SerdeProvider.from(clientConfig());
    }

    /// What all topic names of this class begin with.
    public String prefix() {
        return prefix;
    }

    public String bootstrapServers() {
        return stack.bootstrapServers();
    }

    public String registryUrl() {
        return stack.registryUrl();
    }

    /// Kafka client properties: addresses of broker and registry.
    public Map<String, Object> clientConfig() {
        return Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, stack.bootstrapServers(),
                RegistrySettings.URL, stack.registryUrl());
    }

    /// The test class's admin client; closed after its tests.
    public Admin admin() {
        return admin;
    }

    /// Serdes over one registry client.
    public SerdeProvider serdes() {
        return serdes;
    }

    /// Creates the catalogue's topics under the prefix, as far as they do not exist.
    ///
    /// @param partitions partitions of the topics that hold data
    public void createTopics(int partitions) {
        new TopicAdmin(admin, prefix).create(OptionalInt.of(partitions));
    }

    /// The topic's name under the prefix.
    public String name(TopicSpec<?> topic) {
        return Topics.name(prefix, topic);
    }

    /// A producer of any generated record, for the caller to close.
    public KafkaProducer<String, SpecificRecord> producer() {
        return producer(serdes.valueSerde(SpecificRecord.class).serializer(), Map.of());
    }

    /// A producer with a serializer and settings of the test's own, for the caller to close.
    public <V> KafkaProducer<String, V> producer(Serializer<V> values, Map<String, Object> settings) {
        Map<String, Object> config = new HashMap<>(clientConfig());
        config.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, MAX_REQUEST_BYTES);
        config.putAll(settings);
        return new KafkaProducer<>(config, new StringSerializer(), values);
    }

    /// A consumer of committed records from the beginning, for the caller to subscribe and close.
    ///
    /// @param group consumer group
    public <V extends SpecificRecord> KafkaConsumer<String, V> consumer(TopicSpec<V> topic, String group) {
        return consumer(
                serdes.valueSerde(topic.value()).deserializer(),
                Map.of(ConsumerConfig.GROUP_ID_CONFIG, prefix + group));
    }

    /// All committed records of a topic, in order within each partition: up to the end at the time of the call,
    /// which an open transaction holds back.
    public <V extends SpecificRecord> List<ConsumerRecord<String, V>> readAll(TopicSpec<V> topic) {
        return readAll(name(topic), serdes.valueSerde(topic.value()).deserializer());
    }

    /// As [#readAll(TopicSpec)], of any topic by its full name.
    public <V> List<ConsumerRecord<String, V>> readAll(String topic, Deserializer<V> values) {
        try (KafkaConsumer<String, V> consumer = consumer(values, Map.of())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
            awaitMarkers();
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            List<ConsumerRecord<String, V>> records = new ArrayList<>();
            Await.until(
                    "the committed end of " + topic + " by partition and records to go",
                    READ_DEADLINE,
                    () -> {
                        consumer.poll(POLL).forEach(records::add);
                        return toGo(consumer, ends);
                    },
                    Map::isEmpty);
            records.removeIf(
                    record -> record.offset() >= ends.getOrDefault(new TopicPartition(topic, record.partition()), 0L));
            return records;
        }
    }

    /// Waits until transactions that were committed or aborted are so for readers too: a commit returns before its
    /// markers are written, and what it wrote, offsets of groups among it, is there from then on only.
    public void awaitMarkers() {
        ListTransactionsOptions ending = new ListTransactionsOptions()
                .filterStates(List.of(TransactionState.PREPARE_COMMIT, TransactionState.PREPARE_ABORT));
        Await.until(
                "the end of transactions that are being completed",
                READ_DEADLINE,
                () -> {
                    try {
                        return admin.listTransactions(ending).all().get();
                    } catch (ExecutionException e) {
                        throw new AssertionError("The transactions cannot be listed.", e);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                        throw new AssertionError("Interrupted while listing transactions.", e);
                    }
                },
                Collection::isEmpty);
    }

    private static Map<TopicPartition, Long> toGo(KafkaConsumer<?, ?> consumer, Map<TopicPartition, Long> ends) {
        Map<TopicPartition, Long> toGo = new HashMap<>();
        ends.forEach((partition, end) -> {
            long records = end - consumer.position(partition);
            if (records > 0) {
                toGo.put(partition, records);
            }
        });
        return toGo;
    }

    private <V> KafkaConsumer<String, V> consumer(Deserializer<V> values, Map<String, Object> settings) {
        Map<String, Object> config = new HashMap<>(clientConfig());
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        config.putAll(settings);
        return new KafkaConsumer<>(config, new StringDeserializer(), values);
    }

    @Override
    public void close() {
        admin.close();
    }
}
