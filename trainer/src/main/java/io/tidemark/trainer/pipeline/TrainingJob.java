package io.tidemark.trainer.pipeline;

import io.tidemark.model.bundle.ModelBundle;
import io.tidemark.model.manifest.ModelManifest;
import io.tidemark.trainer.data.LocatedData;
import io.tidemark.trainer.data.ReplayedRows;
import io.tidemark.trainer.data.TrainingTable;
import io.tidemark.trainer.step.Steps;
import java.util.Optional;

/// What a run works on.
///
/// @param runId identifies the run
/// @param manifest what to train
/// @param data where the base rows came from
/// @param base base rows
/// @param replay labelled outcomes from the log; empty: none
/// @param champion the version that serves, for comparison; empty: none
/// @param steps which steps are done, and what earlier runs did of them
/// @param threads threads that the libraries may use, 1 or more
public record TrainingJob(
        String runId,
        ModelManifest manifest,
        LocatedData data,
        TrainingTable base,
        Optional<ReplayedRows> replay,
        Optional<ModelBundle> champion,
        Steps steps,
        int threads) {}
