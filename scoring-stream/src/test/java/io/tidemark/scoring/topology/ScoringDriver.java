package io.tidemark.scoring.topology;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tidemark.event.DeadLetter;
import io.tidemark.event.FeatureUpdate;
import io.tidemark.event.Prediction;
import io.tidemark.event.PredictionRequest;
import io.tidemark.event.TimelineEvent;
import io.tidemark.scoring.LoadingConfig;
import io.tidemark.scoring.ScoringConfig;
import io.tidemark.scoring.ToyRequest;
import io.tidemark.scoring.serving.ReadyActivation;
import io.tidemark.streamkit.deadletter.InboundDecoder;
import io.tidemark.streamkit.runtime.StreamsRuntime;
import io.tidemark.streamkit.runtime.StreamsSettings;
import io.tidemark.streamkit.topic.KafkaSettings;
import io.tidemark.streamkit.topic.Topic;
import io.tidemark.streamkit.topic.TopicBinding;
import io.tidemark.topic.TopicSpec;
import io.tidemark.topic.Topics;
import io.tidemark.wire.RegistrySettings;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;

/// The topology that production starts, with production's settings, under a test's clock and models.
final class ScoringDriver implements AutoCloseable {
    static final Duration MODEL_WAIT = Duration.ofSeconds(10);

    final ToyClock clock = new ToyClock(ToyRequest.TIME);
    final ToyModels models = new ToyModels();
    final MeterRegistry meters = new SimpleMeterRegistry();
    final TestInputTopic<byte[], byte[]> requests;
    final TestInputTopic<byte[], byte[]> updates;
    final TestOutputTopic<String, Prediction> predictions;
    final TestOutputTopic<byte[], DeadLetter> letters;
    final TestOutputTopic<String, TimelineEvent> timeline;

    private final double explainBudget;
    private final TopicBinding topics;
    private final TopologyTestDriver driver;

    /// @param folder where state stores live
    ScoringDriver(Path folder) {
        this(folder, 0.25);
    }

    /// @param explainBudget share of the thread's time that explanations may take
    ScoringDriver(Path folder, double explainBudget) {
        this.explainBudget = explainBudget;
        topics = new TopicBinding(
                new KafkaSettings("unused:9092", "", Map.of(RegistrySettings.URL, "mock://scoring-topology")));
        StreamsSettings settings = new StreamsSettings(folder, 1, true, Duration.ofMillis(100), 0, "instance-1");
        driver = new TopologyTestDriver(
                topology(folder),
                StreamsRuntime.properties(ScoringTopology.SERVICE, settings, topics, meters, clock),
                ToyRequest.TIME);
        requests =
                driver.createInputTopic(Topics.REQUESTS.name(), new ByteArraySerializer(), new ByteArraySerializer());
        updates = driver.createInputTopic(
                Topics.FEATURE_UPDATES.name(), new ByteArraySerializer(), new ByteArraySerializer());
        predictions = output(Topics.PREDICTIONS);
        timeline = output(Topics.TIMELINE);
        letters = driver.createOutputTopic(
                Topics.DEAD_LETTERS.name(),
                new ByteArrayDeserializer(),
                topics.of(Topics.DEAD_LETTERS).values().deserializer());
    }

    Topology topology(Path folder) {
        ScoringConfig config = new ScoringConfig(
                new InboundDecoder.Limits(1024 * 1024, Duration.ZERO, Duration.ofMinutes(1), Duration.ZERO),
                Duration.ofHours(1),
                MODEL_WAIT,
                Duration.ofSeconds(1),
                explainBudget,
                LoadingConfig.defaults(folder.resolve("cache")));
        return new ScoringTopology(topics, config, models, "instance-1", meters, clock).build();
    }

    /// A driver whose partition answers under an activation of version 1 at place 5 of the timeline.
    static ScoringDriver serving(Path folder) {
        ScoringDriver driver = new ScoringDriver(folder);
        driver.models.serve(ToyModels.activation(5, 1));
        return driver;
    }

    void serve(ReadyActivation activation) {
        models.serve(activation);
    }

    void send(PredictionRequest request) {
        send(request.getRequestId(), encode(request));
    }

    void send(String key, byte @Nullable [] value) {
        requests.pipeInput(new TestRecord<>(key.getBytes(StandardCharsets.UTF_8), value, clock.instant()));
    }

    /// Sends an update under the key of its entity.
    void send(FeatureUpdate update) {
        sendUpdate(update.getEntityId(), encode(Topics.FEATURE_UPDATES, update));
    }

    void sendUpdate(String key, byte @Nullable [] value) {
        updates.pipeInput(new TestRecord<>(key.getBytes(StandardCharsets.UTF_8), value, clock.instant()));
    }

    /// Lets time pass, and what is due happen.
    void advance(Duration by) {
        clock.advance(by);
        driver.advanceWallClockTime(by);
    }

    byte[] encode(PredictionRequest request) {
        return encode(Topics.REQUESTS, request);
    }

    <V extends SpecificRecord> byte[] encode(TopicSpec<V> spec, V value) {
        return topics.of(spec).values().serializer().serialize(spec.name(), value);
    }

    /// What the partition adopted, by model.
    KeyValueStore<String, String> adoptions() {
        return driver.getKeyValueStore(ScoringNames.ADOPTIONS);
    }

    /// What is kept of entities, by view and entity.
    KeyValueStore<String, byte[]> histories() {
        return driver.getKeyValueStore(ScoringNames.HISTORIES);
    }

    double count(String meter, String... tags) {
        return meters.get(meter).tags(tags).counter().count();
    }

    private <V extends SpecificRecord> TestOutputTopic<String, V> output(TopicSpec<V> spec) {
        Topic<V> topic = topics.of(spec);
        return driver.createOutputTopic(
                topic.name(), new StringDeserializer(), topic.values().deserializer());
    }

    @Override
    public void close() {
        driver.close();
    }
}
