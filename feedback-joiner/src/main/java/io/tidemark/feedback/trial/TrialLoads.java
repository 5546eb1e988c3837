package io.tidemark.feedback.trial;

import io.tidemark.event.Prediction;
import io.tidemark.event.TrialLoad;
import io.tidemark.event.TrialRow;
import io.tidemark.feedback.rollout.Health;
import io.tidemark.stats.quantile.QuantileCounts;
import io.tidemark.stats.state.StateReader;
import io.tidemark.stats.state.StateWriter;
import io.tidemark.topic.HeaderNames;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiPredicate;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/// How much and how fast a partition has answered in each stage. Kept in memory and stored at each tick: after a crash
/// the answers since the last tick are not counted, which no verdict on losses depends on.
final class TrialLoads {
    private final KeyValueStore<String, byte[]> store;
    private final int partition;
    private final Map<Line, Load> loads = new HashMap<>();
    private final Set<Line> changed = new HashSet<>();

    TrialLoads(KeyValueStore<String, byte[]> store, int partition) {
        this.store = store;
        this.partition = partition;
    }

    void add(Prediction prediction, Headers headers) {
        Line line = new Line(prediction.getModel(), prediction.getActivationId(), prediction.getVariant());
        Load load = loads.computeIfAbsent(line, this::stored);
        load.answers++;
        double latencyUs = latencyUs(headers);
        if (latencyUs >= 0) {
            load.latenciesUs.add(latencyUs);
        }
        changed.add(line);
    }

    /// What is new since the last call, as rows; it is stored now.
    List<TrialRow> changed() {
        List<TrialRow> rows = new ArrayList<>();
        for (Line line : changed) {
            Load load = loads.computeIfAbsent(line, this::stored);
            store.put(line.key(), load.toBytes());
            rows.add(new TrialRow(
                    line.model(),
                    line.activationId(),
                    line.variant(),
                    new TrialLoad(partition, load.answers, ByteBuffer.wrap(load.latenciesUs.toBytes()))));
        }
        // A stage that no longer answers is not held; it is found again in the store.
        loads.keySet().retainAll(changed);
        changed.clear();
        return rows;
    }

    /// Forgets stages that do not run any more. A few answers may still come for them, and count for nobody.
    ///
    /// @param runs whether an activation is the newest of its model, by model and activation
    void purge(BiPredicate<String, String> runs) {
        try (KeyValueIterator<String, byte[]> all = store.all()) {
            while (all.hasNext()) {
                String key = all.next().key;
                String[] parts = key.split("\0", 3);
                if (!runs.test(parts[0], parts[1])) {
                    store.delete(key);
                }
            }
        }
    }

    /// What keys of a stage begin with.
    static String prefix(String model, String activationId) {
        return model + "\0" + activationId + "\0";
    }

    private Load stored(Line line) {
        byte[] bytes = store.get(line.key());
        return bytes == null ? new Load(0, new QuantileCounts(Health.EXACT_LATENCIES)) : Load.fromBytes(bytes);
    }

    /// Below 0: the header is not there, or no number.
    private static double latencyUs(Headers headers) {
        Header header = headers.lastHeader(HeaderNames.LATENCY_US);
        if (header == null || header.value() == null) {
            return -1;
        }
        try {
            return Long.parseLong(new String(header.value(), StandardCharsets.UTF_8));
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    private record Line(String model, String activationId, String variant) {
        String key() {
            return prefix(model, activationId) + variant;
        }
    }

    private static final class Load {
        private long answers;
        private final QuantileCounts latenciesUs;

        private Load(long answers, QuantileCounts latenciesUs) {
            this.answers = answers;
            this.latenciesUs = latenciesUs;
        }

        private byte[] toBytes() {
            StateWriter out = new StateWriter();
            out.writeCount(answers);
            latenciesUs.writeTo(out);
            return out.toBytes();
        }

        private static Load fromBytes(byte[] bytes) {
            StateReader in = new StateReader(bytes);
            return new Load(in.readCount(), QuantileCounts.readFrom(in));
        }
    }
}
