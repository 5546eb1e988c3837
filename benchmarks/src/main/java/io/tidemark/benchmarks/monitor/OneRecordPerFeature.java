package io.tidemark.benchmarks.monitor;

import io.tidemark.event.Prediction;
import io.tidemark.stats.histogram.Bins;
import io.tidemark.stats.histogram.Histogram;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.DoubleDeserializer;
import org.apache.kafka.common.serialization.DoubleSerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;

/// The design that comes to mind first: each prediction becomes one record for each of its features, keyed by feature,
/// and each feature's task counts them.
final class OneRecordPerFeature {
    static final String TOPIC = "bench-one-record-per-feature";
    private static final String STORE = "counts-by-feature";
    private static final int PARTITIONS = 4;

    private OneRecordPerFeature() {}

    static void createTopic(Map<String, Object> client) throws InterruptedException {
        try (Admin admin = Admin.create(client)) {
            admin.createTopics(List.of(new NewTopic(TOPIC, PARTITIONS, (short) 1)))
                    .all()
                    .get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("The topic " + TOPIC + " cannot be made.", e.getCause());
        }
    }

    /// @param counted goes up with each value that was counted
    static Topology topology(String from, Supplier<Deserializer<Prediction>> decoder, Bins bins, AtomicLong counted) {
        Topology topology = new Topology();
        topology.addSource("predictions", new ByteArrayDeserializer(), new ByteArrayDeserializer(), from);
        topology.addProcessor("explode", () -> new Explode(from, decoder.get()), "predictions");
        topology.addSink("features-out", TOPIC, new StringSerializer(), new DoubleSerializer(), "explode");
        topology.addSource("features-in", new StringDeserializer(), new DoubleDeserializer(), TOPIC);
        topology.addProcessor("count", () -> new Count(bins, counted), "features-in");
        topology.addStateStore(
                Stores.keyValueStoreBuilder(Stores.persistentKeyValueStore(STORE), Serdes.String(), Serdes.ByteArray())
                        .withCachingEnabled(),
                "count");
        return topology;
    }

    private static final class Explode implements Processor<byte[], byte[], String, Double> {
        private final String topic;
        private final Deserializer<Prediction> decoder;
        private ProcessorContext<String, Double> context;

        @SuppressWarnings("NullAway.Init") // Kafka Streams calls init before anything else
        Explode(String topic, Deserializer<Prediction> decoder) {
            this.topic = topic;
            this.decoder = decoder;
        }

        @Override
        public void init(ProcessorContext<String, Double> processorContext) {
            context = processorContext;
        }

        @Override
        public void process(Record<byte[], byte[]> record) {
            decoder.deserialize(topic, record.value())
                    .getFeatures()
                    .forEach((name, value) -> context.forward(new Record<>(name, (Double) value, record.timestamp())));
        }
    }

    private static final class Count implements Processor<String, Double, Void, Void> {
        private final Bins bins;
        private final AtomicLong counted;
        private KeyValueStore<String, byte[]> store;

        @SuppressWarnings("NullAway.Init") // Kafka Streams calls init before anything else
        Count(Bins bins, AtomicLong counted) {
            this.bins = bins;
            this.counted = counted;
        }

        @Override
        public void init(ProcessorContext<Void, Void> context) {
            store = context.getStateStore(STORE);
        }

        @Override
        public void process(Record<String, Double> record) {
            byte[] bytes = store.get(record.key());
            Histogram counts = bytes == null ? new Histogram(bins) : Histogram.fromBytes(bins, bytes);
            counts.add(record.value());
            store.put(record.key(), counts.toBytes());
            counted.incrementAndGet();
        }
    }
}
