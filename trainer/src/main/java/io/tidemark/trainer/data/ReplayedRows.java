package io.tidemark.trainer.data;

import io.tidemark.model.bundle.BundleDescriptor.Replay;

/// Labelled outcomes from the log as training rows, in the order of their event times.
///
/// @param table the rows
/// @param replay where they came from
public record ReplayedRows(TrainingTable table, Replay replay) {}
