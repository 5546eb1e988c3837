package io.tidemark.drift.topology;

import io.tidemark.drift.counting.PaneKey;
import io.tidemark.drift.judgement.AlertRound;
import io.tidemark.drift.judgement.DriftAlerts;
import io.tidemark.drift.judgement.ErrorWatch;
import io.tidemark.drift.judgement.QualityCheck;
import io.tidemark.drift.judgement.VersionWindows;
import io.tidemark.drift.reference.Reference;
import io.tidemark.drift.reference.ReferenceLookup;
import io.tidemark.drift.reference.Subject;
import io.tidemark.drift.reference.VersionKey;
import io.tidemark.drift.window.RollingCounts.BlockId;
import io.tidemark.event.PaneSubject;
import io.tidemark.stats.state.CorruptStateException;
import io.tidemark.stats.state.StateReader;
import io.tidemark.stats.state.StateWriter;
import io.tidemark.streamkit.alert.AlertLife;
import io.tidemark.streamkit.alert.AlertRules;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What the judge remembers of versions, in its stores.
///
/// Keys: `model/version/sha256/start/step/SUBJECT/feature` for the counts of a block, with step 0 for the labels of a
/// pane and step -1 for scans; `model/version/sha256/what` for episodes and for the newest pane.
final class VersionStores {
    private static final String DRIFT = "drift";
    private static final String NO_REFERENCE = "no-reference";
    private static final String LABELS = "labels";
    private static final String CHECK = "check-";
    private static final String CAUSE = "cause-";
    private static final String ERRORS = "errors";
    private static final String NEWEST_PANE = "newest-pane";
    private static final Logger LOG = LoggerFactory.getLogger(VersionStores.class);
    private static final long LABELLED_STEP = 0;
    private static final long SCAN_STEP = -1;
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
        for (QualityCheck check : watched.qualityLives.keySet()) {
            byte[] cause = episodes.get(key.text() + "/" + CAUSE + check.kind());
            if (cause != null) {
                watched.causes.put(check, new String(cause, StandardCharsets.UTF_8));
            }
        }
        return watched;
    }

    private WatchedVersion watched(VersionKey key, Reference reference) {
        AlertRules rules = DriftAlerts.rules(reference.drift());
        Map<QualityCheck, AlertLife> checks = new EnumMap<>(QualityCheck.class);
        for (QualityCheck check : QualityCheck.values()) {
            boolean isWanted = check.isWanted(reference.soundness().quality());
            if (!check.isOfModel() && (isWanted || isRemembered(key, check))) {
                checks.put(check, life(key, CHECK + check.kind(), AlertRound.rules(check, reference.drift())));
            }
        }
        return new WatchedVersion(
                key,
                reference,
                life(key, DRIFT, rules),
                life(key, NO_REFERENCE, AT_ONCE),
                checks,
                errors(key),
                labels(key));
    }

    private ErrorWatch errors(VersionKey key) {
        byte[] stored = episodes.get(key.text() + "/" + ERRORS);
        return stored == null ? new ErrorWatch() : ErrorWatch.fromBytes(stored);
    }

    private boolean isRemembered(VersionKey key, QualityCheck check) {
        return episodes.get(key.text() + "/" + CHECK + check.kind()) != null;
    }

    /// Its checks are not made; what is open is still to be resolved one day.
    private WatchedVersion watchedWithoutReference(VersionKey key) {
        Map<QualityCheck, AlertLife> checks = new EnumMap<>(QualityCheck.class);
        for (QualityCheck check : QualityCheck.values()) {
            if (isRemembered(key, check)) {
                checks.put(check, life(key, CHECK + check.kind(), AT_ONCE));
            }
        }
        return new WatchedVersion(
                key,
                null,
                life(key, DRIFT, AT_ONCE),
                life(key, NO_REFERENCE, AT_ONCE),
                checks,
                errors(key),
                labels(key));
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
        String[] parts = entry.key.split("/", 7);
        long startMs = Long.parseLong(parts[3]);
        long stepMs = Long.parseLong(parts[4]);
        if (stepMs == LABELLED_STEP) {
            watched.labels.put(startMs, new StateReader(entry.value).readCount());
            return;
        }
        if (watched.windows != null) {
            Subject subject = Subject.of(PaneSubject.valueOf(parts[5]), parts[6]);
            if (stepMs == SCAN_STEP) {
                restoreScan(watched, watched.windows, subject, entry.value);
                return;
            }
            watched.changed |= watched.windows.restore(subject, new BlockId(stepMs, startMs), entry.value);
        }
    }

    /// A scan of another build, which asked for other alternatives, begins anew: the windows are whole.
    private static void restoreScan(WatchedVersion watched, VersionWindows windows, Subject subject, byte[] bytes) {
        try {
            windows.restoreScan(subject, bytes);
        } catch (CorruptStateException e) {
            LOG.warn("The scan of {} of {} begins anew: {}", subject, watched.key, e.getMessage());
        }
    }

    /// Keeps what the scan of a subject remembers.
    void putScan(VersionKey key, Subject subject, byte[] scan) {
        counts.put(countsKey(key, new BlockId(SCAN_STEP, 0), subject.paneSubject(), subject.feature()), scan);
    }

    /// Keeps all counts of a subject in a block.
    void putCounts(VersionKey key, Subject subject, VersionWindows.Kept kept) {
        counts.put(countsKey(key, kept.block(), subject.paneSubject(), subject.feature()), kept.counts());
    }

    /// Keeps the number of labelled rows of a pane.
    void putLabels(VersionKey key, long paneStartMs, long labels) {
        StateWriter out = new StateWriter();
        out.writeCount(labels);
        counts.put(labelledKey(key, paneStartMs), out.toBytes());
    }

    /// Forgets the number of labelled rows of a pane.
    void forgetLabels(VersionKey key, long paneStartMs) {
        counts.delete(labelledKey(key, paneStartMs));
    }

    /// Forgets a block.
    void forget(VersionKey key, BlockId block) {
        deleteAll(counts, blockKey(key, block));
    }

    /// Keeps alerts and labels of a version, and when it last answered.
    void putEpisodes(WatchedVersion version) {
        String key = version.key.text();
        episodes.put(key + "/" + DRIFT, version.driftLife.toBytes());
        episodes.put(key + "/" + NO_REFERENCE, version.referenceLife.toBytes());
        episodes.put(key + "/" + LABELS, version.episodeLabels.toBytes());
        version.qualityLives.forEach((check, life) -> episodes.put(key + "/" + CHECK + check.kind(), life.toBytes()));
        putErrors(version);
        if (version.wasSeen()) {
            putNewestPane(version);
        }
    }

    /// Keeps which alert that of a check belongs to.
    void putCause(WatchedVersion version, QualityCheck check) {
        String key = version.key.text() + "/" + CAUSE + check.kind();
        String cause = version.causes.get(check);
        if (cause != null) {
            episodes.put(key, cause.getBytes(StandardCharsets.UTF_8));
        } else if (episodes.get(key) != null) {
            episodes.delete(key);
        }
    }

    /// Keeps when a version last answered.
    void putNewestPane(WatchedVersion version) {
        StateWriter out = new StateWriter();
        out.writeLong(version.newestPaneMs);
        episodes.put(version.key.text() + "/" + NEWEST_PANE, out.toBytes());
    }

    /// Keeps what is known of a version's losses.
    void putErrors(WatchedVersion version) {
        episodes.put(version.key.text() + "/" + ERRORS, version.errors.toBytes());
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

    private static String countsKey(VersionKey key, BlockId block, PaneSubject subject, String feature) {
        return blockKey(key, block) + subject + "/" + feature;
    }

    private static String labelledKey(VersionKey key, long paneStartMs) {
        return blockKey(key, new BlockId(LABELLED_STEP, paneStartMs)) + PaneSubject.LABEL;
    }

    private static String blockKey(VersionKey key, BlockId block) {
        return new PaneKey(key, block.startMs()).text() + "/" + block.stepMs() + "/";
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
