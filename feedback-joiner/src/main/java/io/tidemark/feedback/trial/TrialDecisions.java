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
    /// How often a trial is stored for its last look alone.
    private static final Duration NOTE_LOOKS = Duration.ofMinutes(1);

    /// After one instance refused a version, before nobody serves it.
    private static final Duration OTHERS_MAY_SERVE = Duration.ofMinutes(1);

    private final ActivationBoard board;
    private final TrialStore store;
    private final TrialRules rules;
    private final TrialOutbox outbox;
    private final Clock clock;

    /// Evidence that was told last, by model.
    private final Map<String, Map<String, Double>> told = new HashMap<>();

    /// When a trial was stored last, by model.
    private final Map<String, Instant> storedAt = new HashMap<>();

    TrialDecisions(RolloutTopology topology, TrialStore store, TrialRules rules, TrialOutbox outbox) {
        this.board = topology.board();
        this.clock = topology.clock();
        this.store = store;
        this.rules = rules;
        this.outbox = outbox;
    }

    /// Looks at a trial. It is left alone while its rule is not known, and while the timeline was not read as far as
    /// the stage: what would follow from it is written on top of that activation.
    void judge(String model, Trial trial) {
        Optional<TrialJudge> judge = rules.judge(model, trial.plan());
        Optional<Entry> running = board.of(trial.stage().activationId());
        boolean decided =
                trial.decision().filter(made -> !made.waitsForApproval()).isPresent();
        if (judge.isEmpty() || running.isEmpty() || decided) {
            return;
        }
        Instant now = clock.instant();
        Judgement looked = look(model, trial, judge.get(), now);
        Judgement judgement = board.refusal(
                        trial.stage().activationId(), trial.challenger().getVersion(), OTHERS_MAY_SERVE, now)
                .map(why -> TrialJudge.refused(looked.evidence(), why))
                .orElse(looked);
        switch (judgement) {
            case Judgement.Wait ignored -> {}
            case Judgement.Advance advance -> advance(new Matter(model, trial, running.get(), now), advance);
            case Judgement.End end ->
                end(
                        new Matter(model, trial, running.get(), now),
                        end,
                        judge.get().spec());
        }
    }

    private Judgement look(String model, Trial trial, TrialJudge judge, Instant now) {
        boolean outage = trial.look(now);
        boolean more = store.losses().mature(trial, judge.cut(now).toEpochMilli());
        Instant stored = storedAt.getOrDefault(model, Instant.MIN);
        if (outage || more || now.isAfter(stored.plus(NOTE_LOOKS))) {
            store.put(model, trial);
            storedAt.put(model, now);
        }
        Judgement judgement = judge.judge(
                trial,
                store.health(trial, trial.isShadow() ? TrialStore.SHADOW : TrialStore.CHALLENGER),
                store.health(trial, TrialStore.CHAMPION),
                now);
        Map<String, Double> news = new HashMap<>(judgement.evidence());
        news.remove(TrialJudge.CUT);
        if (!news.equals(told.put(model, news))) {
            outbox.standing(TrialFacts.standing(model, trial, judgement.evidence(), judge.cut(now)));
        }
        return judgement;
    }

    private void advance(Matter on, Judgement.Advance advance) {
        String title = TrialFacts.place(on.model(), on.trial()) + ": passed";
        tell(on, AlertStatus.RESOLVED, Severity.LOW, advance, title);
        TimelineEvent next = TrialFacts.advance(on.model(), on.trial(), on.running(), advance, on.now());
        outbox.fact(next);
        decide(on, new Decision(next.getEventId(), false));
    }

    private void end(Matter on, Judgement.End end, RolloutSpec spec) {
        boolean waiting = on.trial().decision().isPresent();
        boolean promote = end.verdict() == Verdict.PROMOTE;
        // What waits for a person is neither told twice nor too old.
        if (waiting && (promote || end.check().equals("age"))) {
            return;
        }
        outbox.fact(TrialFacts.verdict(on.model(), on.trial(), end, on.now()));
        outbox.countVerdict(on.model(), end.verdict());
        String title =
                TrialFacts.place(on.model(), on.trial()) + ": " + end.verdict().name();
        if (promote && spec.approval() == Approval.MANUAL) {
            tell(on, AlertStatus.ESCALATED, Severity.MEDIUM, end, title + " waits for approval");
            decide(on, new Decision("", false));
            return;
        }
        Severity severity = switch (end.verdict()) {
            case PROMOTE -> Severity.LOW;
            case INCONCLUSIVE -> Severity.MEDIUM;
            case ROLLBACK -> Severity.HIGH;
        };
        if (!promote) {
            tell(on, AlertStatus.ESCALATED, severity, end, title);
        }
        tell(on, AlertStatus.RESOLVED, severity, end, title);
        TimelineEvent next = TrialFacts.champion(on.model(), on.trial(), on.running(), end, on.now());
        outbox.fact(next);
        decide(on, new Decision(next.getEventId(), true));
    }

    private void tell(Matter on, AlertStatus status, Severity severity, Judgement judged, String title) {
        outbox.alert(TrialFacts.told(on.model(), on.trial(), status, severity, judged, title, on.now()));
    }

    private void decide(Matter on, Decision decision) {
        on.trial().decide(decision);
        store.put(on.model(), on.trial());
    }

    /// What a decision is about.
    ///
    /// @param running activation of the stage
    private record Matter(String model, Trial trial, Entry running, Instant now) {}
}
