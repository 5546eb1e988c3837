package io.tidemark.feedback.trial;

import io.tidemark.event.Alert;
import io.tidemark.event.AlertStatus;
import io.tidemark.event.Performance;
import io.tidemark.event.Severity;
import io.tidemark.event.TimelineEvent;
import io.tidemark.event.TrialDeadLetter;
import io.tidemark.event.TrialLoad;
import io.tidemark.event.TrialLoss;
import io.tidemark.event.TrialRow;
import io.tidemark.event.Verdict;
import io.tidemark.feedback.rollout.ActivationBoard.Entry;
import io.tidemark.feedback.rollout.Judgement;
import io.tidemark.feedback.rollout.LossScale;
import io.tidemark.feedback.rollout.StageSums;
import io.tidemark.feedback.rollout.Trial;
import io.tidemark.feedback.rollout.Trial.Decision;
import io.tidemark.feedback.rollout.TrialJudge;
import io.tidemark.feedback.rollout.TrialPlan;
import io.tidemark.model.manifest.RolloutSpec;
import io.tidemark.model.manifest.RolloutSpec.Approval;
import io.tidemark.streamkit.runtime.TopologyDraft;
import io.tidemark.streamkit.topic.Topic;
import io.tidemark.topic.Topics;
import io.tidemark.wire.MalformedRecordException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/// Sums up what counts for the versions on trial; on a tick, judges each trial and writes what becomes of it. Facts,
/// state and what was read are one transaction: each decision is written once.
final class JudgeTrialProcessor implements Processor<byte @Nullable [], byte @Nullable [], String, SpecificRecord> {
    private static final Duration SHORTEST_PANE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PANE = Duration.ofHours(1);
    private static final int PANES_TO_MATURITY = 20;

    private final RolloutTopology topology;
    private final Topic<TrialRow> rows;
    private final Map<String, Trial> trials = new HashMap<>();
    private final Map<String, Map<String, Double>> told = new HashMap<>();
    private ProcessorContext<String, SpecificRecord> context;
    private TrialStore store;
    private int partitions;

    @SuppressWarnings("NullAway.Init") // Kafka Streams calls init before anything else
    JudgeTrialProcessor(RolloutTopology topology) {
        this.topology = topology;
        this.rows = topology.topics().of(Topics.TRIAL_ROWS);
    }

    @Override
    public void init(ProcessorContext<String, SpecificRecord> processorContext) {
        context = processorContext;
        store = new TrialStore(context);
        partitions = topology.partitions().applyAsInt(rows.name());
        trials.clear();
        context.schedule(topology.config().interval(), PunctuationType.WALL_CLOCK_TIME, time -> tick());
    }

    @Override
    public void process(Record<byte @Nullable [], byte @Nullable []> record) {
        try {
            if (record.value() != null) {
                take(rows.values().deserializer().deserialize(rows.name(), record.value()));
            }
        } catch (MalformedRecordException e) {
            dropped("undecodable");
        }
    }

    private void take(TrialRow row) {
        Optional<Trial> trial = stageOf(row);
        if (trial.isEmpty()) {
            dropped("no-trial");
        } else if (row.getFact() instanceof TrialLoss loss) {
            lost(trial.get(), row, loss);
        } else if (row.getFact() instanceof TrialLoad load) {
            store.load(row.getActivationId(), row.getVariant(), load);
        } else if (row.getFact() instanceof TrialDeadLetter) {
            store.letter(row.getActivationId(), row.getVariant());
        }
    }

    /// The trial that has the row's activation as a stage.
    private Optional<Trial> stageOf(TrialRow row) {
        Optional<Trial> known = trial(row.getModel());
        if (known.flatMap(trial -> trial.stage(row.getActivationId())).isEmpty()) {
            follow(row.getModel());
        }
        return trial(row.getModel())
                .filter(trial -> trial.stage(row.getActivationId()).isPresent());
    }

    private void lost(Trial trial, TrialRow row, TrialLoss loss) {
        Optional<RolloutSpec> spec = spec(row.getModel(), trial);
        Optional<LossScale> scale = spec.flatMap(rollout -> scale(row.getModel(), trial.plan(), rollout));
        if (spec.isEmpty() || scale.isEmpty()) {
            dropped("no-scale");
        } else if (trial.isShadow() && loss.getShadowError() == null) {
            dropped("no-shadow");
        } else if (!store.isNew(trial, loss.getKey())) {
            dropped("known-key");
        } else {
            long paneMs = paneLength(spec.get()).toMillis();
            long startMs = Math.floorDiv(loss.getEventTime().toEpochMilli(), paneMs) * paneMs;
            StageSums pane = store.pane(row.getActivationId(), startMs);
            double answered = scale.get().loss(loss.getError(), loss.getHit());
            Double shadow = loss.getShadowError();
            if (shadow == null) {
                pane.add(row.getVariant().equals(TrialStore.CHALLENGER), answered);
            } else {
                pane.addPair(scale.get().loss(shadow, loss.getShadowHit()), answered);
            }
            store.putPane(row.getActivationId(), startMs, pane);
        }
    }

    private void tick() {
        for (String model : topology.board().models()) {
            if (TopologyDraft.partition(model, partitions) == context.taskId().partition()) {
                follow(model);
                trial(model).ifPresent(trial -> judge(model, trial));
            }
        }
        store.purge(topology.config().purgeBatch());
    }

    /// Brings the trial up to what the timeline says.
    private void follow(String model) {
        Optional<Entry> newest = topology.board().newest(model);
        Optional<Trial> running = trial(model);
        if (newest.isEmpty() || !isKnown(store.lastEndedBy(model))) {
            return;
        }
        if (running.isEmpty()) {
            begin(newest.get());
            return;
        }
        Trial trial = running.get();
        String id = newest.get().id();
        if (id.equals(trial.stage().activationId())
                || !isKnown(Optional.of(trial.stage().activationId()))
                || isOnItsWay(trial)
                || yields(trial, newest.get())) {
            return;
        }
        boolean ended = trial.decision().filter(Decision::ends).isPresent();
        boolean decidedHere =
                trial.decision().filter(made -> made.eventId().equals(id)).isPresent();
        if (!ended && !decidedHere) {
            alert(TrialFacts.superseded(model, trial, topology.clock().instant()));
        }
        Optional<TrialPlan> plan = newest.get().plan();
        if (!ended && plan.isPresent() && trial.goOn(newest.get(), plan.get())) {
            save(model, trial);
            alert(TrialFacts.opened(model, trial, topology.clock().instant()));
            return;
        }
        store.end(model, trial, id);
        trials.remove(model);
        told.remove(model);
        begin(newest.get());
    }

    /// False while the timeline was not read as far as whoever had this task before has read it.
    private boolean isKnown(Optional<String> activationId) {
        return activationId.map(id -> topology.board().of(id).isPresent()).orElse(true);
    }

    private void begin(Entry newest) {
        Optional<TrialPlan> plan = newest.plan();
        if (plan.isEmpty()) {
            return;
        }
        judgeOf(newest.model(), plan.get()).ifPresent(judge -> {
            double centre = scale(newest.model(), plan.get(), judge.spec())
                    .map(LossScale::centre)
                    .orElse(0.0);
            Trial trial = Trial.begin(newest, plan.get(), centre);
            save(newest.model(), trial);
            alert(TrialFacts.opened(newest.model(), trial, topology.clock().instant()));
        });
    }

    /// What was decided is written and not yet read back from the timeline.
    private boolean isOnItsWay(Trial trial) {
        return trial.decision()
                .filter(decision -> !decision.waitsForApproval())
                .filter(decision -> topology.board().of(decision.eventId()).isEmpty())
                .isPresent();
    }

    /// Somebody wrote an activation after the one that the decision was about and before the decision: theirs holds.
    private boolean yields(Trial trial, Entry newest) {
        if (trial.decision().filter(made -> made.eventId().equals(newest.id())).isEmpty()
                || !newest.id().equals(TrialFacts.nextId(trial))) {
            return false;
        }
        Optional<Entry> between = topology.board()
                .before(newest)
                .filter(entry -> !entry.id().equals(trial.stage().activationId()));
        between.ifPresent(person -> {
            TimelineEvent again =
                    TrialFacts.reinstated(newest, person, topology.clock().instant());
            trial.decide(new Decision(again.getEventId(), false));
            save(newest.model(), trial);
            fact(again);
        });
        return between.isPresent();
    }

    private void judge(String model, Trial trial) {
        Optional<TrialJudge> judge = judgeOf(model, trial.plan());
        boolean decided =
                trial.decision().filter(made -> !made.waitsForApproval()).isPresent();
        if (judge.isEmpty() || decided) {
            return;
        }
        Instant now = topology.clock().instant();
        RolloutSpec spec = judge.get().spec();
        Instant cut = now.minus(spec.maturity()).minus(paneLength(spec));
        if (store.mature(trial, cut.toEpochMilli())) {
            save(model, trial);
        }
        Judgement judgement = judge.get()
                .judge(
                        trial,
                        store.health(trial, TrialStore.CHALLENGER),
                        store.health(trial, TrialStore.CHAMPION),
                        now);
        if (!judgement.evidence().equals(told.put(model, judgement.evidence()))) {
            Performance standing = TrialFacts.standing(model, trial, judgement.evidence(), cut);
            context.forward(new Record<>(model, standing, now.toEpochMilli()), RolloutNames.PERFORMANCE);
        }
        switch (judgement) {
            case Judgement.Wait ignored -> {}
            case Judgement.Advance advance -> advance(model, trial, advance, now);
            case Judgement.End end -> end(model, trial, end, spec, now);
        }
    }

    private void advance(String model, Trial trial, Judgement.Advance advance, Instant now) {
        Entry running = topology.board().of(trial.stage().activationId()).orElseThrow();
        alert(TrialFacts.told(
                model,
                trial,
                AlertStatus.RESOLVED,
                Severity.LOW,
                advance,
                TrialFacts.place(model, trial) + ": passed",
                now));
        TimelineEvent next = TrialFacts.advance(model, trial, running, advance, now);
        fact(next);
        decide(model, trial, new Decision(next.getEventId(), false));
    }

    private void end(String model, Trial trial, Judgement.End end, RolloutSpec spec, Instant now) {
        boolean waiting = trial.decision().isPresent();
        boolean promote = end.verdict() == Verdict.PROMOTE;
        // What waits for a person is neither told twice nor too old.
        if (waiting && (promote || end.check().equals("age"))) {
            return;
        }
        fact(TrialFacts.verdict(model, trial, end, now));
        topology.meters()
                .counter(
                        "tidemark.rollout.verdicts",
                        "model",
                        model,
                        "verdict",
                        end.verdict().name())
                .increment();
        String title = TrialFacts.place(model, trial) + ": " + end.verdict().name();
        if (promote && spec.approval() == Approval.MANUAL) {
            alert(TrialFacts.told(model, trial, AlertStatus.ESCALATED, Severity.MEDIUM, end, title, now));
            decide(model, trial, new Decision("", false));
            return;
        }
        Severity severity = switch (end.verdict()) {
            case PROMOTE -> Severity.LOW;
            case INCONCLUSIVE -> Severity.MEDIUM;
            case ROLLBACK -> Severity.HIGH;
        };
        if (!promote) {
            alert(TrialFacts.told(model, trial, AlertStatus.ESCALATED, severity, end, title, now));
        }
        alert(TrialFacts.told(model, trial, AlertStatus.RESOLVED, severity, end, title, now));
        Entry running = topology.board().of(trial.stage().activationId()).orElseThrow();
        TimelineEvent next = TrialFacts.champion(model, trial, running, end, now);
        fact(next);
        decide(model, trial, new Decision(next.getEventId(), true));
        if (promote) {
            topology.champions().set(model, trial.challenger().getVersion(), end.reason());
        }
    }

    private void decide(String model, Trial trial, Decision decision) {
        trial.decide(decision);
        save(model, trial);
    }

    private Optional<TrialJudge> judgeOf(String model, TrialPlan plan) {
        return TrialJudge.of(
                topology.terms().of(model, plan.challenger().getBundleSha256()).rollout(), plan);
    }

    private Optional<RolloutSpec> spec(String model, Trial trial) {
        return judgeOf(model, trial.plan()).map(TrialJudge::spec);
    }

    private Optional<LossScale> scale(String model, TrialPlan plan, RolloutSpec spec) {
        return LossScale.of(
                spec,
                topology.terms().of(model, plan.champion().getBundleSha256()).baseline());
    }

    private static Duration paneLength(RolloutSpec spec) {
        Duration length = spec.maturity().dividedBy(PANES_TO_MATURITY);
        return length.compareTo(SHORTEST_PANE) < 0
                ? SHORTEST_PANE
                : length.compareTo(LONGEST_PANE) > 0 ? LONGEST_PANE : length;
    }

    private Optional<Trial> trial(String model) {
        Trial held = trials.get(model);
        if (held != null) {
            return Optional.of(held);
        }
        Optional<Trial> stored = store.get(model);
        stored.ifPresent(trial -> trials.put(model, trial));
        return stored;
    }

    private void save(String model, Trial trial) {
        trials.put(model, trial);
        store.put(model, trial);
    }

    private void fact(TimelineEvent event) {
        context.forward(new Record<>(event.getModel(), event, topology.clock().millis()), RolloutNames.TIMELINE);
    }

    private void alert(Alert alert) {
        context.forward(new Record<>(alert.getModel(), alert, topology.clock().millis()), RolloutNames.ALERTS);
    }

    private void dropped(String reason) {
        topology.meters()
                .counter("tidemark.rollout.rows.dropped", "reason", reason)
                .increment();
    }
}
