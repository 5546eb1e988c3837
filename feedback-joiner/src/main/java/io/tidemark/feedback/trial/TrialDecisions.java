package io.tidemark.feedback.trial;

import io.tidemark.event.AlertStatus;
import io.tidemark.event.Severity;
import io.tidemark.event.TimelineEvent;
import io.tidemark.event.Verdict;
import io.tidemark.feedback.rollout.ActivationBoard;
import io.tidemark.feedback.rollout.ActivationBoard.Entry;
import io.tidemark.feedback.rollout.Judgement;
import io.tidemark.feedback.rollout.Trial;
import io.tidemark.feedback.rollout.Trial.Decision;
import io.tidemark.feedback.rollout.TrialJudge;
import io.tidemark.model.manifest.RolloutSpec;
import io.tidemark.model.manifest.RolloutSpec.Approval;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Judges the trials of one task and writes what becomes of them.
final class TrialDecisions {
    private static final Duration SHORTEST_PANE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PANE = Duration.ofHours(1);
    private static final int PANES_TO_MATURITY = 20;

    private final ActivationBoard board;
    private final ChampionAlias champions;
    private final TrialStore store;
    private final TrialRules rules;
    private final TrialOutbox outbox;
    private final Clock clock;

    /// Evidence that was told last, by model.
    private final Map<String, Map<String, Double>> told = new HashMap<>();

    TrialDecisions(RolloutTopology topology, TrialStore store, TrialRules rules, TrialOutbox outbox) {
        this.board = topology.board();
        this.champions = topology.champions();
        this.clock = topology.clock();
        this.store = store;
        this.rules = rules;
        this.outbox = outbox;
    }

    void judge(String model, Trial trial) {
        Optional<TrialJudge> judge = rules.judge(model, trial.plan());
        boolean decided =
                trial.decision().filter(made -> !made.waitsForApproval()).isPresent();
        if (judge.isEmpty() || decided) {
            return;
        }
        Instant now = clock.instant();
        RolloutSpec spec = judge.get().spec();
        Instant cut = now.minus(spec.maturity()).minus(paneLength(spec));
        if (store.mature(trial, cut.toEpochMilli())) {
            store.put(model, trial);
        }
        Judgement judgement = judge.get()
                .judge(
                        trial,
                        store.health(trial, TrialStore.CHALLENGER),
                        store.health(trial, TrialStore.CHAMPION),
                        now);
        if (!judgement.evidence().equals(told.put(model, judgement.evidence()))) {
            outbox.standing(TrialFacts.standing(model, trial, judgement.evidence(), cut));
        }
        switch (judgement) {
            case Judgement.Wait ignored -> {}
            case Judgement.Advance advance -> advance(model, trial, advance, now);
            case Judgement.End end -> end(model, trial, end, spec, now);
        }
    }

    private void advance(String model, Trial trial, Judgement.Advance advance, Instant now) {
        Entry running = board.of(trial.stage().activationId()).orElseThrow();
        outbox.alert(TrialFacts.told(
                model,
                trial,
                AlertStatus.RESOLVED,
                Severity.LOW,
                advance,
                TrialFacts.place(model, trial) + ": passed",
                now));
        TimelineEvent next = TrialFacts.advance(model, trial, running, advance, now);
        outbox.fact(next);
        decide(model, trial, new Decision(next.getEventId(), false));
    }

    private void end(String model, Trial trial, Judgement.End end, RolloutSpec spec, Instant now) {
        boolean waiting = trial.decision().isPresent();
        boolean promote = end.verdict() == Verdict.PROMOTE;
        // What waits for a person is neither told twice nor too old.
        if (waiting && (promote || end.check().equals("age"))) {
            return;
        }
        outbox.fact(TrialFacts.verdict(model, trial, end, now));
        outbox.countVerdict(model, end.verdict());
        String title = TrialFacts.place(model, trial) + ": " + end.verdict().name();
        if (promote && spec.approval() == Approval.MANUAL) {
            outbox.alert(TrialFacts.told(model, trial, AlertStatus.ESCALATED, Severity.MEDIUM, end, title, now));
            decide(model, trial, new Decision("", false));
            return;
        }
        Severity severity = switch (end.verdict()) {
            case PROMOTE -> Severity.LOW;
            case INCONCLUSIVE -> Severity.MEDIUM;
            case ROLLBACK -> Severity.HIGH;
        };
        if (!promote) {
            outbox.alert(TrialFacts.told(model, trial, AlertStatus.ESCALATED, severity, end, title, now));
        }
        outbox.alert(TrialFacts.told(model, trial, AlertStatus.RESOLVED, severity, end, title, now));
        Entry running = board.of(trial.stage().activationId()).orElseThrow();
        TimelineEvent next = TrialFacts.champion(model, trial, running, end, now);
        outbox.fact(next);
        decide(model, trial, new Decision(next.getEventId(), true));
        if (promote) {
            champions.set(model, trial.challenger().getVersion(), end.reason());
        }
    }

    private void decide(String model, Trial trial, Decision decision) {
        trial.decide(decision);
        store.put(model, trial);
    }

    static Duration paneLength(RolloutSpec spec) {
        Duration length = spec.maturity().dividedBy(PANES_TO_MATURITY);
        return length.compareTo(SHORTEST_PANE) < 0
                ? SHORTEST_PANE
                : length.compareTo(LONGEST_PANE) > 0 ? LONGEST_PANE : length;
    }
}
