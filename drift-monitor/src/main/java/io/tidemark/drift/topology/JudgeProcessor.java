package io.tidemark.drift.topology;

import io.tidemark.drift.counting.TrafficCounts;
import io.tidemark.drift.judgement.AlertRound;
import io.tidemark.drift.judgement.DriftAlerts;
import io.tidemark.drift.judgement.DriftRecords;
import io.tidemark.drift.judgement.ErrorWatch;
import io.tidemark.drift.judgement.Findings;
import io.tidemark.drift.judgement.QualityAlerts;
import io.tidemark.drift.judgement.QualityCheck;
import io.tidemark.drift.judgement.Round;
import io.tidemark.drift.judgement.VersionWindows;
import io.tidemark.drift.judgement.Window;
import io.tidemark.drift.reference.ReferenceLookup;
import io.tidemark.drift.reference.Subject;
import io.tidemark.drift.reference.VersionKey;
import io.tidemark.event.Alert;
import io.tidemark.event.AlertStatus;
import io.tidemark.event.DeadLetter;
import io.tidemark.event.DriftPane;
import io.tidemark.event.PaneSubject;
import io.tidemark.event.Severity;
import io.tidemark.stats.state.CorruptStateException;
import io.tidemark.streamkit.alert.AlertStep;
import io.tidemark.streamkit.alert.Episode;
import io.tidemark.streamkit.alert.Reading;
import io.tidemark.streamkit.deadletter.Inbound;
import io.tidemark.streamkit.deadletter.Reason;
import io.tidemark.topic.Topics;
import io.tidemark.wire.ByteBuffers;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/// Merges the deltas of all tasks into windows, and judges these on a tick, once per pane.
///
/// Counts and alerts are in state stores, in the same transaction as what was written because of them: an episode has
/// one OPEN, whatever dies on the way. What the retrain policy has to know goes to it as readings.
final class JudgeProcessor implements Processor<byte @Nullable [], byte @Nullable [], Object, SpecificRecord> {
    private final DriftTopology topology;
    private final Door<DriftPane> panes;
    private final Map<VersionKey, WatchedVersion> versions = new LinkedHashMap<>();

    private ProcessorContext<Object, SpecificRecord> context;
    private VersionStores stores;
    private Retirement retirement;
    private TrafficJudge traffic;
    private PolicyReadings policyReadings;
    private byte @Nullable [] sourceKey;

    @SuppressWarnings("NullAway.Init") // Kafka Streams calls init before anything else
    JudgeProcessor(DriftTopology topology) {
        this.topology = topology;
        panes = new Door<>(topology, Topics.DRIFT_PANES, this::reject);
    }

    @Override
    public void init(ProcessorContext<Object, SpecificRecord> processorContext) {
        context = processorContext;
        stores = new VersionStores(processorContext);
        versions.clear();
        stores.versions().forEach(this::open);
        retirement = new Retirement(stores, topology.clock(), this::write);
        traffic = new TrafficJudge(processorContext.getStateStore(DriftNames.TRAFFIC), topology.clock(), this::write);
        policyReadings = new PolicyReadings(topology.clock(), this::write);
        processorContext.schedule(topology.config().tick(), PunctuationType.WALL_CLOCK_TIME, this::tick);
    }

    @Override
    public void process(Record<byte @Nullable [], byte @Nullable []> record) {
        Inbound source = Inbound.of(record, context.recordMetadata().orElseThrow());
        sourceKey = source.key();
        DriftPane delta = panes.enter(source);
        if (delta == null) {
            return;
        }
        if (delta.getSubject() == PaneSubject.LETTERS) {
            addLetters(delta, record.timestamp());
            return;
        }
        try {
            VersionKey key = new VersionKey(delta.getModel(), delta.getVersion(), delta.getBundleSha256());
            merge(versions.containsKey(key) ? versions.get(key) : open(key), delta);
            if (delta.getSubject() == PaneSubject.PREDICTION) {
                traffic.add(key.model(), record.timestamp(), new TrafficCounts(delta.getCount(), 0), versions.values());
            }
        } catch (CorruptStateException e) {
            panes.reject(source, Reason.MALFORMED, String.valueOf(e.getMessage()));
        } catch (IllegalArgumentException e) {
            panes.reject(source, Reason.INVALID_FIELD, String.valueOf(e.getMessage()));
        }
    }

    /// Of a model that never answered nothing is known: a request may name any.
    private void addLetters(DriftPane delta, long atMs) {
        if (versions.keySet().stream().anyMatch(key -> key.model().equals(delta.getModel()))) {
            traffic.add(delta.getModel(), atMs, new TrafficCounts(0, delta.getCount()), versions.values());
        } else {
            topology.meters().counter("tidemark.drift.letters.unknown").increment((double) delta.getCount());
        }
    }

    private WatchedVersion open(VersionKey key) {
        WatchedVersion version = stores.open(key, topology.references().find(key));
        versions.put(key, version);
        return version;
    }

    private void merge(WatchedVersion version, DriftPane delta) {
        long paneStartMs = delta.getPaneStart().toEpochMilli();
        boolean isOfLabels = delta.getSubject() == PaneSubject.LABEL;
        if (isOfLabels) {
            addLabels(version, paneStartMs, delta);
        }
        boolean isEmpty =
                !delta.getCounts().hasRemaining() && !delta.getDetails().hasRemaining();
        if (version.windows == null || isEmpty) {
            version.uncomparedRows += delta.getSubject() == PaneSubject.PREDICTION ? delta.getCount() : 0;
        } else if (!addCounts(version, version.windows, paneStartMs, delta)) {
            return;
        }
        if (!isOfLabels) {
            if (version.sawRows(paneStartMs)) {
                stores.putNewestPane(version);
            }
            version.changed = true;
            version.busy = true;
        }
    }

    /// @return false when every window has passed the pane
    private boolean addCounts(WatchedVersion version, VersionWindows windows, long paneStartMs, DriftPane delta) {
        Subject subject = Subject.of(delta.getSubject(), delta.getFeature());
        List<VersionWindows.Kept> blocks = windows.add(
                subject, paneStartMs, ByteBuffers.copy(delta.getCounts()), ByteBuffers.copy(delta.getDetails()));
        blocks.forEach(block -> stores.putCounts(version.key, subject, block));
        windows.scan(subject).ifPresent(scan -> stores.putScan(version.key, subject, scan));
        if (blocks.isEmpty() && !(subject instanceof Subject.Labels)) {
            topology.meters()
                    .counter("tidemark.drift.panes.late", "model", delta.getModel())
                    .increment();
        }
        return !blocks.isEmpty();
    }

    private void addLabels(WatchedVersion version, long paneStartMs, DriftPane delta) {
        long count = delta.getCount();
        version.labelTotal += count;
        stores.putLabelTotal(version);
        if (version.reference != null) {
            version.errors.add(count, delta.getLosses(), version.newestPaneMs, ErrorWatch.Terms.of(version.reference));
            stores.putErrors(version);
        }
        if (paneStartMs >= version.labelsFromMs(version.judgedEndMs)) {
            stores.putLabels(version.key, paneStartMs, version.labels.merge(paneStartMs, count, Long::sum));
        }
        version.driftLife.episode().ifPresent(episode -> {
            if (paneStartMs + version.pane().toMillis()
                    > episode.breachedSince().toEpochMilli()) {
                version.episodeLabels = version.episodeLabels.plus(count);
                stores.putEpisodes(version);
            }
        });
    }

    private void tick(long nowMs) {
        List<WatchedVersion> watched = new ArrayList<>(versions.values());
        watched.sort(Comparator.comparingInt((WatchedVersion version) -> version.key.version())
                .reversed());
        for (WatchedVersion version : watched) {
            WatchedVersion present = withReference(version);
            judgeWhenDue(present, nowMs);
            traffic.silentSince(present.key.model(), present.silence(), present.shortestWindow(), nowMs)
                    .ifPresent(last -> retirement.endInSilence(present, last, nowMs));
            Optional<WatchedVersion> successor = Retirement.successor(present, versions.values(), nowMs);
            if (successor.isEmpty()) {
                policyReadings.consider(present);
            } else if (retirement.retire(present, successor.get(), nowMs)) {
                versions.remove(present.key);
            }
        }
        traffic.judge(versions.values(), nowMs);
    }

    private void judgeWhenDue(WatchedVersion version, long nowMs) {
        long endMs = Math.max(version.endMs(nowMs), version.judgedEndMs);
        boolean settled = version.changed && !version.busy;
        version.busy = false;
        if (endMs > version.judgedEndMs || settled) {
            judgeWindows(version, endMs);
        }
    }

    /// Looks again for a reference that was not there.
    private WatchedVersion withReference(WatchedVersion version) {
        if (version.reference != null || topology.references().find(version.key) instanceof ReferenceLookup.Missing) {
            return version;
        }
        WatchedVersion found = open(version.key);
        found.sawRows(version.newestPaneMs);
        found.uncomparedRows = version.uncomparedRows;
        return found;
    }

    private void judgeWindows(WatchedVersion version, long endMs) {
        if (endMs == WatchedVersion.NEVER_MS) {
            return;
        }
        version.judgedEndMs = Math.max(version.judgedEndMs, endMs);
        version.changed = false;
        Instant time = Instant.ofEpochMilli(endMs);
        judgeReference(version, time);
        forget(version, endMs);
        if (version.windows != null) {
            Window longest =
                    new Window("longest", endMs - version.longestWindow().toMillis(), endMs);
            Round round = version.windows.round(endMs).with(version.errors.findings(longest));
            DriftRecords.of(version.key, round).forEach(drift -> write(version.key, drift, DriftNames.DRIFT));
            AlertRound.Steps steps = new AlertRound(version.driftLife, version.qualityLives, version.causes)
                    .take(time, round, version.errors.reading(longest));
            steps.drift().ifPresent(step -> raise(version, step, round.distributions(), steps.related()));
            steps.checks().forEach(step -> raise(version, step, round));
        }
        stores.putEpisodes(version);
    }

    /// Moves the windows on, and forgets what none of them holds any more. Without reference nobody knows what they
    /// hold: counts stay until it is back.
    private void forget(WatchedVersion version, long endMs) {
        NavigableMap<Long, Long> passedLabels = version.labels.headMap(version.labelsFromMs(endMs), false);
        passedLabels.keySet().forEach(pane -> stores.forgetLabels(version.key, pane));
        passedLabels.clear();
        if (version.windows == null) {
            return;
        }
        VersionWindows windows = version.windows;
        windows.advance(endMs).forEach(block -> stores.forget(version.key, block));
        windows.scanned()
                .forEach(
                        subject -> windows.scan(subject).ifPresent(scan -> stores.putScan(version.key, subject, scan)));
    }

    /// Says when rows cannot be compared, and when they can be again.
    private void judgeReference(WatchedVersion version, Instant time) {
        long rows = version.uncomparedRows;
        version.uncomparedRows = 0;
        if (rows > 0) {
            Window pane = new Window("pane", time.minus(version.pane()).toEpochMilli(), time.toEpochMilli());
            write(version.key, DriftRecords.withoutReference(version.key, pane, rows), DriftNames.DRIFT);
        }
        Reading reading = rows > 0 ? new Reading.Breached(Severity.MEDIUM) : noneUncompared(version);
        String why = topology.references().find(version.key) instanceof ReferenceLookup.Missing missing
                ? missing.why()
                : "it was not there in time.";
        version.referenceLife
                .take(time, reading)
                .ifPresent(step -> write(
                        version.key,
                        DriftAlerts.noReference(
                                step, version.key, why, topology.clock().instant()),
                        DriftNames.ALERTS));
    }

    /// Without a reference, no rows say nothing: after a restart, those that came before it are forgotten.
    private static Reading noneUncompared(WatchedVersion version) {
        return version.windows == null ? new Reading.Unknown() : new Reading.Calm();
    }

    private void raise(WatchedVersion version, AlertRound.CheckStep step, Round round) {
        stores.putCause(version, step.check());
        Alert alert = QualityAlerts.of(
                step.step(),
                version.key,
                step.check(),
                round.breached(step.check()),
                topology.clock().instant());
        write(version.key, Alert.newBuilder(alert).setCause(step.cause()).build(), DriftNames.ALERTS);
    }

    private void raise(WatchedVersion version, AlertStep step, Findings findings, List<QualityCheck> related) {
        write(
                version.key,
                DriftAlerts.drift(
                        step,
                        version.key,
                        findings,
                        version.reference == null
                                ? List.of()
                                : version.reference.soundness().segments(),
                        related,
                        topology.clock().instant()),
                DriftNames.ALERTS);
        if (step.status() == AlertStatus.OPEN) {
            long sinceMs = version.driftLife
                    .episode()
                    .map(Episode::breachedSince)
                    .orElse(step.openedAt())
                    .toEpochMilli();
            long labels = version.labels.tailMap(sinceMs - version.pane().toMillis(), false).values().stream()
                    .mapToLong(Long::longValue)
                    .sum();
            version.episodeLabels = new EpisodeLabels(labels, 0);
        }
    }

    private void write(VersionKey version, SpecificRecord value, String sink) {
        context.forward(new Record<>(version.model(), value, context.currentSystemTimeMs()), sink);
    }

    private void reject(DeadLetter letter) {
        context.forward(
                new Record<>(sourceKey, letter, context.currentSystemTimeMs(), new RecordHeaders()),
                DriftNames.JUDGE_DEAD_LETTERS);
    }
}
