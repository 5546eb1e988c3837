package io.tidemark.model.manifest;

import java.util.List;
import java.util.Optional;

/// How parameters are searched after the selection.
///
/// @param algorithm whose parameters; empty: those of the selection's best
/// @param trials trials in all, 1 or more
/// @param method how the next trial is found
/// @param metric the objective, by the selection's folds
/// @param prune how poor trials are ended early
/// @param patience trees without improvement after which a boosted model stops growing
/// @param parallel trials that may run at the same time; part of what is tried, whatever the threads
/// @param space what varies; empty: the algorithm's usual parameters
public record SweepSpec(
        Optional<Algorithm> algorithm,
        int trials,
        Method method,
        String metric,
        Prune prune,
        int patience,
        int parallel,
        List<SweepParameter> space) {
    public SweepSpec {
        space = List.copyOf(space);
    }

    /// How the next trial is found.
    public enum Method {
        /// Expected improvement under a Gaussian process.
        GP,
        /// Tree-structured Parzen estimator.
        TPE,
        /// Chance.
        RANDOM
    }

    /// How poor trials are ended early.
    public enum Prune {
        /// When they are worse than the median of the complete ones at the same stage.
        MEDIAN,
        /// When they are not among the best third at the stages of successive halving.
        ASHA,
        /// Not at all.
        NONE
    }

    /// What a parameter may be.
    public sealed interface SweepParameter {
        /// Name, one of the algorithm's.
        String name();

        /// A whole number.
        ///
        /// @param log whether steps multiply instead of add
        record Whole(String name, long low, long high, boolean log) implements SweepParameter {}

        /// A number.
        ///
        /// @param log whether steps multiply instead of add
        record Real(String name, double low, double high, boolean log) implements SweepParameter {}

        /// One of several values; a single one does not vary.
        ///
        /// @param values numbers, texts or booleans, each once
        record Choice(String name, List<Object> values) implements SweepParameter {
            public Choice {
                values = List.copyOf(values);
            }
        }
    }
}
