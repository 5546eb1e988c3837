package io.tidemark.scoring.topology;

import io.micrometer.core.instrument.MeterRegistry;
import io.tidemark.scoring.ScoringConfig;
import io.tidemark.scoring.serving.ServingModels;
import io.tidemark.streamkit.runtime.BoundedTimestamps;
import io.tidemark.streamkit.topic.Topic;
import io.tidemark.streamkit.topic.TopicBinding;
import io.tidemark.topic.Topics;
import java.time.Clock;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.state.Stores;

/// Requests become predictions or dead letters; the first prediction under an activation takes its adoption along.
///
/// @param models which versions are ready
/// @param instance name of this instance, for adoptions
public record ScoringTopology(
        TopicBinding topics,
        ScoringConfig config,
        ServingModels models,
        String instance,
        MeterRegistry meters,
        Clock clock) {
    /// Name of the service; part of the application id.
    public static final String SERVICE = ScoringNames.SERVICE;

    /// The topology.
    public Topology build() {
        Topology topology = new Topology();
        topology.addSource(
                AutoOffsetReset.earliest(),
                ScoringNames.REQUESTS,
                new BoundedTimestamps(clock, config.maxAhead()),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer(),
                topics.of(Topics.REQUESTS).name());
        topology.addProcessor(ScoringNames.SCORE, () -> new ScoreProcessor(this), ScoringNames.REQUESTS);
        topology.addStateStore(
                Stores.keyValueStoreBuilder(
                                Stores.persistentKeyValueStore(ScoringNames.ADOPTIONS),
                                Serdes.String(),
                                Serdes.String())
                        .withCachingDisabled(),
                ScoringNames.SCORE);
        answers(topology, ScoringNames.PREDICTIONS, topics.of(Topics.PREDICTIONS));
        answers(topology, ScoringNames.TIMELINE, topics.of(Topics.TIMELINE));
        deadLetters(topology);
        return topology;
    }

    private static <V extends SpecificRecord> void answers(Topology topology, String name, Topic<V> topic) {
        topology.addSink(
                name, topic.name(), new StringSerializer(), topic.values().serializer(), ScoringNames.SCORE);
    }

    /// Dead letters keep the source's key, whatever its bytes are.
    private void deadLetters(Topology topology) {
        var topic = topics.of(Topics.DEAD_LETTERS);
        topology.addSink(
                ScoringNames.DEAD_LETTERS,
                topic.name(),
                new ByteArraySerializer(),
                topic.values().serializer(),
                ScoringNames.SCORE);
    }
}
