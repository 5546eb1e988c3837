package io.tidemark.drift.topology;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tidemark.drift.DriftConfig;
import io.tidemark.drift.World;
import io.tidemark.drift.reference.ReferenceLookup;
import io.tidemark.drift.reference.References;
import io.tidemark.event.DriftPane;
import io.tidemark.event.Outcome;
import io.tidemark.event.PolicyReading;
import io.tidemark.event.Prediction;
import io.tidemark.streamkit.topic.KafkaSettings;
import io.tidemark.streamkit.topic.TopicBinding;
import io.tidemark.topic.TopicSpec;
import io.tidemark.topic.Topics;
import io.tidemark.wire.InMemorySchemaRegistry;
import io.tidemark.wire.SerdeProvider;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.MockProcessorContext.CapturedForward;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.jspecify.annotations.Nullable;

/// One task of the topology by itself: its processor may be lost at any moment, its stores stay, as after a crash.
final class MonitorRig {
    private static final Serializers SERIALIZERS = new Serializers();
    private static final References KNOWN = version -> new ReferenceLookup.Known(World.reference());

    private final Supplier<Processor<byte @Nullable [], byte @Nullable [], Object, SpecificRecord>> processors;
    private final MockProcessorContext<Object, SpecificRecord> context = new MockProcessorContext<>();
    private final TestTime time;
    private @Nullable CommitStore committed;
    private Processor<byte @Nullable [], byte @Nullable [], Object, SpecificRecord> processor;
    private long offset;

    private MonitorRig(
            TestTime time,
            Supplier<Processor<byte @Nullable [], byte @Nullable [], Object, SpecificRecord>> processors,
            Map<String, Serde<?>> stores) {
        this.time = time;
        this.processors = processors;
        stores.forEach(this::addStore);
        processor = processors.get();
        processor.init(context);
    }

    /// A task that counts.
    static MonitorRig counting(TestTime time) {
        return new MonitorRig(
                time,
                () -> new CountProcessor(topology(time, KNOWN)),
                Map.of(DriftNames.UNDELIVERED, Serdes.ByteArray()));
    }

    /// A task that judges.
    static MonitorRig judging(TestTime time) {
        return judging(time, KNOWN);
    }

    /// A task that judges against references that may be gone.
    static MonitorRig judging(TestTime time, References references) {
        return new MonitorRig(
                time,
                () -> new JudgeProcessor(topology(time, references)),
                Map.of(
                        DriftNames.COUNTS, Serdes.ByteArray(),
                        DriftNames.EPISODES, Serdes.ByteArray(),
                        DriftNames.TRAFFIC, Serdes.ByteArray()));
    }

    /// A task that decides on retraining.
    static MonitorRig deciding(TestTime time) {
        return new MonitorRig(
                time,
                () -> new DecideProcessor(topology(time, KNOWN)),
                Map.of(DriftNames.POLICIES, Serdes.ByteArray()));
    }

    private static DriftTopology topology(TestTime time, References references) {
        return new DriftTopology(SERIALIZERS.topics, DriftConfig.DEFAULT, references, new SimpleMeterRegistry(), time);
    }

    private <V> void addStore(String name, Serde<V> values) {
        if (name.equals(DriftNames.UNDELIVERED)) {
            committed = new CommitStore.Builder(builder(name, Serdes.ByteArray())).build();
            addStore(committed);
        } else {
            addStore(builder(name, values).build());
        }
    }

    private void addStore(StateStore store) {
        store.init(context.getStateStoreContext(), store);
        context.addStateStore(store);
    }

    private static <V> StoreBuilder<KeyValueStore<String, V>> builder(String name, Serde<V> values) {
        return Stores.keyValueStoreBuilder(Stores.inMemoryKeyValueStore(name), Serdes.String(), values)
                .withLoggingDisabled();
    }

    private void commit() {
        if (committed != null) {
            committed.flushCache();
        }
    }

    /// Everything in memory is lost, right after a commit.
    void restart() {
        commit();
        processor = processors.get();
        processor.init(context);
    }

    void take(Prediction prediction) {
        take(Topics.PREDICTIONS, prediction);
    }

    void take(Outcome outcome) {
        take(Topics.OUTCOMES, outcome);
    }

    void take(PolicyReading reading) {
        take(Topics.POLICY_READINGS, reading);
    }

    void take(DriftPane pane) {
        take(Topics.DRIFT_PANES, pane);
    }

    private <V extends SpecificRecord> void take(TopicSpec<V> topic, V value) {
        context.setRecordMetadata(topic.name(), 0, offset++);
        context.setCurrentSystemTimeMs(time.millis());
        processor.process(
                new Record<>("key".getBytes(StandardCharsets.UTF_8), SERIALIZERS.bytes(topic, value), time.millis()));
    }

    /// Requests of a model that the scorer refused.
    void refuse(String model) {
        take(Topics.DEAD_LETTERS, MonitorDriver.letter(model, Topics.REQUESTS.name()));
    }

    void tick() {
        context.setCurrentSystemTimeMs(time.millis());
        context.scheduledPunctuators().getLast().getPunctuator().punctuate(time.millis());
    }

    /// What a store holds.
    Map<String, byte[]> entries(String store) {
        Map<String, byte[]> entries = new TreeMap<>();
        commit();
        KeyValueStore<String, byte[]> found = store.equals(DriftNames.UNDELIVERED) && committed != null
                ? committed.entries()
                : context.getStateStore(store);
        try (KeyValueIterator<String, byte[]> all = found.all()) {
            all.forEachRemaining(entry -> entries.put(entry.key, entry.value));
        }
        return entries;
    }

    /// What came out since the last look.
    <V> List<V> out(Class<V> type) {
        List<V> out = new ArrayList<>();
        for (CapturedForward<?, ? extends SpecificRecord> forward : context.forwarded()) {
            if (type.isInstance(forward.record().value())) {
                out.add(type.cast(forward.record().value()));
            }
        }
        return out;
    }

    void clear() {
        context.resetForwards();
    }

    /// A clock that the test sets.
    static final class TestTime extends Clock {
        private Instant now;

        TestTime(Instant start) {
            now = start;
        }

        void set(Instant time) {
            now = time;
        }

        @Override
        public java.time.ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(java.time.ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }

    private static final class Serializers {
        private final TopicBinding topics = new TopicBinding(
                new KafkaSettings("nowhere:9092", "", Map.of()),
                SerdeProvider.tidemark(new InMemorySchemaRegistry(), true));

        <V extends SpecificRecord> byte[] bytes(TopicSpec<V> topic, V value) {
            return topics.of(topic).values().serializer().serialize(topic.name(), value);
        }
    }
}
