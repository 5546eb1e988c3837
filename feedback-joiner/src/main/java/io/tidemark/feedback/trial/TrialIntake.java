package io.tidemark.feedback.trial;

import io.tidemark.event.TrialDeadLetter;
import io.tidemark.event.TrialLoad;
import io.tidemark.event.TrialLoss;
import io.tidemark.event.TrialRow;
import io.tidemark.feedback.rollout.LossScale;
import io.tidemark.feedback.rollout.StageSums;
import io.tidemark.feedback.rollout.Trial;
import io.tidemark.feedback.rollout.TrialJudge;
import java.time.Duration;
import java.util.Optional;

/// Adds rows to what counts for the trials of one task.
///
/// @param follower brings a trial up to date when a row belongs to none that is known
record TrialIntake(TrialStore store, TrialRules rules, TrialFollower follower, TrialOutbox outbox) {
    void take(TrialRow row) {
        Optional<Trial> trial = stageOf(row);
        if (trial.isEmpty()) {
            outbox.countDropped("no-trial");
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
        Optional<Trial> known = store.get(row.getModel());
        if (known.flatMap(trial -> trial.stage(row.getActivationId())).isEmpty()) {
            follower.follow(row.getModel());
        }
        return store.get(row.getModel())
                .filter(trial -> trial.stage(row.getActivationId()).isPresent());
    }

    private void lost(Trial trial, TrialRow row, TrialLoss loss) {
        Optional<TrialJudge> judge = rules.judge(row.getModel(), trial.plan());
        Optional<LossScale> scale = rules.scale(row.getModel(), trial.plan());
        if (judge.isEmpty() || scale.isEmpty()) {
            outbox.countDropped("no-scale");
        } else if (trial.isShadow() && loss.getShadowError() == null) {
            outbox.countDropped("no-shadow");
        } else if (!store.isNew(trial, loss.getKey())) {
            outbox.countDropped("known-key");
        } else {
            Duration pane = TrialDecisions.paneLength(judge.get().spec());
            long startMs = Math.floorDiv(loss.getEventTime().toEpochMilli(), pane.toMillis()) * pane.toMillis();
            StageSums sums = store.pane(row.getActivationId(), startMs);
            double answered = scale.get().loss(loss.getError(), loss.getHit());
            Double shadow = loss.getShadowError();
            if (shadow == null) {
                sums.add(row.getVariant().equals(TrialStore.CHALLENGER), answered);
            } else {
                sums.addPair(scale.get().loss(shadow, loss.getShadowHit()), answered);
            }
            store.putPane(row.getActivationId(), startMs, sums);
        }
    }
}
