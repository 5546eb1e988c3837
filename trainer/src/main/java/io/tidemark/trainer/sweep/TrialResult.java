package io.tidemark.trainer.sweep;

/// How a trial ended.
public sealed interface TrialResult {
    /// Name in files.
    default String state() {
        return switch (this) {
            case Completed completed -> "completed";
            case Pruned pruned -> "pruned";
            case Failed failed -> "failed";
        };
    }

    /// It ran to its end.
    ///
    /// @param value of the objective, finite
    record Completed(double value) implements TrialResult {}

    /// It was ended early, at the last step of its curve.
    ///
    /// @param value of the objective at that step
    record Pruned(double value) implements TrialResult {}

    /// It gave no value.
    ///
    /// @param reason why, for people
    record Failed(String reason) implements TrialResult {}
}
