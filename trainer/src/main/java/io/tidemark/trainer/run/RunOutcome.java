package io.tidemark.trainer.run;

import io.tidemark.registry.ModelVersion;
import io.tidemark.trainer.pipeline.TrainingResult;
import io.tidemark.trainer.step.StepRecord;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// How far a run came.
///
/// @param steps what happened to each step that was planned
/// @param result what was fitted; empty when the plan ended before
/// @param version what was registered; empty when the plan ended before
/// @param folder where the evidence of a fitted model lies
public record RunOutcome(
        List<StepRecord> steps, Optional<TrainingResult> result, Optional<ModelVersion> version, Path folder) {
    public RunOutcome {
        steps = List.copyOf(steps);
    }
}
