package io.tidemark.trainer.data;

import io.tidemark.model.bundle.BundleDescriptor.Replay;
import java.util.List;

/// Labelled outcomes from the log as training rows, in the order of their event times.
///
/// @param table the rows
/// @param replay where they came from
/// @param counts what was read and left out
public record ReplayedRows(TrainingTable table, Replay replay, ReplayCounts counts) {
    /// Whether older outcomes were left out, as a warning.
    public List<DataFinding> findings() {
        return counts.findings();
    }
}
