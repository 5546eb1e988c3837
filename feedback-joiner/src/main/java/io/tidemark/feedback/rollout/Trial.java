package io.tidemark.feedback.rollout;

import io.tidemark.event.VersionRef;
import io.tidemark.feedback.rollout.ActivationBoard.Entry;
import io.tidemark.stats.sequential.Comparison;
import io.tidemark.stats.sequential.LossTotals;
import io.tidemark.stats.sequential.PairedSums;
import io.tidemark.stats.sequential.SampleRatio;
import io.tidemark.stats.sequential.SplitComparison;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/// One version on trial, from its first stage on. Belongs to one thread.
public final class Trial {
    private static final long LABELS_OF_A_CENTRE = 100;

    private final TrialPlan plan;
    private final List<Stage> stages = new ArrayList<>();
    private Optional<Decision> decision = Optional.empty();

    private Trial(TrialPlan plan) {
        this.plan = plan;
    }

    /// A trial that begins with this activation.
    ///
    /// @param centre a guess at the champion's mean loss, 0 to 1
    public static Trial begin(Entry activation, TrialPlan plan, double centre) {
        Trial trial = new Trial(plan);
        trial.stages.add(new Stage(activation.id(), plan.shareBp(), activation.time(), centre, new StageSums()));
        return trial;
    }

    static Trial of(TrialPlan plan, List<Stage> stages, Optional<Decision> decision) {
        Trial trial = new Trial(plan);
        trial.stages.addAll(stages);
        trial.decision = decision;
        return trial;
    }

    /// Goes on with another share. What the champion has lost up to now is the best guess at what it will.
    ///
    /// @return false when the activation is no further stage of this trial
    public boolean goOn(Entry activation, TrialPlan next) {
        if (!next.continues(plan)) {
            return false;
        }
        LossTotals champion = comparison().champion();
        double centre = champion.count() >= LABELS_OF_A_CENTRE
                ? champion.mean()
                : stages.getFirst().centre();
        stages.add(new Stage(activation.id(), next.shareBp(), activation.time(), centre, new StageSums()));
        decision = Optional.empty();
        return true;
    }

    /// Id of the trial: that of its first activation.
    public String id() {
        return stages.getFirst().activationId();
    }

    /// What is on trial, as its first activation has it.
    public TrialPlan plan() {
        return plan;
    }

    public VersionRef challenger() {
        return plan.challenger();
    }

    public VersionRef champion() {
        return plan.champion();
    }

    public boolean isShadow() {
        return plan.isShadow();
    }

    public List<Stage> stages() {
        return Collections.unmodifiableList(stages);
    }

    /// The stage that runs.
    public Stage stage() {
        return stages.getLast();
    }

    /// The stage of an activation.
    public Optional<Stage> stage(String activationId) {
        return stages.stream()
                .filter(stage -> stage.activationId().equals(activationId))
                .findFirst();
    }

    /// What was decided of the stage that runs and is not on the timeline yet, as far as is known here.
    public Optional<Decision> decision() {
        return decision;
    }

    public void decide(Decision made) {
        decision = Optional.of(made);
    }

    /// The versions held against each other, over all stages.
    public Comparison comparison() {
        if (isShadow()) {
            PairedSums pairs = new PairedSums();
            stages.forEach(stage -> pairs.merge(stage.sums().pairs()));
            return pairs.comparison();
        }
        return new SplitComparison(stages.stream().map(Stage::split).toList());
    }

    /// Natural logarithm of the evidence that keys are split otherwise than they should be.
    double logEvidenceOfRatio() {
        return isShadow()
                ? 0
                : stages.stream()
                        .map(Stage::split)
                        .mapToDouble(stage -> SampleRatio.logEvidence(
                                stage.challenger().count(), stage.champion().count(), stage.share()))
                        .sum();
    }

    /// Matured labels of the challenger in the stage that runs.
    public long labelsOfStage() {
        return isShadow()
                ? stage().sums().pairs().comparison().challenger().count()
                : stage().sums().challenger().totals().count();
    }

    /// One share of the keys.
    ///
    /// @param activationId event_id of the activation
    /// @param shareBp basis points; 0 in shadow
    /// @param openedAt when the activation was written
    /// @param centre guess at the mean loss, from before the stage
    /// @param sums matured losses
    public record Stage(String activationId, int shareBp, Instant openedAt, double centre, StageSums sums) {
        SplitComparison.Stage split() {
            return new SplitComparison.Stage(
                    shareBp / 10_000.0,
                    centre,
                    sums.challenger().totals(),
                    sums.champion().totals());
        }
    }

    /// What was decided.
    ///
    /// @param eventId event_id of the activation that was written; empty when none was: somebody has to approve
    /// @param ends whether the trial ends with it
    public record Decision(String eventId, boolean ends) {
        /// True while a person has the last word.
        public boolean waitsForApproval() {
            return eventId.isEmpty();
        }
    }
}
