package io.tidemark.trainer.sweep;

import io.tidemark.trainer.sweep.suggest.GaussianProcessSuggester;
import io.tidemark.trainer.sweep.suggest.ParzenSuggester;
import io.tidemark.trainer.sweep.suggest.RandomSuggester;
import io.tidemark.trainer.sweep.suggest.Suggester;

/// How the next trial is found.
public enum SweepMethod {
    /// Expected improvement under a Gaussian process; the best choice up to some hundred trials.
    GAUSSIAN_PROCESS("gp"),
    /// Tree-structured Parzen estimator; cheaper with many trials.
    TPE("tpe"),
    /// Chance; to compare with.
    RANDOM("random");

    private final String key;

    SweepMethod(String key) {
        this.key = key;
    }

    /// Name in manifests and files.
    public String key() {
        return key;
    }

    Suggester suggester() {
        return switch (this) {
            case GAUSSIAN_PROCESS -> new GaussianProcessSuggester();
            case TPE -> new ParzenSuggester();
            case RANDOM -> new RandomSuggester();
        };
    }
}
