package io.tidemark.drift.topology;

import io.tidemark.drift.counting.PaneKey;
import io.tidemark.drift.reference.Reference;
import io.tidemark.drift.reference.ReferenceLookup;
import io.tidemark.drift.reference.Subject;
import io.tidemark.drift.reference.VersionKey;
import io.tidemark.event.PaneSubject;
import io.tidemark.stats.state.StateReader;
import io.tidemark.stats.state.StateWriter;
import io.tidemark.streamkit.alert.AlertLife;
import io.tidemark.streamkit.alert.AlertRules;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/// What the judge remembers of versions, in its stores.
///
/// Keys: `model/version/sha256/pane/SUBJECT/feature` for counts, `model/version/sha256/what` for episodes. The newest
/// pane of a version is that of its counts; of one without reference, which has none, it is kept beside its episodes.
final class VersionStores {
    private static final String DRIFT = "drift";
    private static final String NO_REFERENCE = "no-reference";
    private static final String LABELS = "labels";
    private static final String NEWEST_PANE = "newest-pane";
    private static final String LABEL_TOTAL = "label-total";
    private static final AlertRules AT_ONCE = new AlertRules(1, Duration.ZERO, Duration.ZERO);

    private final KeyValueStore<String, byte[]> counts;
    private final KeyValueStore<String, byte[]> episodes;

    VersionStores(ProcessorContext<?, ?> context) {
        counts = context.getStateStore(DriftNames.COUNTS);
        episodes = context.getStateStore(DriftNames.EPISODES);
    }

    /// All versions that something is remembered of.
    Set<VersionKey> versions() {
        Set<VersionKey> versions = new LinkedHashSet<>();
        for (KeyValueStore<String, byte[]> store : List.of(counts, episodes)) {
            try (KeyValueIterator<String, byte[]> all = store.all()) {
                all.forEachRemaining(entry -> versions.add(version(entry.key)));
            }
        }
        return versions;
    }

    /// A version as it was left.
    WatchedVersion open(VersionKey key, ReferenceLookup lookup) {
        WatchedVersion watched = switch (lookup) {
            case ReferenceLookup.Known known -> watched(key, known.reference());
            case ReferenceLookup.Missing ignored -> watchedWithoutReference(key);
        };
        entries(counts, key).forEach(entry -> restore(watched, entry));
        byte[] newest = episodes.get(key.text() + "/" + NEWEST_PANE);
        if (newest != null) {
            watched.sawRows(new StateReader(newest).readLong());
        }
        byte[] total = episodes.get(key.text() + "/" + LABEL_TOTAL);
        watched.labelTotal = total == null ? 0 : new StateReader(total).readCount();
        return watched;
    }

    private WatchedVersion watched(VersionKey key, Reference reference) {
        Duration shortest = reference.drift().shortestWindow();
        AlertRules rules = new AlertRules(reference.drift().confirmations(), shortest, shortest);
        return new WatchedVersion(
                key, reference, life(key, DRIFT, rules), life(key, NO_REFERENCE, AT_ONCE), labels(key));
    }

    private WatchedVersion watchedWithoutReference(VersionKey key) {
        return new WatchedVersion(key, null, life(key, DRIFT, AT_ONCE), life(key, NO_REFERENCE, AT_ONCE), labels(key));
    }

    private AlertLife life(VersionKey key, String what, AlertRules rules) {
        byte[] stored = episodes.get(key.text() + "/" + what);
        String subject = what + "/" + key.model() + "/" + key.version();
        return stored == null ? new AlertLife(subject, rules) : AlertLife.fromBytes(subject, rules, stored);
    }

    private EpisodeLabels labels(VersionKey key) {
        byte[] stored = episodes.get(key.text() + "/" + LABELS);
        return stored == null ? EpisodeLabels.NONE : EpisodeLabels.fromBytes(stored);
    }

    private static void restore(WatchedVersion watched, KeyValue<String, byte[]> entry) {
        String[] parts = entry.key.split("/", 6);
        long paneStartMs = Long.parseLong(parts[3]);
        PaneSubject subject = PaneSubject.valueOf(parts[4]);
        if (subject == PaneSubject.LABEL) {
            watched.labels.put(paneStartMs, new StateReader(entry.value).readCount());
            return;
        }
        watched.sawRows(paneStartMs);
        if (watched.windows != null) {
            watched.windows.add(Subject.of(subject, parts[5]), paneStartMs, entry.value);
            watched.changed = true;
        }
    }

    /// Keeps all counts of a subject in a pane.
    void putCounts(VersionKey key, long paneStartMs, Subject subject, byte[] histogram) {
        counts.put(countsKey(key, paneStartMs, subject.paneSubject(), subject.feature()), histogram);
    }

    /// Keeps the number of labelled rows of a pane.
    void putLabels(VersionKey key, long paneStartMs, long labels) {
        StateWriter out = new StateWriter();
        out.writeCount(labels);
        counts.put(countsKey(key, paneStartMs, PaneSubject.LABEL, ""), out.toBytes());
    }

    /// Forgets the number of labelled rows of a pane.
    void forgetLabels(VersionKey key, long paneStartMs) {
        counts.delete(countsKey(key, paneStartMs, PaneSubject.LABEL, ""));
    }

    /// Forgets a pane, its labels included.
    void forgetPane(VersionKey key, long paneStartMs) {
        deleteAll(counts, new PaneKey(key, paneStartMs).text() + "/");
    }

    /// Keeps alerts and labels of a version, and when it last answered.
    void putEpisodes(WatchedVersion version) {
        String key = version.key.text();
        episodes.put(key + "/" + DRIFT, version.driftLife.toBytes());
        episodes.put(key + "/" + NO_REFERENCE, version.referenceLife.toBytes());
        episodes.put(key + "/" + LABELS, version.episodeLabels.toBytes());
        if (version.reference == null && version.wasSeen()) {
            StateWriter out = new StateWriter();
            out.writeLong(version.newestPaneMs);
            episodes.put(key + "/" + NEWEST_PANE, out.toBytes());
        }
    }

    /// Keeps how many labelled rows a version has had.
    void putLabelTotal(WatchedVersion version) {
        StateWriter out = new StateWriter();
        out.writeCount(version.labelTotal);
        episodes.put(version.key.text() + "/" + LABEL_TOTAL, out.toBytes());
    }

    /// Forgets a version altogether.
    void forget(VersionKey key) {
        deleteAll(counts, key.text() + "/");
        deleteAll(episodes, key.text() + "/");
    }

    private static String countsKey(VersionKey key, long paneStartMs, PaneSubject subject, String feature) {
        return new PaneKey(key, paneStartMs).text() + "/" + subject + "/" + feature;
    }

    private static VersionKey version(String key) {
        String[] parts = key.split("/", 4);
        return VersionKey.parse(parts[0] + "/" + parts[1] + "/" + parts[2]);
    }

    private static List<KeyValue<String, byte[]>> entries(KeyValueStore<String, byte[]> store, VersionKey key) {
        return entries(store, key.text() + "/");
    }

    private static List<KeyValue<String, byte[]>> entries(KeyValueStore<String, byte[]> store, String prefix) {
        List<KeyValue<String, byte[]>> entries = new ArrayList<>();
        try (KeyValueIterator<String, byte[]> found = store.prefixScan(prefix, new StringSerializer())) {
            found.forEachRemaining(entries::add);
        }
        return entries;
    }

    private static void deleteAll(KeyValueStore<String, byte[]> store, String prefix) {
        entries(store, prefix).forEach(entry -> store.delete(entry.key));
    }
}
