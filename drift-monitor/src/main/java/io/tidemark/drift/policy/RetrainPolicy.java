package io.tidemark.drift.policy;

import io.tidemark.drift.policy.Verdict.Ask;
import io.tidemark.drift.policy.Verdict.Step;
import io.tidemark.event.PolicyReading;
import io.tidemark.model.manifest.RetrainRules;
import io.tidemark.stats.metric.Metric;
import io.tidemark.stats.metric.MetricDirection;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Asks for a training run of one model: when enough triggers have fired, and nothing holds it back.
///
/// A fold over readings: what it says follows from the readings, their order and the manifest, and from no clock. The
/// id of a request follows from what it is about and its number: asked twice, it is the same run.
public final class RetrainPolicy {
    private static final Duration DAY = Duration.ofDays(1);

    private final String model;
    private final PolicyMemory memory;

    /// Begins without any memory.
    public RetrainPolicy(String model) {
        this(model, new PolicyMemory());
    }

    private RetrainPolicy(String model, PolicyMemory memory) {
        this.model = model;
        this.memory = memory;
    }

    /// Goes on from what [#toBytes] wrote.
    ///
    /// @throws io.tidemark.stats.state.CorruptStateException when the bytes cannot have been written by it
    public static RetrainPolicy fromBytes(String model, byte[] bytes) {
        return new RetrainPolicy(model, PolicyMemory.fromBytes(bytes));
    }

    /// Everything that has to be remembered.
    public byte[] toBytes() {
        return memory.toBytes();
    }

    /// The version that answers, whose manifest counts; 0: none is known yet.
    public int version() {
        return memory.version;
    }

    /// SHA-256 of its bundle.
    public String bundleSha256() {
        return memory.bundleSha256;
    }

    /// Takes a reading that only says how things stand; then [#decide] says what to do.
    ///
    /// @param terms what the manifest says; empty: not known, and quality, whose metric it names, is passed over
    public void take(PolicyReading reading, Optional<PolicyTerms> terms) {
        memory.nowMs = Math.max(memory.nowMs, reading.getTime().toEpochMilli());
        switch (reading.getKind()) {
            case WATCHED -> watched(reading);
            case PERFORMED -> terms.ifPresent(known -> performed(reading, known));
            case REGISTERED -> memory.trained(reading.getVersion(), happenedMs(reading));
            case ACTIVATED -> activated(reading);
        }
    }

    /// What follows from all readings so far. An ask counts as made.
    public Verdict decide(PolicyTerms terms) {
        List<Trigger> triggers = new TriggerBoard(memory, terms).triggers();
        long fired = triggers.stream().filter(Trigger::fired).count();
        int needed = needed(terms, triggers.size());
        if (triggers.isEmpty() || fired < needed) {
            memory.metSinceMs = 0;
            return verdict(triggers, Step.NOT_MET, fired + " of " + triggers.size() + " triggers, needed " + needed);
        }
        if (memory.metSinceMs == 0) {
            memory.metSinceMs = memory.nowMs;
        }
        return heldBack(terms, triggers).orElseGet(() -> asks(triggers));
    }

    private static int needed(PolicyTerms terms, int on) {
        return switch (terms.retrain().rules().combine()) {
            case ANY -> 1;
            case ALL -> Math.max(1, on);
            case AT_LEAST -> terms.retrain().rules().atLeast();
        };
    }

    private Optional<Verdict> heldBack(PolicyTerms terms, List<Trigger> triggers) {
        RetrainRules rules = terms.retrain().rules();
        Duration serving = Duration.ofMillis(memory.nowMs - memory.servingSinceMs);
        if (serving.compareTo(rules.warmUp()) < 0) {
            return Optional.of(verdict(
                    triggers,
                    Step.WARM_UP,
                    "serves since " + Shown.duration(serving) + ", warm-up " + Shown.duration(rules.warmUp())));
        }
        Duration since = Duration.ofMillis(memory.nowMs - memory.lastRequestMs);
        Duration cooldown = terms.retrain().cooldown();
        if (memory.lastRequestMs > 0 && since.compareTo(cooldown) < 0) {
            return Optional.of(verdict(
                    triggers,
                    Step.COOLDOWN,
                    "last request " + Shown.duration(since) + " ago, cooldown " + Shown.duration(cooldown)));
        }
        while (!memory.requestsMs.isEmpty() && memory.nowMs - memory.requestsMs.getFirst() >= DAY.toMillis()) {
            memory.requestsMs.removeFirst();
        }
        if (memory.requestsMs.size() >= rules.maxPerDay()) {
            return Optional.of(verdict(
                    triggers,
                    Step.DAILY_CAP,
                    memory.requestsMs.size() + " requests within a day, most " + rules.maxPerDay()));
        }
        long labels = usableLabels(triggers);
        return labels < terms.retrain().minLabels()
                ? Optional.of(verdict(
                        triggers,
                        Step.TOO_FEW_LABELS,
                        labelsShown(triggers) + ", needed " + terms.retrain().minLabels()))
                : Optional.empty();
    }

    private Verdict asks(List<Trigger> triggers) {
        Optional<Trigger> first = triggers.stream().filter(Trigger::fired).findFirst();
        String name = first.map(Trigger::name).orElseThrow();
        boolean drift = name.equals(TriggerBoard.DRIFT);
        String occasion =
                name + "-" + model + "-v" + memory.version + "-" + (drift ? memory.driftOpenedAtMs : memory.metSinceMs);
        memory.requests++;
        List<String> reasons = new ArrayList<>();
        triggers.stream().filter(Trigger::fired).map(Trigger::toString).forEach(reasons::add);
        reasons.add(labelsShown(triggers));
        Ask ask = new Ask(
                occasion + "-" + memory.requests,
                reasons,
                drift ? Optional.of(Instant.ofEpochMilli(memory.driftSinceMs)) : Optional.empty());
        memory.lastRequestMs = memory.nowMs;
        memory.requestsMs.add(memory.nowMs);
        memory.usedLabels = memory.labelsSinceDrift;
        memory.newLabels = 0;
        return new Verdict(
                Instant.ofEpochMilli(memory.nowMs),
                memory.version,
                triggers,
                Step.ASKS,
                String.join("; ", reasons),
                Optional.of(ask));
    }

    /// What a run would learn from that is new: after a drift, only the new world.
    private long usableLabels(List<Trigger> triggers) {
        return isDriftAmong(triggers) ? memory.labelsSinceDrift - memory.usedLabels : memory.newLabels;
    }

    private String labelsShown(List<Trigger> triggers) {
        String since = !isDriftAmong(triggers)
                ? "the last training or request"
                : memory.usedLabels == 0
                        ? Instant.ofEpochMilli(memory.driftSinceMs).toString()
                        : "the last request of this alert";
        return usableLabels(triggers) + " labelled outcomes since " + since;
    }

    private static boolean isDriftAmong(List<Trigger> triggers) {
        return triggers.stream()
                .anyMatch(trigger -> trigger.fired() && trigger.name().equals(TriggerBoard.DRIFT));
    }

    private Verdict verdict(List<Trigger> triggers, Step step, String why) {
        return new Verdict(Instant.ofEpochMilli(memory.nowMs), memory.version, triggers, step, why, Optional.empty());
    }

    /// Drift counts of the version that answers; labels of each, because a run learns from all.
    private void watched(PolicyReading reading) {
        memory.countLabels(reading.getVersion(), reading.getLabels());
        if (!memory.onTimeline && reading.getVersion() != memory.version) {
            memory.turnTo(reading.getVersion(), reading.getBundleSha256(), memory.nowMs);
        }
        if (reading.getVersion() != memory.version) {
            return;
        }
        Instant openedAt = reading.getDriftOpenedAt();
        Instant since = reading.getDriftSince();
        if (reading.getDriftSeverity() == 0 || openedAt == null || since == null) {
            memory.forgetDrift();
            return;
        }
        if (openedAt.toEpochMilli() != memory.driftOpenedAtMs) {
            memory.usedLabels = 0;
        }
        memory.driftSeverity = reading.getDriftSeverity();
        memory.driftOpenedAtMs = openedAt.toEpochMilli();
        memory.driftSinceMs = since.toEpochMilli();
        memory.labelsSinceDrift = reading.getLabelsSinceDrift();
    }

    /// A window with too few labels says nothing, not even that all is well.
    private void performed(PolicyReading reading, PolicyTerms terms) {
        if (reading.getVersion() != memory.version || reading.getLabelled() < terms.minLabels()) {
            return;
        }
        dropPct(terms.metric(), reading.getMetrics(), reading.getBaseline())
                .ifPresent(drop -> memory.dropPct.put(reading.getWindow(), drop));
    }

    private static Optional<Double> dropPct(String name, Map<String, Double> live, Map<String, Double> baseline) {
        Double value = live.get(name);
        Double base = baseline.get(name);
        if (value == null || base == null) {
            return Optional.empty();
        }
        return Metric.find(name)
                .map(Metric::direction)
                .map(direction -> dropPct(direction, value, base))
                .filter(drop -> !drop.isNaN());
    }

    /// Of a baseline of 0, any loss is without bound.
    private static double dropPct(MetricDirection direction, double value, double base) {
        double lost = direction.loss(value) - direction.loss(base);
        return lost == 0 ? 0 : 100 * lost / Math.abs(base);
    }

    private void activated(PolicyReading reading) {
        memory.onTimeline = true;
        if (reading.getVersion() != memory.version || !reading.getBundleSha256().equals(memory.bundleSha256)) {
            memory.turnTo(reading.getVersion(), reading.getBundleSha256(), happenedMs(reading));
        }
    }

    private static long happenedMs(PolicyReading reading) {
        Instant happened = reading.getHappenedAt();
        return (happened == null ? reading.getTime() : happened).toEpochMilli();
    }
}
