package io.tidemark.benchmarks;

import io.tidemark.streamkit.topic.KafkaSettings;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.Topology;

/// The least that a Kafka Streams application can do: read bytes, write the same bytes.
final class PassThrough {
    static final String TOPIC = "bench-pass-through";
    private static final int PARTITIONS = 4;

    private PassThrough() {}

    static void createTopic(KafkaSettings kafka) throws InterruptedException {
        try (Admin admin = Admin.create(kafka.common())) {
            admin.createTopics(List.of(new NewTopic(TOPIC, PARTITIONS, (short) 1)))
                    .all()
                    .get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("The topic " + TOPIC + " cannot be made.", e.getCause());
        }
    }

    static Topology topology(String from) {
        Topology topology = new Topology();
        topology.addSource("requests", new ByteArrayDeserializer(), new ByteArrayDeserializer(), from);
        topology.addSink("copies", TOPIC, new ByteArraySerializer(), new ByteArraySerializer(), "requests");
        return topology;
    }
}
