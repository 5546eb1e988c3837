package io.tidemark.trainer.algorithm;

import io.tidemark.model.Task;
import io.tidemark.model.manifest.ModelManifest;

/// What is to be learned.
///
/// @param classes number of classes; 0 for regression
public record LearningTask(Task task, int classes) {
    /// What a manifest asks for.
    public static LearningTask of(ModelManifest manifest) {
        return new LearningTask(manifest.task(), manifest.target().classes().size());
    }

    /// How many scores a row has: one, or the probability of each of several classes.
    int outputs() {
        return switch (task) {
            case REGRESSION, BINARY -> 1;
            case MULTICLASS -> classes;
        };
    }
}
