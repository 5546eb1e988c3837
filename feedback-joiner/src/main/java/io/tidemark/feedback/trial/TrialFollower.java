package io.tidemark.feedback.trial;

import io.tidemark.event.TimelineEvent;
import io.tidemark.feedback.rollout.ActivationBoard;
import io.tidemark.feedback.rollout.ActivationBoard.Entry;
import io.tidemark.feedback.rollout.LossScale;
import io.tidemark.feedback.rollout.Trial;
import io.tidemark.feedback.rollout.Trial.Decision;
import io.tidemark.feedback.rollout.TrialPlan;
import java.time.Clock;
import java.util.Optional;

/// Begins trials, takes them to their next stage and ends them, as the timeline says.
///
/// @param board activations of the timeline, up to now
record TrialFollower(ActivationBoard board, TrialStore store, TrialRules rules, TrialOutbox outbox, Clock clock) {
    /// Brings the trial of a model up to what the timeline says.
    void follow(String model) {
        Optional<Entry> newest = board.newest(model);
        Optional<Trial> running = store.get(model);
        if (newest.isEmpty() || !isKnown(store.lastEndedBy(model))) {
            return;
        }
        if (running.isEmpty()) {
            begin(newest.get());
            return;
        }
        Trial trial = running.get();
        if (newest.get().id().equals(trial.stage().activationId())
                || !isKnown(Optional.of(trial.stage().activationId()))
                || isOnItsWay(trial)
                || yields(trial, newest.get())) {
            return;
        }
        goOn(trial, newest.get());
    }

    /// False while the timeline was not read as far as whoever had this task before has read it.
    private boolean isKnown(Optional<String> activationId) {
        return activationId.map(id -> board.of(id).isPresent()).orElse(true);
    }

    private void begin(Entry newest) {
        Optional<TrialPlan> plan = newest.plan();
        if (plan.isEmpty() || rules.judge(newest.model(), plan.get()).isEmpty()) {
            return;
        }
        double centre =
                rules.scale(newest.model(), plan.get()).map(LossScale::centre).orElse(0.0);
        Trial trial = Trial.begin(newest, plan.get(), centre);
        store.put(newest.model(), trial);
        outbox.alert(TrialFacts.opened(newest.model(), trial, clock.instant()));
    }

    private void goOn(Trial trial, Entry newest) {
        String model = newest.model();
        boolean ended = trial.decision().filter(Decision::ends).isPresent();
        boolean decidedHere = trial.decision()
                .filter(made -> made.eventId().equals(newest.id()))
                .isPresent();
        if (!ended && !decidedHere) {
            outbox.alert(TrialFacts.superseded(model, trial, clock.instant()));
        }
        Optional<TrialPlan> plan = newest.plan();
        if (!ended && plan.isPresent() && trial.goOn(newest, plan.get())) {
            store.put(model, trial);
            outbox.alert(TrialFacts.opened(model, trial, clock.instant()));
            return;
        }
        store.end(model, trial, newest.id());
        begin(newest);
    }

    /// What was decided is written and not yet read back from the timeline.
    private boolean isOnItsWay(Trial trial) {
        return trial.decision()
                .filter(decision -> !decision.waitsForApproval())
                .filter(decision -> board.of(decision.eventId()).isEmpty())
                .isPresent();
    }

    /// Somebody wrote an activation after the one that the decision was about and before the decision: theirs holds.
    private boolean yields(Trial trial, Entry newest) {
        if (trial.decision().filter(made -> made.eventId().equals(newest.id())).isEmpty()
                || !newest.id().equals(TrialFacts.nextId(trial))) {
            return false;
        }
        Optional<Entry> between = board.before(newest)
                .filter(entry -> !entry.id().equals(trial.stage().activationId()));
        between.ifPresent(person -> {
            TimelineEvent again = TrialFacts.reinstated(newest, person, clock.instant());
            trial.decide(new Decision(again.getEventId(), false));
            store.put(newest.model(), trial);
            outbox.fact(again);
        });
        return between.isPresent();
    }
}
