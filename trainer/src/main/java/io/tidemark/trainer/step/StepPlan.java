package io.tidemark.trainer.step;

import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/// Which steps a run does.
///
/// @param last the last step; those before it are done as well, or taken from an earlier run
/// @param anew steps that are done even if an earlier run did the same
public record StepPlan(PipelineStep last, Set<PipelineStep> anew) {
    /// All steps; what an earlier run did is taken.
    public static final StepPlan ALL = new StepPlan(PipelineStep.REGISTER, Set.of());

    public StepPlan {
        anew = Set.copyOf(anew);
    }

    /// The plan of some wishes.
    ///
    /// @param wanted steps that are wanted: the run ends after the last of them; empty: all
    /// @param from the first step that is done anew, with all after it; empty: none for this reason
    /// @param force all are done anew
    public static StepPlan of(Collection<PipelineStep> wanted, Optional<PipelineStep> from, boolean force) {
        PipelineStep last = wanted.stream().max(Comparator.naturalOrder()).orElse(PipelineStep.REGISTER);
        if (from.isPresent() && last.isBefore(from.get())) {
            throw new IllegalArgumentException("Found --from " + from.get().key() + " behind the last step wanted, "
                    + last.key() + ", expected one up to it.");
        }
        EnumSet<PipelineStep> anew = EnumSet.noneOf(PipelineStep.class);
        Arrays.stream(PipelineStep.values())
                .filter(step -> force || (from.isPresent() && !step.isBefore(from.get())))
                .forEach(anew::add);
        return new StepPlan(last, anew);
    }

    /// Whether the run ends with this step.
    public boolean isLast(PipelineStep step) {
        return step == last;
    }
}
