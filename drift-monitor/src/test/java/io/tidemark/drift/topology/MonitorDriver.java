package io.tidemark.drift.topology;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tidemark.drift.DriftConfig;
import io.tidemark.drift.World;
import io.tidemark.drift.reference.ReferenceLookup;
import io.tidemark.drift.reference.VersionKey;
import io.tidemark.event.Alert;
import io.tidemark.event.DeadLetter;
import io.tidemark.event.Drift;
import io.tidemark.event.DriftPane;
import io.tidemark.event.Outcome;
import io.tidemark.event.Performance;
import io.tidemark.event.Prediction;
import io.tidemark.event.RetrainRequest;
import io.tidemark.event.TimelineEvent;
import io.tidemark.streamkit.topic.KafkaSettings;
import io.tidemark.streamkit.topic.Topic;
import io.tidemark.streamkit.topic.TopicBinding;
import io.tidemark.topic.TopicSpec;
import io.tidemark.topic.Topics;
import io.tidemark.wire.InMemorySchemaRegistry;
import io.tidemark.wire.SerdeProvider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.jspecify.annotations.Nullable;

/// The topology in the test driver. The test owns the clock: time passes by [#tick] only.
final class MonitorDriver implements AutoCloseable {
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final Map<VersionKey, ReferenceLookup> references = new HashMap<>();
    final TopicBinding topics = new TopicBinding(
            new KafkaSettings("nowhere:9092", "", Map.of()),
            SerdeProvider.tidemark(new InMemorySchemaRegistry(), true));

    private final TopologyTestDriver driver;
    private Instant now;

    MonitorDriver(Instant start) {
        now = start;
        references.put(World.V1, new ReferenceLookup.Known(World.reference()));
        references.put(World.V2, new ReferenceLookup.Known(World.reference()));
        Properties properties = new Properties();
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "drift-monitor-test");
        properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "nowhere:9092");
        properties.put(StreamsConfig.STATE_DIR_CONFIG, stateDir());
        driver = new TopologyTestDriver(topology().build(), properties, start);
    }

    private static String stateDir() {
        try {
            return Files.createTempDirectory(Files.createDirectories(Path.of("target", "streams")), "state-")
                    .toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// As production builds it.
    DriftTopology topology() {
        return new DriftTopology(
                topics,
                DriftConfig.DEFAULT,
                version -> references.getOrDefault(version, new ReferenceLookup.Missing("there is none.")),
                meters,
                ((InstantSource) this::now).withZone(ZoneOffset.UTC));
    }

    Instant now() {
        return now;
    }

    /// Lets a tick pass: counts are delivered and windows are judged.
    void tick() {
        now = now.plus(DriftConfig.DEFAULT.tick());
        driver.advanceWallClockTime(DriftConfig.DEFAULT.tick());
    }

    /// Lets time pass in which nothing comes: one tick at its end.
    void pass(Duration time) {
        now = now.plus(time);
        driver.advanceWallClockTime(time);
    }

    /// A tick that brings what was counted before all the way to a judgement.
    void settle() {
        for (int i = 0; i < 3; i++) {
            tick();
        }
    }

    /// How many entries a store has.
    long entries(String store) {
        long count = 0;
        try (var all = driver.getAllStateStores().get(store) instanceof CommitStore committed
                ? committed.entries().all()
                : driver.<String, byte[]>getKeyValueStore(store).all()) {
            while (all.hasNext()) {
                all.next();
                count++;
            }
        }
        return count;
    }

    /// Bytes of keys and values of the judge's counts, by feature.
    Map<String, Integer> bytesByFeature() {
        Map<String, Integer> bytes = new HashMap<>();
        try (KeyValueIterator<String, byte[]> all =
                driver.<String, byte[]>getKeyValueStore(DriftNames.COUNTS).all()) {
            all.forEachRemaining(entry -> {
                if (entry.key.contains("/FEATURE/")) {
                    bytes.merge(
                            entry.key.substring(entry.key.lastIndexOf('/') + 1),
                            entry.key.length() + entry.value.length,
                            Integer::sum);
                }
            });
        }
        return bytes;
    }

    double counter(String name) {
        return meters.find(name).counters().stream().mapToDouble(Counter::count).sum();
    }

    void predict(List<Prediction> predictions) {
        TestInputTopic<String, Prediction> input = input(Topics.PREDICTIONS);
        predictions.forEach(prediction -> input.pipeInput(prediction.getRequestId(), prediction, now));
    }

    void label(List<Outcome> outcomes) {
        TestInputTopic<String, Outcome> input = input(Topics.OUTCOMES);
        outcomes.forEach(outcome -> input.pipeInput(outcome.getRequestId(), outcome, now));
    }

    /// Requests of a model that the scorer refused.
    void refuse(String model, int count) {
        TestInputTopic<String, DeadLetter> input = input(Topics.DEAD_LETTERS);
        for (int i = 0; i < count; i++) {
            input.pipeInput("r" + i, letter(model, Topics.REQUESTS.name()), now);
        }
    }

    static DeadLetter letter(String model, String topic) {
        return DeadLetter.newBuilder()
                .setService("scoring-stream")
                .setReason("MISSING_FEATURE")
                .setMessage("Found no value, expected one.")
                .setTopic(topic)
                .setPartition(0)
                .setOffset(0)
                .setTimestampMs(0)
                .setModel(model)
                .setRedrivable(true)
                .setFailedAt(Instant.EPOCH)
                .build();
    }

    void deliver(DriftPane pane) {
        this.<DriftPane>input(Topics.DRIFT_PANES).pipeInput(PaneDeltas.key(pane), pane, now);
    }

    void perform(Performance performance) {
        this.<Performance>input(Topics.PERFORMANCE).pipeInput(performance.getModel(), performance, now);
    }

    void happen(TimelineEvent event) {
        this.<TimelineEvent>input(Topics.TIMELINE).pipeInput(event.getModel(), event, now);
    }

    void pipe(TopicSpec<?> topic, byte @Nullable [] value, Instant timestamp) {
        driver.createInputTopic(topic.name(), new ByteArraySerializer(), new ByteArraySerializer())
                .pipeInput("key".getBytes(StandardCharsets.UTF_8), value, timestamp);
    }

    List<Drift> drift() {
        return read(Topics.DRIFT);
    }

    List<Alert> alerts() {
        return read(Topics.ALERTS);
    }

    List<RetrainRequest> requests() {
        return read(Topics.RETRAIN_REQUESTS);
    }

    List<DeadLetter> letters() {
        return read(Topics.DEAD_LETTERS);
    }

    List<DriftPane> panes() {
        return read(Topics.DRIFT_PANES);
    }

    private <V extends SpecificRecord> TestInputTopic<String, V> input(TopicSpec<V> spec) {
        Topic<V> topic = topics.of(spec);
        return driver.createInputTopic(
                topic.name(), new StringSerializer(), topic.values().serializer());
    }

    private <V extends SpecificRecord> List<V> read(TopicSpec<V> spec) {
        Topic<V> topic = topics.of(spec);
        return driver.createOutputTopic(
                        topic.name(), new StringDeserializer(), topic.values().deserializer())
                .readValuesToList();
    }

    @Override
    public void close() {
        driver.close();
    }
}
