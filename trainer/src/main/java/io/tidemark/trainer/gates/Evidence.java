package io.tidemark.trainer.gates;

import io.tidemark.model.bundle.ModelBundle;
import io.tidemark.model.fit.RawTable;
import io.tidemark.trainer.pipeline.CandidateScore;
import io.tidemark.trainer.pipeline.Evaluation;
import java.util.Optional;

/// What the gates judge by.
///
/// @param bundle the new version
/// @param fileBytes size of its file, bytes
/// @param winner what its algorithm came to in cross-validation
/// @param evaluation what it scores on the rows that judge
/// @param rows these rows
/// @param library what the training library scores on them
/// @param champion the version that serves
public record Evidence(
        ModelBundle bundle,
        long fileBytes,
        CandidateScore winner,
        Evaluation evaluation,
        RawTable rows,
        LibraryScores library,
        Optional<ModelBundle> champion) {

    /// Scores of the training library, by row and output.
    @FunctionalInterface
    public interface LibraryScores {
        /// One of the scores of a row: index `row * outputs + output`.
        double of(int index);
    }
}
