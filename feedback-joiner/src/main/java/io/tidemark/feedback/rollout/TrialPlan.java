package io.tidemark.feedback.rollout;

import io.tidemark.event.Activated;
import io.tidemark.event.Challenger;
import io.tidemark.event.VersionRef;
import java.util.Optional;

/// What an activation puts on trial: one version beside the champion.
///
/// @param experiment salt of the key hash; empty for a shadow
/// @param shareBp the challenger's share of the keys, basis points; 0 for a shadow, which scores every request
public record TrialPlan(VersionRef champion, VersionRef challenger, String experiment, int shareBp) {
    private static final int ALL_BP = 10_000;

    /// The trial of an activation; empty when nothing is on trial, or several versions are: these are the user's own.
    public static Optional<TrialPlan> of(Activated activated) {
        if (activated.getChallengers().size() == 1 && activated.getShadows().isEmpty()) {
            Challenger only = activated.getChallengers().getFirst();
            return only.getShareBp() > 0 && only.getShareBp() < ALL_BP
                    ? Optional.of(new TrialPlan(
                            activated.getChampion(),
                            new VersionRef(only.getVersion(), only.getBundleSha256()),
                            only.getExperiment(),
                            only.getShareBp()))
                    : Optional.empty();
        }
        return activated.getChallengers().isEmpty() && activated.getShadows().size() == 1
                ? Optional.of(new TrialPlan(
                        activated.getChampion(), activated.getShadows().getFirst(), "", 0))
                : Optional.empty();
    }

    /// True when the challenger scores without answering.
    public boolean isShadow() {
        return shareBp == 0;
    }

    /// The challenger's share of the keys, 0 to 1.
    public double share() {
        return shareBp / (double) ALL_BP;
    }

    /// True for another stage of the same trial.
    boolean continues(TrialPlan other) {
        return champion.equals(other.champion)
                && challenger.equals(other.challenger)
                && experiment.equals(other.experiment)
                && isShadow() == other.isShadow();
    }
}
