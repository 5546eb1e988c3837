package io.tidemark.trainer.track;

import io.tidemark.model.manifest.ModelManifest;
import io.tidemark.registry.ModelRegistry;
import io.tidemark.registry.Registries;
import io.tidemark.trainer.pipeline.TrainingResult;
import io.tidemark.trainer.step.StepRecord;
import java.nio.file.Path;
import java.util.List;

/// Shows a run to people, where they look for runs.
@FunctionalInterface
public interface RunTracker {
    /// Shows nothing.
    RunTracker NONE = run -> "";

    /// Shows a run; a second time changes nothing but what is shown of it.
    ///
    /// @return the run's id in the tracking server; empty: none
    /// @throws RegistryException when the server did not take it
    String track(TrackedRun run);

    /// What goes with a registry: an MLflow registry has a tracking server.
    static RunTracker beside(ModelRegistry registry) {
        return Registries.mlflow(registry)
                .<RunTracker>map(mlflow -> new MlflowTracker(mlflow.connection()))
                .orElse(NONE);
    }

    /// A run up to its registration.
    ///
    /// @param runId id of the run, which is its trigger's id
    /// @param steps what happened to each step
    /// @param folder the evidence
    record TrackedRun(
            String runId, ModelManifest manifest, TrainingResult result, List<StepRecord> steps, Path folder) {
        public TrackedRun {
            steps = List.copyOf(steps);
        }
    }
}
