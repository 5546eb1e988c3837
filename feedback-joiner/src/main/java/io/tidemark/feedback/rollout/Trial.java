package io.tidemark.feedback.rollout;

import io.tidemark.event.VersionRef;
import io.tidemark.feedback.rollout.ActivationBoard.Entry;
import io.tidemark.stats.sequential.Comparison;
import io.tidemark.stats.sequential.LossTotals;
import io.tidemark.stats.sequential.PairedSums;
import io.tidemark.stats.sequential.SampleRatio;
import io.tidemark.stats.sequential.SplitComparison;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/// One version on trial, from its first stage on. Belongs to one thread.
public final class Trial {
    private static final long LABELS_OF_A_CENTRE = 100;

    /// Looks that are further apart have an outage between them.
    private static final Duration LONGEST_GAP = Duration.ofMinutes(2);

    /// After an outage, what was missed is read: faster than it came, and within this.
    private static final Duration LONGEST_CATCH_UP = Duration.ofHours(1);

    private final TrialPlan plan;
    private final List<Stage> stages = new ArrayList<>();
    private Optional<Decision> decision = Optional.empty();
    private Watch watch;

    private Trial(TrialPlan plan, Watch watch) {
        this.plan = plan;
        this.watch = watch;
    }

    /// A trial that begins with this activation.
    ///
    /// @param centre a guess at the champion's mean loss, 0 to 1
    public static Trial begin(Entry activation, TrialPlan plan, double centre) {
        Trial trial = new Trial(plan, new Watch(activation.time(), Duration.ZERO));
        trial.stages.add(new Stage(activation.id(), plan.shareBp(), activation.time(), centre, new StageSums()));
        return trial;
    }

    static Trial of(TrialPlan plan, List<Stage> stages, Optional<Decision> decision, Watch watch) {
        Trial trial = new Trial(plan, watch);
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
        watch = new Watch(activation.time(), Duration.ZERO);
        return true;
    }

    /// Notes that somebody looks at the trial. Where nobody did for long, labels wait that have not been read: that
    /// time, and as much again to read them, does not count towards the age.
    ///
    /// @return whether there was an outage
    public boolean look(Instant now) {
        Duration gap = Duration.between(watch.seenAt(), now);
        boolean outage = gap.compareTo(LONGEST_GAP) > 0;
        Duration catchUp = gap.compareTo(LONGEST_CATCH_UP) < 0 ? gap : LONGEST_CATCH_UP;
        watch = new Watch(now, outage ? watch.away().plus(gap).plus(catchUp) : watch.away());
        return outage;
    }

    /// How long the stage that runs was looked at; below 0 while an outage is caught up with.
    public Duration age(Instant now) {
        return Duration.between(stage().openedAt(), now).minus(watch.away());
    }

    Watch watch() {
        return watch;
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

    /// Keys whose request the shadow did not score, over all stages.
    long unscored() {
        return stages.stream().mapToLong(stage -> stage.sums().unscored()).sum();
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
        /// The challenger's share of the keys, 0 to 1; 0 in shadow.
        double share() {
            return shareBp / 10_000.0;
        }

        SplitComparison.Stage split() {
            return new SplitComparison.Stage(
                    share(), centre, sums.challenger().totals(), sums.champion().totals());
        }
    }

    /// When the stage that runs was looked at.
    ///
    /// @param seenAt last look; before the first, when the stage was opened
    /// @param away what does not count towards its age
    record Watch(Instant seenAt, Duration away) {}

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
