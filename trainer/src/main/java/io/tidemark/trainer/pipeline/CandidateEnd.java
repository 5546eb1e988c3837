package io.tidemark.trainer.pipeline;

/// How far a candidate came.
public sealed interface CandidateEnd {
    /// Name in files.
    default String state() {
        return switch (this) {
            case Complete complete -> "completed";
            case Stopped stopped -> "stopped";
            case Failed failed -> "failed";
        };
    }

    /// In words, for people; empty when there is nothing to say.
    default String words() {
        return switch (this) {
            case Complete complete -> "";
            case Stopped stopped ->
                "stopped after " + stopped.folds() + (stopped.folds() == 1 ? " fold: " : " folds: ") + stopped.reason();
            case Failed failed -> "failed: " + failed.reason();
        };
    }

    /// It saw all folds.
    record Complete() implements CandidateEnd {}

    /// It was hopeless.
    ///
    /// @param folds folds that it saw
    /// @param reason by what it was behind
    record Stopped(int folds, String reason) implements CandidateEnd {}

    /// It could not be fitted, or what it scored was no use.
    ///
    /// @param reason why, for people
    record Failed(String reason) implements CandidateEnd {}
}
