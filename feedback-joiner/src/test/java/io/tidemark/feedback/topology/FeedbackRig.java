package io.tidemark.feedback.topology;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tidemark.event.Alert;
import io.tidemark.event.DeadLetter;
import io.tidemark.event.GroundTruth;
import io.tidemark.event.Outcome;
import io.tidemark.event.Performance;
import io.tidemark.event.Prediction;
import io.tidemark.event.RequestCoordinates;
import io.tidemark.event.Task;
import io.tidemark.feedback.FeedbackConfig;
import io.tidemark.feedback.terms.TermsSource;
import io.tidemark.feedback.terms.VersionTerms;
import io.tidemark.model.bundle.BundleDescriptor;
import io.tidemark.model.kernel.Link;
import io.tidemark.model.manifest.ManifestReader;
import io.tidemark.model.manifest.ModelManifest;
import io.tidemark.streamkit.topic.KafkaSettings;
import io.tidemark.streamkit.topic.Topic;
import io.tidemark.streamkit.topic.TopicBinding;
import io.tidemark.topic.TopicSpec;
import io.tidemark.topic.Topics;
import io.tidemark.wire.InMemorySchemaRegistry;
import io.tidemark.wire.SerdeProvider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;

/// The topology that production runs, without a broker, with a clock that tests own. State lives in a folder, so that a
/// second rig over it is a restart.
public final class FeedbackRig implements AutoCloseable {
    public static final Instant START = Instant.parse("2026-01-05T00:00:00Z");
    static final String SHA = "a".repeat(64);
    public static final String MANIFEST = """
            name: homes
            task: regression
            description: Prices.
            data: {source: homes.csv}
            target: {name: price, range: [0, 1000]}
            features:
              rooms: {type: number}
              region: {type: category, categories: [coast, inland]}
            selection: {algorithms: {ridge: {alpha: 1}}}
            monitors:
              segments: [region]
              performance: {windows: {fast: 1m, slow: 10m}, metric: mae, max_worse_pct: 50, min_labels: 10}
            labels: {horizon: 1h}
            """;

    private final TickingClock clock;
    private final TopologyTestDriver driver;
    private final TopicBinding topics;
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    FeedbackRig() {
        this(source(manifest(MANIFEST)), FeedbackConfig.DEFAULT, temporaryFolder(), new Shared(START));
    }

    FeedbackRig(TermsSource terms, FeedbackConfig config, Path state, Shared shared) {
        this.clock = shared.clock;
        this.topics = new TopicBinding(new KafkaSettings("none:9092", "", Map.of()), shared.serdes);
        Properties properties = new Properties();
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "rig");
        properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "none:9092");
        properties.put(StreamsConfig.STATE_DIR_CONFIG, state.toString());
        driver = new TopologyTestDriver(
                new FeedbackTopology(
                                topics, config, terms, topic -> shared.partitions, shared::readUpToMs, meters, clock)
                        .build(),
                properties,
                clock.instant());
    }

    static Path temporaryFolder() {
        try {
            return Files.createTempDirectory("feedback-rig-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static ModelManifest manifest(String yaml) {
        return ManifestReader.read("test", yaml, List.of());
    }

    /// The same terms for every version, with `mae` 10 as baseline.
    public static TermsSource source(ModelManifest manifest) {
        VersionTerms terms = VersionTerms.of(
                manifest,
                new BundleDescriptor(
                        manifest.name(),
                        manifest.task(),
                        manifest.target().name(),
                        "",
                        manifest.target().classes(),
                        Optional.empty(),
                        Link.IDENTITY,
                        "0".repeat(64),
                        Optional.empty(),
                        new BundleDescriptor.Training(
                                "ridge",
                                Map.of(),
                                "homes.csv",
                                "0".repeat(64),
                                10,
                                Optional.empty(),
                                1,
                                Map.of(),
                                Map.of("mae", 10.0))));
        return (model, sha) -> terms;
    }

    /// Lets time pass: the ticks that are due run once.
    void advance(Duration by) {
        clock.now = clock.now.plus(by);
        driver.advanceWallClockTime(by);
    }

    Instant now() {
        return clock.now;
    }

    void predict(Prediction prediction) {
        predictAt(prediction, clock.now);
    }

    /// @param at timestamp of the record
    void predictAt(Prediction prediction, Instant at) {
        input(Topics.PREDICTIONS).pipeInput(prediction.getRequestId(), prediction, at);
    }

    void label(GroundTruth label) {
        labelAt(label, clock.now);
    }

    /// @param at timestamp of the record
    void labelAt(GroundTruth label, Instant at) {
        input(Topics.GROUND_TRUTH).pipeInput(label.getRequestId(), label, at);
    }

    /// Any bytes under any key, at any time.
    void raw(TopicSpec<?> topic, byte @Nullable [] key, byte @Nullable [] value, Instant at) {
        raw(topic, key, value, new RecordHeaders(), at);
    }

    void raw(TopicSpec<?> topic, byte @Nullable [] key, byte @Nullable [] value, Headers headers, Instant at) {
        driver.createInputTopic(topics.of(topic).name(), new ByteArraySerializer(), new ByteArraySerializer())
                .pipeInput(new TestRecord<>(key, value, headers, at));
    }

    <V extends SpecificRecord> byte[] bytes(TopicSpec<V> topic, V value) {
        Topic<V> bound = topics.of(topic);
        return bound.values().serializer().serialize(bound.name(), value);
    }

    Prediction prediction(String id, double value) {
        return prediction(id, value, 1, "coast", clock.now);
    }

    Prediction prediction(String id, double value, int version, String region, Instant eventTime) {
        return Prediction.newBuilder()
                .setRequestId(id)
                .setModel("homes")
                .setVersion(version)
                .setBundleSha256(SHA)
                .setVariant("champion")
                .setActivationId("activation")
                .setTask(Task.REGRESSION)
                .setEventTime(eventTime)
                .setValue(value)
                .setFeatures(new HashMap<>(Map.of("rooms", 3L, "region", region)))
                .setSource(new RequestCoordinates("prediction-requests", 0, 7L))
                .build();
    }

    GroundTruth truth(String id, Object label) {
        return truth(id, label, 0);
    }

    GroundTruth truth(String id, Object label, int revision) {
        return GroundTruth.newBuilder()
                .setRequestId(id)
                .setModel("homes")
                .setLabel(label)
                .setEventTime(clock.now)
                .setRevision(revision)
                .build();
    }

    List<Outcome> outcomes() {
        return output(Topics.OUTCOMES).readValuesToList();
    }

    TestOutputTopic<String, Outcome> outcomeRecords() {
        return output(Topics.OUTCOMES);
    }

    /// Keys of the labels that were moved.
    List<String> moved() {
        return output(Topics.MOVED_LABELS).readKeyValuesToList().stream()
                .map(entry -> entry.key)
                .toList();
    }

    List<Performance> performance() {
        return output(Topics.PERFORMANCE).readValuesToList();
    }

    /// The newest record of a window of the whole traffic.
    Performance newest(String window) {
        return performance().stream()
                .filter(p -> p.getWindow().equals(window) && p.getSegment() == null)
                .reduce((first, second) -> second)
                .orElseThrow();
    }

    List<Alert> alerts() {
        return output(Topics.ALERTS).readValuesToList();
    }

    List<DeadLetter> deadLetters() {
        return driver.createOutputTopic(
                        topics.of(Topics.DEAD_LETTERS).name(),
                        new ByteArrayDeserializer(),
                        topics.of(Topics.DEAD_LETTERS).values().deserializer())
                .readValuesToList();
    }

    /// Predictions of the model in a state: matched, expired or open.
    long predictions(String state) {
        return (long) meters.get("tidemark.joiner.predictions")
                .tag("model", "homes")
                .tag("state", state)
                .gauge()
                .value();
    }

    /// Predictions that came, each request once, from what is stored.
    long predictionsSoFar() {
        return new Balances(
                        driver.getKeyValueStore(FeedbackNames.BALANCES), new FeedbackMeters(new SimpleMeterRegistry()))
                .of("homes")
                .predictions
                .get();
    }

    /// Labels that ended in a way.
    long labels(String end) {
        return (long)
                meters.get("tidemark.joiner.labels").tag("state", end).gauge().value();
    }

    /// Answers of repairing rollbacks that came.
    double repairs() {
        return meters.get("tidemark.joiner.repairs")
                .tag("model", "homes")
                .counter()
                .count();
    }

    /// Keys of the totals that are kept.
    List<String> totalsHeld() {
        List<String> keys = new ArrayList<>();
        try (var totals =
                driver.<String, byte[]>getKeyValueStore(FeedbackNames.TOTALS).all()) {
            totals.forEachRemaining(entry -> keys.add(entry.key));
        }
        return keys;
    }

    /// Versions whose quality is shown.
    Set<String> versionsShown() {
        return meters.find("tidemark.quality").gauges().stream()
                .map(gauge -> String.valueOf(gauge.getId().getTag("version")))
                .collect(Collectors.toSet());
    }

    long requestsHeld() {
        long held = 0;
        try (var requests =
                driver.<String, byte[]>getKeyValueStore(FeedbackNames.REQUESTS).all()) {
            for (; requests.hasNext(); requests.next()) {
                held++;
            }
        }
        return held;
    }

    TopologyTestDriver driver() {
        return driver;
    }

    private <V extends SpecificRecord> TestInputTopic<String, V> input(TopicSpec<V> topic) {
        return driver.createInputTopic(
                topics.of(topic).name(),
                new StringSerializer(),
                topics.of(topic).values().serializer());
    }

    private <V extends SpecificRecord> TestOutputTopic<String, V> output(TopicSpec<V> topic) {
        return driver.createOutputTopic(
                topics.of(topic).name(),
                new StringDeserializer(),
                topics.of(topic).values().deserializer());
    }

    @Override
    public void close() {
        driver.close();
    }

    /// What outlives a restart beside the state.
    public static final class Shared {
        public final TickingClock clock;
        int partitions = 1;

        /// Until when the log was read; null: until now.
        @Nullable
        Instant readUpTo;

        public final SerdeProvider serdes = SerdeProvider.tidemark(new InMemorySchemaRegistry(), true);

        public Shared(Instant now) {
            clock = new TickingClock(now);
        }

        long readUpToMs() {
            return readUpTo == null ? clock.millis() : readUpTo.toEpochMilli();
        }
    }

    /// A clock that tests move.
    public static final class TickingClock extends Clock {
        private Instant now;

        TickingClock(Instant now) {
            this.now = now;
        }

        public void forward(Duration by) {
            now = now.plus(by);
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Instant instant() {
            return now;
        }
    }
}
