package io.tidemark.drift.topology;

import io.micrometer.core.instrument.MeterRegistry;
import io.tidemark.drift.counting.PaneCounts;
import io.tidemark.drift.counting.PaneKey;
import io.tidemark.drift.counting.RowCounter;
import io.tidemark.drift.reference.Reference;
import io.tidemark.drift.reference.ReferenceLookup;
import io.tidemark.drift.reference.References;
import io.tidemark.drift.reference.Subject;
import io.tidemark.drift.reference.VersionKey;
import io.tidemark.stats.state.StateReader;
import io.tidemark.stats.state.StateWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ObjLongConsumer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What one task counted and did not deliver yet: in memory for counting, in a store against loss. Belongs to one
/// thread.
final class UndeliveredCounts {
    private static final Logger LOG = LoggerFactory.getLogger(UndeliveredCounts.class);

    /// Begins keys that no model's name can begin.
    private static final String LETTERS = "~letters/";

    /// Panes that are held at the same time.
    static final int MOST_PANES = 500;

    /// Names that a tick tells apart; what comes beyond is not counted, since only wrong requests have so many.
    private static final int MOST_NAMES = 1_000;

    private final CommitStore store;
    private final References references;
    private final MeterRegistry meters;
    private final Map<VersionKey, Counting> versions = new HashMap<>();
    private final Map<PaneKey, Pane> panes = new LinkedHashMap<>();
    private final Map<String, Letters> letters = new LinkedHashMap<>();

    /// Where the row before went; null: not known, or delivered since.
    private @Nullable Pane lastPane;

    UndeliveredCounts(CommitStore store, References references, MeterRegistry meters) {
        this.store = store;
        this.references = references;
        this.meters = meters;
        List<KeyValue<String, byte[]>> entries = new ArrayList<>();
        try (KeyValueIterator<String, byte[]> stored = store.entries().all()) {
            stored.forEachRemaining(entries::add);
        }
        entries.forEach(this::restore);
        store.beforeCommit(this::write);
    }

    /// Counts rows of a version.
    RowCounter counter(VersionKey version) {
        return counting(version).counter;
    }

    /// A pane, empty at first. Rows of one pane come one after the other.
    Pane pane(VersionKey version, long startMs, RowCounter counter) {
        Pane last = lastPane;
        if (last != null
                && last.key.paneStartMs() == startMs
                && last.key.version().equals(version)) {
            return last;
        }
        Pane pane = panes.computeIfAbsent(
                new PaneKey(version, startMs), missing -> new Pane(missing, counter.newPane(), false));
        lastPane = pane;
        return pane;
    }

    /// Counts a request that became a dead letter.
    ///
    /// @param model as the request names it, any text
    void addLetter(String model) {
        if (letters.containsKey(model) || letters.size() < MOST_NAMES) {
            Letters of = letters.computeIfAbsent(model, missing -> new Letters());
            of.count++;
            of.changed = true;
        }
    }

    /// Hands the counts of dead letters over and forgets them.
    void drainLetters(ObjLongConsumer<String> delivery) {
        letters.forEach((model, of) -> {
            delivery.accept(model, of.count);
            if (of.stored) {
                store.entries().delete(LETTERS + model);
            }
        });
        letters.clear();
    }

    /// Whether so many panes wait that they should be delivered before the next tick: rows of any time may come, and
    /// each pane has histograms of its own.
    boolean isFull() {
        return panes.size() >= MOST_PANES;
    }

    /// What changed since the last commit goes to the store.
    private void write() {
        letters.forEach((model, of) -> {
            if (of.changed) {
                StateWriter out = new StateWriter();
                out.writeCount(of.count);
                store.entries().put(LETTERS + model, out.toBytes());
                of.changed = false;
                of.stored = true;
            }
        });
        for (Pane pane : panes.values()) {
            if (pane.changed) {
                store.entries().put(pane.storeKey, pane.counts.toBytes());
                pane.changed = false;
                pane.stored = true;
            }
        }
    }

    /// Hands all counts over and forgets them.
    void drain(Delivery delivery) {
        panes.forEach((key, pane) -> {
            PaneCounts counts = pane.counts;
            delivery.deliver(key, counts, counting(key.version()).subjects);
            if (pane.stored) {
                store.entries().delete(pane.storeKey);
            }
            if (counts.subjects().isEmpty() && counts.rows() > 0) {
                uncompared(key.version(), counts.rows());
            }
        });
        panes.clear();
        lastPane = null;
        // A version without reference is looked up again; one that no longer answers takes no room.
        versions.clear();
    }

    private Counting counting(VersionKey version) {
        return versions.computeIfAbsent(version, missing -> Counting.of(references.find(version)));
    }

    private void restore(KeyValue<String, byte[]> entry) {
        if (entry.key.startsWith(LETTERS)) {
            Letters of = new Letters();
            of.count = new StateReader(entry.value).readCount();
            of.stored = true;
            letters.put(entry.key.substring(LETTERS.length()), of);
        } else {
            restore(PaneKey.parse(entry.key), entry.value);
        }
    }

    private void restore(PaneKey key, byte[] bytes) {
        if (!PaneCounts.needReference(bytes)) {
            panes.put(key, new Pane(key, PaneCounts.fromBytes(bytes), true));
            return;
        }
        switch (references.find(key.version())) {
            case ReferenceLookup.Known known ->
                panes.put(key, new Pane(key, PaneCounts.fromBytes(known.reference(), bytes), true));
            case ReferenceLookup.Missing missing -> {
                LOG.error(
                        "{} rows of {} are not compared: their reference is gone: {}",
                        PaneCounts.rowsOf(bytes),
                        key.version(),
                        missing.why());
                uncompared(key.version(), PaneCounts.rowsOf(bytes));
                store.entries().delete(key.text());
            }
        }
    }

    private void uncompared(VersionKey version, long rows) {
        meters.counter("tidemark.drift.rows.uncompared", "model", version.model())
                .increment((double) rows);
    }

    /// Where counts go.
    interface Delivery {
        /// Takes the counts of a pane.
        ///
        /// @param subjects what the histograms are of, in their order
        void deliver(PaneKey key, PaneCounts counts, List<Subject> subjects);
    }

    /// A pane that is being counted.
    static final class Pane {
        private final PaneKey key;
        private final String storeKey;
        private final PaneCounts counts;
        private boolean changed;
        private boolean stored;

        /// @param stored whether the store has something of it
        private Pane(PaneKey key, PaneCounts counts, boolean stored) {
            this.key = key;
            this.storeKey = key.text();
            this.counts = counts;
            this.stored = stored;
        }

        /// The counts, to be added to.
        PaneCounts change() {
            changed = true;
            return counts;
        }
    }

    /// Dead letters of one model.
    private static final class Letters {
        private long count;
        private boolean changed;
        private boolean stored;
    }

    private record Counting(RowCounter counter, List<Subject> subjects) {
        static Counting of(ReferenceLookup lookup) {
            return new Counting(
                    new RowCounter(lookup),
                    switch (lookup) {
                        case ReferenceLookup.Known known -> subjects(known.reference());
                        case ReferenceLookup.Missing ignored -> List.of();
                    });
        }

        private static List<Subject> subjects(Reference reference) {
            return reference.subjects();
        }
    }
}
