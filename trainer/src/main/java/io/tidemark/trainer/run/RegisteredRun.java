package io.tidemark.trainer.run;

import io.tidemark.registry.ModelVersion;
import io.tidemark.trainer.pipeline.TrainingResult;
import io.tidemark.trainer.step.StepRecord;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// A run that ended in the registry.
///
/// @param version the version, approved or refused
/// @param result what came out; empty when an earlier try of the same run had registered it
/// @param folder where the evidence lies
/// @param steps what happened to each step; none when an earlier try had registered it
public record RegisteredRun(
        ModelVersion version, Optional<TrainingResult> result, Path folder, List<StepRecord> steps) {
    public RegisteredRun {
        steps = List.copyOf(steps);
    }
}
