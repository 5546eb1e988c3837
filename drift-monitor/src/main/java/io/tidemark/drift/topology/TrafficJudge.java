package io.tidemark.drift.topology;

import io.tidemark.drift.counting.TrafficCounts;
import io.tidemark.drift.judgement.DriftAlerts;
import io.tidemark.drift.judgement.LetterWatch;
import io.tidemark.drift.judgement.QualityCheck;
import io.tidemark.drift.judgement.SilenceWatch;
import io.tidemark.drift.judgement.TrafficAlerts;
import io.tidemark.drift.reference.Reference;
import io.tidemark.model.manifest.QualitySpec;
import io.tidemark.streamkit.alert.AlertLife;
import io.tidemark.streamkit.alert.AlertRules;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Watches the requests of each model, whichever of its versions answers: how many become dead letters, and whether any
/// come. All on the wall clock, by when counts were delivered.
///
/// Keys of the store: `model/what`.
final class TrafficJudge {
    private static final Logger LOG = LoggerFactory.getLogger(TrafficJudge.class);
    private static final String LETTERS = "letters";
    private static final String SILENCE = "silence";

    /// Clocks of several machines differ less than that.
    private static final Duration SET_BACK = Duration.ofMinutes(1);

    private static final AlertRules UNKNOWN = new AlertRules(1, Duration.ZERO, Duration.ZERO);

    private final KeyValueStore<String, byte[]> store;
    private final Clock clock;
    private final Outlet outlet;
    private final Instant watchedSince;
    private final Map<String, Traffic> models = new TreeMap<>();

    TrafficJudge(KeyValueStore<String, byte[]> store, Clock clock, Outlet outlet) {
        this.store = store;
        this.clock = clock;
        this.outlet = outlet;
        this.watchedSince = clock.instant();
        List<String> known = new ArrayList<>();
        try (KeyValueIterator<String, byte[]> all = store.all()) {
            all.forEachRemaining(entry -> known.add(entry.key.substring(0, entry.key.indexOf('/'))));
        }
        known.stream().distinct().forEach(this::of);
    }

    private Traffic of(String model) {
        return models.computeIfAbsent(
                model,
                name -> new Traffic(
                        name,
                        read(name, LETTERS, LetterWatch::fromBytes, new LetterWatch()),
                        read(name, SILENCE, SilenceWatch::fromBytes, new SilenceWatch()),
                        life(name, QualityCheck.DEAD_LETTERS, UNKNOWN),
                        life(name, QualityCheck.NO_TRAFFIC, TrafficAlerts.SILENCE)));
    }

    private <T> T read(String model, String what, Function<byte[], T> reader, T none) {
        byte[] stored = store.get(model + "/" + what);
        return stored == null ? none : reader.apply(stored);
    }

    private AlertLife life(String model, QualityCheck check, AlertRules rules) {
        String subject = check.kind() + "/" + model;
        return read(
                model,
                check.kind(),
                bytes -> AlertLife.fromBytes(subject, rules, bytes),
                new AlertLife(subject, rules));
    }

    private void putLife(Traffic traffic, QualityCheck check, AlertLife life) {
        store.put(traffic.model + "/" + check.kind(), life.toBytes());
    }

    /// Takes requests that came.
    ///
    /// @param atMs when they were delivered
    /// @param versions all versions of the task
    void add(String model, long atMs, TrafficCounts requests, Collection<WatchedVersion> versions) {
        Traffic traffic = of(model);
        if (!traffic.letters.isWatching()) {
            answering(model, versions, atMs)
                    .map(version -> version.reference)
                    .ifPresent(reference -> traffic.letters.watch(reference.drift()));
        }
        traffic.letters.add(atMs, requests);
        traffic.silence.arrived(atMs);
        store.put(model + "/" + LETTERS, traffic.letters.toBytes());
        store.put(model + "/" + SILENCE, traffic.silence.toBytes());
    }

    /// When a model's requests came last, if that was so long ago. Whoever has just begun to listen may not have read
    /// them yet, and does not say so.
    ///
    /// @param silence how long ago it has to be
    /// @param listened how long somebody has to have listened
    Optional<Instant> silentSince(String model, Duration silence, Duration listened, long nowMs) {
        Instant now = Instant.ofEpochMilli(nowMs);
        return Optional.ofNullable(models.get(model))
                .map(traffic -> traffic.silence.last())
                .filter(last -> Duration.between(last, now).compareTo(silence) > 0
                        && Duration.between(watchedSince, now).compareTo(listened) > 0);
    }

    /// Judges what is due. A model is judged by the manifest of the version that answers; while that is not known, not.
    ///
    /// @param versions all versions of the task
    void judge(Collection<WatchedVersion> versions, long nowMs) {
        models.replaceAll((model, traffic) -> isAhead(traffic, nowMs) ? anew(traffic, nowMs) : traffic);
        models.values()
                .forEach(traffic -> answering(traffic.model, versions, nowMs).ifPresent(version -> {
                    Reference reference = version.reference;
                    if (reference != null) {
                        judgeLetters(traffic, version, reference, nowMs);
                        judgeSilence(traffic, version, reference.soundness().quality(), Instant.ofEpochMilli(nowMs));
                    }
                }));
    }

    private static boolean isAhead(Traffic traffic, long nowMs) {
        return traffic.silence.last().isAfter(Instant.ofEpochMilli(nowMs).plus(SET_BACK));
    }

    /// The clock was set back: what was seen by it says nothing of pauses, and windows of it would stand still until it
    /// is there again. The watch begins anew; what is open stays open.
    private Traffic anew(Traffic ahead, long nowMs) {
        LOG.warn(
                "Requests of {} came at {}, which lies ahead of the clock: it was set back. The watch of the requests"
                        + " begins anew.",
                ahead.model,
                ahead.silence.last());
        Instant now = Instant.ofEpochMilli(nowMs);
        ahead.lettersLife.setBack(now);
        ahead.silenceLife.setBack(now);
        Traffic anew =
                new Traffic(ahead.model, new LetterWatch(), new SilenceWatch(), ahead.lettersLife, ahead.silenceLife);
        store.put(anew.model + "/" + LETTERS, anew.letters.toBytes());
        store.put(anew.model + "/" + SILENCE, anew.silence.toBytes());
        putLife(anew, QualityCheck.DEAD_LETTERS, anew.lettersLife);
        putLife(anew, QualityCheck.NO_TRAFFIC, anew.silenceLife);
        return anew;
    }

    private static Optional<WatchedVersion> answering(String model, Collection<WatchedVersion> versions, long nowMs) {
        return versions.stream()
                .filter(version -> version.key.model().equals(model) && version.reference != null)
                .max(Comparator.comparingLong((WatchedVersion version) -> version.endMs(nowMs))
                        .thenComparingInt(version -> version.key.version()));
    }

    private void judgeLetters(Traffic traffic, WatchedVersion version, Reference reference, long nowMs) {
        traffic.letters.watch(reference.drift());
        long paneMs = reference.drift().pane().toMillis();
        long endMs = Math.floorDiv(nowMs, paneMs) * paneMs;
        if (endMs <= traffic.letters.endMs()) {
            return;
        }
        AlertLife life = traffic.lettersLife.under(DriftAlerts.rules(reference.drift()));
        List<LetterWatch.Look> looks =
                traffic.letters.judge(reference, endMs, life.episode().isPresent());
        looks.forEach(look -> outlet.write(
                version.key, TrafficAlerts.record(traffic.model, version.key.version(), look), DriftNames.DRIFT));
        life.take(Instant.ofEpochMilli(endMs), LetterWatch.reading(looks))
                .ifPresent(step -> outlet.write(
                        version.key,
                        TrafficAlerts.deadLetters(step, traffic.model, LetterWatch.breached(looks), clock.instant()),
                        DriftNames.ALERTS));
        putLife(traffic, QualityCheck.DEAD_LETTERS, life);
        store.put(traffic.model + "/" + LETTERS, traffic.letters.toBytes());
    }

    private void judgeSilence(Traffic traffic, WatchedVersion version, QualitySpec quality, Instant now) {
        if (!QualityCheck.NO_TRAFFIC.isWanted(quality)) {
            return;
        }
        SilenceWatch silence = traffic.silence;
        traffic.silenceLife
                .take(now, silence.reading(quality.noTraffic(), watchedSince, now))
                .ifPresent(step -> {
                    outlet.write(
                            version.key,
                            TrafficAlerts.silence(
                                    step,
                                    traffic.model,
                                    silence.last(),
                                    silence.limit(quality.noTraffic(), now),
                                    clock.instant()),
                            DriftNames.ALERTS);
                    putLife(traffic, QualityCheck.NO_TRAFFIC, traffic.silenceLife);
                });
    }

    /// What is known of a model's requests.
    private record Traffic(
            String model, LetterWatch letters, SilenceWatch silence, AlertLife lettersLife, AlertLife silenceLife) {}
}
