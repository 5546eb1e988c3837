package io.tidemark.drift.topology;

import io.tidemark.drift.judgement.DriftAlerts;
import io.tidemark.drift.judgement.DriftRecords;
import io.tidemark.drift.judgement.Findings;
import io.tidemark.drift.judgement.Window;
import io.tidemark.drift.policy.Occasion;
import io.tidemark.drift.policy.RetrainPolicy;
import io.tidemark.drift.reference.ReferenceLookup;
import io.tidemark.drift.reference.Subject;
import io.tidemark.drift.reference.VersionKey;
import io.tidemark.event.AlertStatus;
import io.tidemark.event.DeadLetter;
import io.tidemark.event.DriftPane;
import io.tidemark.event.PaneSubject;
import io.tidemark.event.RetrainRequest;
import io.tidemark.event.Severity;
import io.tidemark.stats.state.CorruptStateException;
import io.tidemark.streamkit.alert.AlertStep;
import io.tidemark.streamkit.alert.Episode;
import io.tidemark.streamkit.alert.Reading;
import io.tidemark.streamkit.deadletter.Inbound;
import io.tidemark.streamkit.deadletter.Reason;
import io.tidemark.topic.Topics;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/// Merges the deltas of all tasks into windows, and judges these on a tick, once per pane.
///
/// Counts, alerts and requests are in state stores, in the same transaction as what was written because of them: an
/// episode has one OPEN and a trigger one request, whatever dies on the way.
final class JudgeProcessor implements Processor<byte @Nullable [], byte @Nullable [], Object, SpecificRecord> {
    private final DriftTopology topology;
    private final Door<DriftPane> panes;
    private final Map<VersionKey, WatchedVersion> versions = new LinkedHashMap<>();

    private ProcessorContext<Object, SpecificRecord> context;
    private VersionStores stores;
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
        processorContext.schedule(topology.config().tick(), PunctuationType.WALL_CLOCK_TIME, this::judge);
    }

    @Override
    public void process(Record<byte @Nullable [], byte @Nullable []> record) {
        Inbound source = Inbound.of(record, context.recordMetadata().orElseThrow());
        sourceKey = source.key();
        DriftPane delta = panes.enter(source);
        if (delta == null) {
            return;
        }
        try {
            VersionKey key = new VersionKey(delta.getModel(), delta.getVersion(), delta.getBundleSha256());
            merge(versions.containsKey(key) ? versions.get(key) : open(key), delta);
        } catch (CorruptStateException e) {
            panes.reject(source, Reason.MALFORMED, String.valueOf(e.getMessage()));
        } catch (IllegalArgumentException e) {
            panes.reject(source, Reason.INVALID_FIELD, String.valueOf(e.getMessage()));
        }
    }

    private WatchedVersion open(VersionKey key) {
        WatchedVersion version = stores.open(key, topology.references().find(key));
        versions.put(key, version);
        return version;
    }

    private void merge(WatchedVersion version, DriftPane delta) {
        long paneMs = delta.getPaneStart().toEpochMilli();
        if (delta.getSubject() == PaneSubject.LABEL) {
            addLabels(version, paneMs, delta.getCount());
            return;
        }
        if (version.windows == null || !delta.getCounts().hasRemaining()) {
            version.uncomparedRows += delta.getSubject() == PaneSubject.PREDICTION ? delta.getCount() : 0;
        } else {
            Subject subject = Subject.of(delta.getSubject(), delta.getFeature());
            Optional<byte[]> pane = version.windows.add(subject, paneMs, bytes(delta.getCounts()));
            if (pane.isEmpty()) {
                topology.meters()
                        .counter("tidemark.drift.panes.late", "model", delta.getModel())
                        .increment();
                return;
            }
            stores.putCounts(version.key, paneMs, subject, pane.get());
        }
        version.newestPaneMs = Math.max(version.newestPaneMs, paneMs);
        version.changed = true;
        version.busy = true;
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }

    private void addLabels(WatchedVersion version, long paneMs, long count) {
        if (paneMs >= version.judgedEndMs - version.longestWindow().toMillis()) {
            stores.putLabels(version.key, paneMs, version.labels.merge(paneMs, count, Long::sum));
        }
        version.driftLife.episode().ifPresent(episode -> {
            if (paneMs + version.pane().toMillis() > episode.breachedSince().toEpochMilli()) {
                version.episodeLabels = version.episodeLabels.plus(count);
                stores.putEpisodes(version);
            }
        });
    }

    private void judge(long nowMs) {
        List<WatchedVersion> watched = new ArrayList<>(versions.values());
        watched.sort(Comparator.comparingInt((WatchedVersion version) -> version.key.version())
                .reversed());
        for (WatchedVersion version : watched) {
            WatchedVersion present = withReference(version);
            long endMs = Math.max(present.endMs(nowMs), present.judgedEndMs);
            boolean settled = present.changed && !present.busy;
            present.busy = false;
            if (endMs > present.judgedEndMs || settled) {
                judge(present, endMs);
            }
            newestOther(present, nowMs).ifPresentOrElse(other -> retire(present, other, nowMs), () -> ask(present));
        }
    }

    /// Looks again for a reference that was not there.
    private WatchedVersion withReference(WatchedVersion version) {
        if (version.reference != null || topology.references().find(version.key) instanceof ReferenceLookup.Missing) {
            return version;
        }
        WatchedVersion found = open(version.key);
        found.newestPaneMs = Math.max(found.newestPaneMs, version.newestPaneMs);
        found.uncomparedRows = version.uncomparedRows;
        return found;
    }

    private void judge(WatchedVersion version, long endMs) {
        if (endMs == WatchedVersion.NEVER_MS) {
            return;
        }
        version.judgedEndMs = Math.max(version.judgedEndMs, endMs);
        version.changed = false;
        Instant time = Instant.ofEpochMilli(endMs);
        judgeReference(version, time);
        forget(version, endMs);
        if (version.windows != null) {
            Findings findings = version.windows.judge(endMs);
            DriftRecords.of(version.key, findings).forEach(drift -> write(version.key, drift, DriftNames.DRIFT));
            version.driftLife.judge(time, findings.reading()).ifPresent(step -> take(version, step, findings));
        }
        stores.putEpisodes(version);
    }

    /// Moves the windows on, and forgets what none of them holds any more.
    private void forget(WatchedVersion version, long endMs) {
        Set<Long> passed = new LinkedHashSet<>(version.labels
                .headMap(endMs - version.longestWindow().toMillis())
                .keySet());
        version.labels.keySet().removeAll(passed);
        if (version.windows != null) {
            passed.addAll(version.windows.advance(endMs));
        }
        passed.forEach(pane -> stores.forgetPane(version.key, pane));
    }

    /// Says when rows cannot be compared, and when they can be again.
    private void judgeReference(WatchedVersion version, Instant time) {
        long rows = version.uncomparedRows;
        version.uncomparedRows = 0;
        if (rows > 0) {
            Window pane = new Window("pane", time.minus(version.pane()).toEpochMilli(), time.toEpochMilli());
            write(version.key, DriftRecords.withoutReference(version.key, pane, rows), DriftNames.DRIFT);
        }
        Reading reading = rows > 0 ? new Reading.Breached(Severity.MEDIUM) : new Reading.Calm();
        String why = topology.references().find(version.key) instanceof ReferenceLookup.Missing missing
                ? missing.why()
                : "it was not there in time.";
        version.referenceLife
                .judge(time, reading)
                .ifPresent(step -> write(
                        version.key,
                        DriftAlerts.noReference(
                                step, version.key, why, topology.clock().instant()),
                        DriftNames.ALERTS));
    }

    private void take(WatchedVersion version, AlertStep step, Findings findings) {
        write(
                version.key,
                DriftAlerts.drift(step, version.key, findings, topology.clock().instant()),
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

    /// The version of the model that answers instead of this one, when there is one: it has newer rows.
    private Optional<WatchedVersion> newestOther(WatchedVersion version, long nowMs) {
        return versions.values().stream()
                .filter(other -> other != version && other.key.model().equals(version.key.model()))
                .filter(other -> other.endMs(nowMs) > version.endMs(nowMs))
                .max(Comparator.comparingLong(other -> other.endMs(nowMs)));
    }

    /// Ends the alerts of a version that has not answered for the length of its shortest window while another did, and
    /// forgets it after its longest.
    private void retire(WatchedVersion version, WatchedVersion other, long nowMs) {
        long idleMs = other.endMs(nowMs) - version.endMs(nowMs);
        if (idleMs < version.shortestWindow().toMillis()) {
            return;
        }
        Instant time = Instant.ofEpochMilli(other.endMs(nowMs));
        Instant now = topology.clock().instant();
        version.driftLife.end(time).ifPresent(step -> {
            write(
                    version.key,
                    DriftAlerts.noLongerAnswers(step, version.key, other.key.version(), now),
                    DriftNames.ALERTS);
            stores.putEpisodes(version);
        });
        version.referenceLife.end(time).ifPresent(step -> {
            write(version.key, DriftAlerts.noReference(step, version.key, "", now), DriftNames.ALERTS);
            stores.putEpisodes(version);
        });
        if (idleMs > 2 * version.longestWindow().toMillis()) {
            stores.forget(version.key);
            versions.remove(version.key);
        }
    }

    /// Asks for a training run when the policy says so: on outcomes since the drift began, so that the new version's
    /// reference is the new world and not a mixture with the old one.
    private void ask(WatchedVersion version) {
        if (version.reference == null || version.driftLife.episode().isEmpty()) {
            return;
        }
        String model = version.key.model();
        Occasion occasion = new Occasion(
                version.driftLife.episode().get(),
                version.episodeLabels.labels(),
                version.episodeLabels.requests(),
                stores.lastRequest(model),
                Instant.ofEpochMilli(version.judgedEndMs));
        if (!new RetrainPolicy(version.reference.retrain()).asks(occasion)) {
            return;
        }
        write(version.key, request(version, occasion), DriftNames.RETRAIN_REQUESTS);
        stores.putLastRequest(model, occasion.now());
        version.episodeLabels = version.episodeLabels.requested();
        stores.putEpisodes(version);
    }

    private RetrainRequest request(WatchedVersion version, Occasion occasion) {
        List<String> reasons = new ArrayList<>();
        if (version.windows != null) {
            reasons.add("drift: " + DriftAlerts.summary(version.windows.judge(version.judgedEndMs)));
        }
        reasons.add(occasion.labels() + " labelled outcomes since "
                + (occasion.requests() == 0
                        ? occasion.episode().breachedSince()
                        : "request " + occasion.requests() + " of alert "
                                + version.driftLife.alertId().orElse("")));
        return RetrainRequest.newBuilder()
                .setTriggerId(RetrainPolicy.triggerId(version.key, occasion))
                .setModel(version.key.model())
                .setRequestedAt(topology.clock().instant())
                .setRequestedBy("policy")
                .setReasons(reasons)
                .setReplayFrom(occasion.episode().breachedSince())
                .build();
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
