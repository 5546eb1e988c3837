package io.tidemark.feedback.trial;

import io.tidemark.event.TrialDeadLetter;
import io.tidemark.event.TrialLoad;
import io.tidemark.event.TrialLoss;
import io.tidemark.event.TrialRow;
import io.tidemark.feedback.rollout.KeyLoss;
import io.tidemark.feedback.rollout.LossScale;
import io.tidemark.feedback.rollout.Trial;
import java.util.Optional;

/// Adds rows to what counts for the trials of one task.
///
/// @param follower brings a trial up to date when a row belongs to none that is known
record TrialIntake(TrialStore store, TrialRules rules, TrialFollower follower, TrialOutbox outbox) {
    void take(TrialRow row) {
        Optional<Trial> found = stageOf(row);
        if (found.isEmpty()) {
            outbox.countDropped("no-trial");
            return;
        }
        Trial trial = found.get();
        switch (row.getFact()) {
            case TrialLoss loss -> lost(trial, row, loss);
            case TrialLoad load -> store.load(row.getActivationId(), row.getVariant(), load);
            case TrialDeadLetter letter ->
                store.letter(trial, row.getActivationId(), row.getVariant(), letter.getKey());
            // A newer release may know more that counts.
            default -> outbox.countDropped("unknown-fact");
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
        Optional<LossScale> scale = rules.scale(row.getModel(), trial.plan());
        if (scale.isEmpty()) {
            outbox.countDropped("no-scale");
            return;
        }
        LossStore.Counted request =
                new LossStore.Counted(row.getActivationId(), loss.getEventTime().toEpochMilli(), loss.getRequestId());
        if (!store.losses().offer(trial, loss.getKey(), request, of(trial, row, loss, scale.get()))) {
            outbox.countDropped("known-key");
        }
    }

    private static KeyLoss of(Trial trial, TrialRow row, TrialLoss loss, LossScale scale) {
        double answered = scale.loss(loss.getError(), loss.getHit());
        Double shadow = loss.getShadowError();
        if (!trial.isShadow()) {
            return new KeyLoss.Answered(row.getVariant().equals(TrialStore.CHALLENGER), answered);
        }
        return shadow == null
                ? new KeyLoss.Unscored()
                : new KeyLoss.Paired(scale.loss(shadow, loss.getShadowHit()), answered);
    }
}
