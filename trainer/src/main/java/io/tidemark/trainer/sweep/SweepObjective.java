package io.tidemark.trainer.sweep;

/// What a sweep optimises.
@FunctionalInterface
public interface SweepObjective {
    /// The value for a trial's parameters. Long work reports on the way and returns when it need not go on:
    ///
    ///     for (int fold = 0; fold < folds; fold++) {
    ///         ...
    ///         if (!trial.report(fold + 1, meanSoFar)) {
    ///             return meanSoFar;
    ///         }
    ///     }
    ///
    /// Called on several threads when the sweep has them, with one trial each. Depends on the trial only: equal
    /// parameters give equal values.
    ///
    /// @return the value; NaN or infinite: the trial failed
    /// @throws InterruptedException when the sweep is to end
    /// @throws Exception when these parameters do not work: the trial is recorded as failed, the sweep goes on
    double evaluate(Trial trial) throws Exception;
}
