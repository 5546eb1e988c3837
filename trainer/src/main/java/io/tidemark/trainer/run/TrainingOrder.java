package io.tidemark.trainer.run;

import io.tidemark.model.manifest.ModelManifest;
import io.tidemark.trainer.data.LocatedData;
import io.tidemark.trainer.data.ReplayedRows;
import java.util.Optional;
import java.util.OptionalInt;

/// What somebody wants trained.
///
/// @param runId identifies the run; one version per run, however often it is tried
/// @param manifest the model
/// @param data base data instead of the manifest's
/// @param replay labelled outcomes to train on as well
/// @param champion version to compare with; empty: the registry's champion
public record TrainingOrder(
        String runId,
        ModelManifest manifest,
        Optional<LocatedData> data,
        Optional<ReplayedRows> replay,
        OptionalInt champion) {}
