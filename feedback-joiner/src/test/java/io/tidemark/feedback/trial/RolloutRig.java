package io.tidemark.feedback.trial;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tidemark.event.Activated;
import io.tidemark.event.ActivationCause;
import io.tidemark.event.Alert;
import io.tidemark.event.Challenger;
import io.tidemark.event.DeadLetter;
import io.tidemark.event.Outcome;
import io.tidemark.event.OutcomeStatus;
import io.tidemark.event.Performance;
import io.tidemark.event.Prediction;
import io.tidemark.event.RequestCoordinates;
import io.tidemark.event.Task;
import io.tidemark.event.TimelineEvent;
import io.tidemark.event.VerdictReached;
import io.tidemark.event.VersionRef;
import io.tidemark.feedback.FeedbackConfig;
import io.tidemark.feedback.rollout.ActivationBoard;
import io.tidemark.feedback.terms.TermsSource;
import io.tidemark.feedback.terms.VersionTerms;
import io.tidemark.feedback.topology.FeedbackRig;
import io.tidemark.streamkit.routing.KeyBuckets;
import io.tidemark.streamkit.timeline.TimelineEntry;
import io.tidemark.streamkit.timeline.TimelineFacts;
import io.tidemark.streamkit.topic.KafkaSettings;
import io.tidemark.streamkit.topic.TopicBinding;
import io.tidemark.topic.HeaderNames;
import io.tidemark.topic.TopicSpec;
import io.tidemark.topic.Topics;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;

/// The rollout topology that production runs, without a broker: time, timeline and state are the test's.
final class RolloutRig implements AutoCloseable {
    static final String MODEL = "homes";
    static final String EXPERIMENT = "homes-2";
    static final VersionRef FIRST = new VersionRef(1, "a".repeat(64));
    static final VersionRef SECOND = new VersionRef(2, "b".repeat(64));

    static final String MANIFEST = FeedbackRig.MANIFEST + """
            rollout: {strategy: canary, stages: [10, 50], min_labels: 10, maturity: 1m, max_age: 1h}
            """;

    private static final List<String> STORES = List.of(
            RolloutNames.TRACES,
            RolloutNames.TRACES_DUE,
            RolloutNames.LOADS,
            RolloutNames.TRIALS,
            RolloutNames.TRIAL_LOSSES,
            RolloutNames.TRIAL_KEYS,
            RolloutNames.TRIAL_HEALTH);

    private final Shared shared;
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final TopicBinding topics;
    private final TopologyTestDriver driver;
    private final ActivationBoard board = new ActivationBoard();

    RolloutRig(String manifest, Path state, Shared shared) {
        this.shared = shared;
        this.topics = new TopicBinding(new KafkaSettings("none:9092", "", Map.of()), shared.clock.serdes);
        Properties properties = new Properties();
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "rig");
        properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "none:9092");
        properties.put(StreamsConfig.STATE_DIR_CONFIG, state.toString());
        shared.timeline.forEach(this::tell);
        driver = new TopologyTestDriver(
                new RolloutTopology(
                                topics,
                                FeedbackConfig.DEFAULT,
                                shared.terms(FeedbackRig.source(FeedbackRig.manifest(manifest))),
                                board,
                                topic -> 1,
                                meters,
                                shared.clock.clock)
                        .build(),
                properties,
                shared.clock.clock.instant());
    }

    Instant now() {
        return shared.clock.clock.instant();
    }

    /// Lets time pass; facts that were written are read back by the next tick.
    void advance(Duration by) {
        shared.clock.clock.forward(by);
        driver.advanceWallClockTime(by);
        readBack();
    }

    /// One tick whose facts nobody reads yet.
    void tick() {
        Duration second = Duration.ofSeconds(1);
        shared.clock.clock.forward(second);
        driver.advanceWallClockTime(second);
    }

    private void readBack() {
        for (TimelineEvent event : output(Topics.TIMELINE).readValuesToList()) {
            fact(event);
        }
    }

    /// Facts that were written and that nobody has read yet.
    List<TimelineEvent> unread() {
        return output(Topics.TIMELINE).readValuesToList();
    }

    void fact(TimelineEvent event) {
        shared.timeline.add(event);
        tell(event);
    }

    private void tell(TimelineEvent event) {
        board.accept(new TimelineEntry(shared.timeline.indexOf(event), event));
    }

    /// A person's routing: version 1 is champion.
    void route(String id, int shareBp) {
        route(
                id,
                shareBp == 0
                        ? List.of()
                        : List.of(new Challenger(SECOND.getVersion(), SECOND.getBundleSha256(), shareBp, EXPERIMENT)),
                List.of());
    }

    void shadow(String id) {
        route(id, List.of(), List.of(SECOND));
    }

    private void route(String id, List<Challenger> challengers, List<VersionRef> shadows) {
        fact(routing(id, challengers, shadows));
    }

    TimelineEvent routing(String id, List<Challenger> challengers, List<VersionRef> shadows) {
        return TimelineFacts.activated(
                id,
                MODEL,
                Activated.newBuilder()
                        .setCause(ActivationCause.ROLLOUT)
                        .setChampion(FIRST)
                        .setChallengers(challengers)
                        .setShadows(shadows)
                        .build(),
                "somebody",
                "",
                now());
    }

    /// The newest routing.
    Activated routing() {
        return (Activated) activations().getLast().getFact();
    }

    List<TimelineEvent> activations() {
        return shared.timeline.stream()
                .filter(event -> event.getFact() instanceof Activated)
                .toList();
    }

    List<VerdictReached> verdicts() {
        return shared.timeline.stream()
                .filter(event -> event.getFact() instanceof VerdictReached)
                .map(event -> (VerdictReached) event.getFact())
                .toList();
    }

    /// Requests that are answered as the newest activation says, each with its label: both are there at once.
    ///
    /// @param championError error of the champion's answers
    void serve(int requests, double championError, double challengerError) {
        for (int i = 0; i < requests; i++) {
            String id = "r" + shared.requests++;
            Challenger challenger = routing().getChallengers().isEmpty()
                    ? null
                    : routing().getChallengers().getFirst();
            boolean chosen = challenger != null && KeyBuckets.of(EXPERIMENT, id) < challenger.getShareBp();
            serveOne(id, chosen, (i % 7 + 1) / 4.0 * (chosen ? challengerError : championError), challengerError);
        }
    }

    private void serveOne(String id, boolean chosen, double error, double shadowError) {
        VersionRef version = chosen ? SECOND : FIRST;
        String variant = chosen ? "challenger" : "champion";
        Prediction prediction = prediction(id, version, variant, 100 + error);
        answer(prediction, 1_000);
        if (!routing().getShadows().isEmpty()) {
            double shadowed = error * shadowError;
            shadow(id, 100 + shadowed, 1_000);
        }
        outcome(prediction, 100.0);
    }

    Prediction prediction(String id, VersionRef version, String variant, double value) {
        return Prediction.newBuilder()
                .setRequestId(id)
                .setModel(MODEL)
                .setVersion(version.getVersion())
                .setBundleSha256(version.getBundleSha256())
                .setVariant(variant)
                .setActivationId(activations().getLast().getEventId())
                .setTask(Task.REGRESSION)
                .setEventTime(now())
                .setValue(value)
                .setFeatures(new HashMap<>(Map.of("rooms", 3L)))
                .setSource(new RequestCoordinates("prediction-requests", 0, offset(id)))
                .build();
    }

    /// Requests come in the order in which they are spoken of first.
    private long offset(String requestId) {
        return shared.offsets.computeIfAbsent(requestId, id -> (long) shared.offsets.size());
    }

    void answer(Prediction prediction, long latencyUs) {
        write(Topics.PREDICTIONS, prediction, latencyUs);
    }

    /// What the shadow says to a request that the champion answers.
    void shadow(String requestId, double value, long latencyUs) {
        write(Topics.SHADOW_PREDICTIONS, prediction(requestId, SECOND, "shadow", value), latencyUs);
    }

    private void write(TopicSpec<Prediction> topic, Prediction prediction, long latencyUs) {
        RecordHeaders headers = new RecordHeaders();
        headers.add(HeaderNames.LATENCY_US, Long.toString(latencyUs).getBytes(StandardCharsets.UTF_8));
        input(topic).pipeInput(new TestRecord<>(prediction.getRequestId(), prediction, headers, now()));
    }

    void outcome(Prediction prediction, double label) {
        Outcome outcome = Outcome.newBuilder()
                .setRequestId(prediction.getRequestId())
                .setModel(MODEL)
                .setVersion(prediction.getVersion())
                .setBundleSha256(prediction.getBundleSha256())
                .setVariant(prediction.getVariant())
                .setTask(Task.REGRESSION)
                .setStatus(OutcomeStatus.MATCHED)
                .setEntityId(prediction.getEntityId())
                .setEventTime(prediction.getEventTime())
                .setLabelTime(now())
                .setPredicted(prediction.getValue())
                .setLabel(label)
                .setFeatures(new HashMap<>())
                .build();
        input(Topics.OUTCOMES).pipeInput(prediction.getRequestId(), outcome, now());
    }

    /// A request without entity that a version refused.
    void letter(String requestId) {
        letter(requestId, null, "OUT_OF_RANGE");
    }

    /// A request that became a dead letter; its record has a key of its own.
    void letter(String requestId, @Nullable String entity, String reason) {
        input(Topics.DEAD_LETTERS)
                .pipeInput(
                        requestId,
                        DeadLetter.newBuilder()
                                .setService("scoring-stream")
                                .setReason(reason)
                                .setMessage("")
                                .setTopic("prediction-requests")
                                .setPartition(0)
                                .setOffset(1)
                                .setTimestampMs(0)
                                .setKey(ByteBuffer.wrap("partition key".getBytes(StandardCharsets.UTF_8)))
                                .setModel(MODEL)
                                .setRequestId(requestId)
                                .setEntityId(entity)
                                .setRedrivable(false)
                                .setFailedAt(now())
                                .build(),
                        now());
    }

    /// Bytes on the topic of rows.
    void row(byte[] value) {
        driver.createInputTopic(topics.of(Topics.TRIAL_ROWS).name(), new StringSerializer(), new ByteArraySerializer())
                .pipeInput(MODEL, value);
    }

    List<Alert> alerts() {
        return output(Topics.ALERTS).readValuesToList();
    }

    List<Performance> standings() {
        return output(Topics.PERFORMANCE).readValuesToList();
    }

    double dropped(String reason) {
        var counter = meters.find("tidemark.rollout.rows.dropped")
                .tag("reason", reason)
                .counter();
        return counter == null ? 0 : counter.count();
    }

    /// Entries of a store.
    long held(String store) {
        long held = 0;
        try (var entries = driver.<Object, byte[]>getKeyValueStore(store).all()) {
            for (; entries.hasNext(); entries.next()) {
                held++;
            }
        }
        return held;
    }

    /// Ends this process and begins another one, which has the stores as their changelogs have them and nothing else.
    RolloutRig restarted(Path state) {
        Map<String, Map<Object, byte[]>> stores = new HashMap<>();
        for (String name : STORES) {
            Map<Object, byte[]> entries = new HashMap<>();
            try (var all = driver.<Object, byte[]>getKeyValueStore(name).all()) {
                all.forEachRemaining(entry -> entries.put(entry.key, entry.value));
            }
            stores.put(name, entries);
        }
        close();
        RolloutRig next = new RolloutRig(MANIFEST, state, shared);
        stores.forEach((name, entries) -> entries.forEach(next.driver.<Object, byte[]>getKeyValueStore(name)::put));
        return next;
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
    static final class Shared {
        final FeedbackRig.Shared clock = new FeedbackRig.Shared(FeedbackRig.START);
        /// Versions whose bundle cannot be had, by its hash.
        final Set<String> missing = new HashSet<>();

        TermsSource terms(TermsSource known) {
            return (model, sha256) -> missing.contains(sha256) ? VersionTerms.UNKNOWN : known.of(model, sha256);
        }

        final List<TimelineEvent> timeline = new ArrayList<>();
        final Map<String, Long> offsets = new HashMap<>();
        int requests;
    }
}
