package io.tidemark.trainer.pipeline;

import io.tidemark.model.bundle.ModelBundle;
import io.tidemark.model.manifest.ModelManifest;
import io.tidemark.trainer.data.LocatedData;
import io.tidemark.trainer.data.ReplayedRows;
import io.tidemark.trainer.data.TrainingTable;
import java.nio.file.Path;
import java.util.Optional;

/// What a run works on.
///
/// @param runId identifies the run
/// @param manifest what to train
/// @param data where the base rows came from
/// @param base base rows
/// @param replay labelled outcomes from the log; empty: none
/// @param champion the version that serves, for comparison; empty: none
/// @param folder where what was done survives a crash; empty: nowhere
/// @param threads threads that the libraries may use, 1 or more
public record TrainingJob(
        String runId,
        ModelManifest manifest,
        LocatedData data,
        TrainingTable base,
        Optional<ReplayedRows> replay,
        Optional<ModelBundle> champion,
        Optional<Path> folder,
        int threads) {

    /// The same job with another manifest.
    TrainingJob withManifest(ModelManifest changed) {
        return new TrainingJob(runId, changed, data, base, replay, champion, folder, threads);
    }
}
