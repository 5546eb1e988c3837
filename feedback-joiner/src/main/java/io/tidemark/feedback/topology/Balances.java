package io.tidemark.feedback.topology;

import io.tidemark.feedback.join.LabelEnd;
import io.tidemark.stats.state.StateReader;
import io.tidemark.stats.state.StateWriter;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/// What came and how it ended, since the beginning, in one partition. Kept in a store, so that `predictions = matched +
/// expired + open` and `labels = all ends + pending` hold across restarts. The store caches: what is kept after each
/// record is logged once with each commit.
final class Balances {
    private static final String LABELS = "labels";
    private static final String MODEL = "model/";

    private final KeyValueStore<String, byte[]> store;
    private final Map<String, OfModel> models = new HashMap<>();
    private final OfLabels labels = new OfLabels();
    private final FeedbackMeters meters;
    private final Set<String> changedModels = new HashSet<>();
    private boolean labelsChanged;

    Balances(KeyValueStore<String, byte[]> store, FeedbackMeters meters) {
        this.store = store;
        this.meters = meters;
        meters.add(labels);
        try (KeyValueIterator<String, byte[]> all = store.all()) {
            while (all.hasNext()) {
                KeyValue<String, byte[]> entry = all.next();
                if (entry.key.equals(LABELS)) {
                    labels.read(new StateReader(entry.value));
                } else {
                    known(entry.key.substring(MODEL.length())).read(new StateReader(entry.value));
                }
            }
        }
    }

    /// The balance of a model, to be changed and kept.
    OfModel of(String model) {
        changedModels.add(model);
        return known(model);
    }

    private OfModel known(String model) {
        OfModel known = models.get(model);
        if (known == null) {
            known = new OfModel();
            models.put(model, known);
            meters.add(model, known);
        }
        return known;
    }

    /// The balance of labels, to be changed and kept.
    OfLabels labels() {
        labelsChanged = true;
        return labels;
    }

    /// Keeps what was changed since the last time.
    void keep() {
        for (String model : changedModels) {
            StateWriter out = new StateWriter();
            known(model).write(out);
            store.put(MODEL + model, out.toBytes());
        }
        changedModels.clear();
        if (labelsChanged) {
            StateWriter out = new StateWriter();
            labels.write(out);
            store.put(LABELS, out.toBytes());
            labelsChanged = false;
        }
    }

    /// The partition goes elsewhere.
    void close() {
        models.forEach(meters::remove);
        meters.remove(labels);
    }

    /// Predictions of one model.
    static final class OfModel {
        final AtomicLong predictions = new AtomicLong();
        final AtomicLong matched = new AtomicLong();
        final AtomicLong expired = new AtomicLong();
        final AtomicLong corrected = new AtomicLong();
        final AtomicLong repeated = new AtomicLong();

        long open() {
            return predictions.get() - matched.get() - expired.get();
        }

        private void write(StateWriter out) {
            out.writeCount(predictions.get());
            out.writeCount(matched.get());
            out.writeCount(expired.get());
            out.writeCount(corrected.get());
            out.writeCount(repeated.get());
        }

        private void read(StateReader in) {
            predictions.set(in.readCount());
            matched.set(in.readCount());
            expired.set(in.readCount());
            corrected.set(in.readCount());
            repeated.set(in.readCount());
        }
    }

    /// Labels of all models; of many it is never known which one they belong to.
    static final class OfLabels {
        final AtomicLong came = new AtomicLong();
        private final Map<LabelEnd, AtomicLong> ends = new EnumMap<>(LabelEnd.class);

        OfLabels() {
            for (LabelEnd end : LabelEnd.values()) {
                ends.put(end, new AtomicLong());
            }
        }

        long ended(LabelEnd end) {
            return ends.getOrDefault(end, new AtomicLong()).get();
        }

        long pending() {
            return came.get()
                    - ends.values().stream().mapToLong(AtomicLong::get).sum();
        }

        void end(LabelEnd end) {
            ends.getOrDefault(end, new AtomicLong()).incrementAndGet();
        }

        private void write(StateWriter out) {
            out.writeCount(came.get());
            ends.values().forEach(count -> out.writeCount(count.get()));
        }

        private void read(StateReader in) {
            came.set(in.readCount());
            ends.values().forEach(count -> count.set(in.readCount()));
        }
    }
}
