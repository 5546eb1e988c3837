package io.tidemark.streamkit.runtime;

import io.tidemark.streamkit.topic.Topic;
import io.tidemark.streamkit.topic.TopicBinding;
import io.tidemark.topic.TopicSpec;
import io.tidemark.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.StreamPartitioner;

/// A topology in the making: the sources and sinks that all services have alike.
public final class TopologyDraft {
    private final Topology topology = new Topology();
    private final TopicBinding topics;
    private final Clock clock;
    private final Duration maxAhead;

    /// @param maxAhead how far timestamps may lie ahead of the clock
    public TopologyDraft(TopicBinding topics, Clock clock, Duration maxAhead) {
        this.topics = topics;
        this.clock = clock;
        this.maxAhead = maxAhead;
    }

    /// The topology so far, to be added to.
    public Topology topology() {
        return topology;
    }

    /// Reads a topic from its beginning, as bytes: what cannot be decoded is the processor's to say.
    public void source(String name, TopicSpec<?> spec) {
        topology.addSource(
                AutoOffsetReset.earliest(),
                name,
                new BoundedTimestamps(clock, maxAhead),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer(),
                topics.of(spec).name());
    }

    /// Writes records with a text as key.
    public <V extends SpecificRecord> void sink(String name, TopicSpec<V> spec, String processor) {
        Topic<V> topic = topics.of(spec);
        topology.addSink(
                name, topic.name(), new StringSerializer(), topic.values().serializer(), processor);
    }

    /// Writes records with a text as key, all of a model to one partition: one task sees them all.
    public <V extends SpecificRecord> void sinkByModel(
            String name, TopicSpec<V> spec, Function<V, String> model, String processor) {
        Topic<V> topic = topics.of(spec);
        StreamPartitioner<String, V> byModel =
                (at, key, value, partitions) -> Optional.of(Set.of(partition(model.apply(value), partitions)));
        topology.addSink(
                name, topic.name(), new StringSerializer(), topic.values().serializer(), byModel, processor);
    }

    /// Writes records as the bytes that they came as.
    public void sinkOfBytes(String name, TopicSpec<?> spec, String processor) {
        topology.addSink(name, topics.of(spec).name(), new ByteArraySerializer(), new ByteArraySerializer(), processor);
    }

    /// Writes dead letters; they keep the source's key, whatever its bytes are.
    public void deadLetters(String name, String... processors) {
        var topic = topics.of(Topics.DEAD_LETTERS);
        topology.addSink(
                name, topic.name(), new ByteArraySerializer(), topic.values().serializer(), processors);
    }

    /// Where Java's clients put a key.
    public static int partition(String key, int partitions) {
        return Utils.toPositive(Utils.murmur2(key.getBytes(StandardCharsets.UTF_8))) % partitions;
    }
}
