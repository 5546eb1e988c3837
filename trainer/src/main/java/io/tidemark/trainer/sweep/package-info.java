/// A search for good parameters, by an optimiser of our own.
///
/// [Sweep] runs an objective over a [io.tidemark.trainer.sweep.space.SearchSpace], on several threads if wanted;
/// start there. [Study] is what it asks and tells: suggestions, the journal that survives a crash, the best trial.
/// [SweepFiles], [SweepCharts] and [Importances] say what came out.
///
/// - [io.tidemark.trainer.sweep.space]: what may vary.
/// - [io.tidemark.trainer.sweep.suggest]: what to try next: Gaussian process, Parzen estimator, chance.
/// - [io.tidemark.trainer.sweep.gp]: the Gaussian process.
/// - [io.tidemark.trainer.sweep.prune]: which trials to end early.
///
/// What a trial tries depends on the settings, its number and the trials up to `inFlight` before it; neither on threads
/// nor on the clock. Knows no data, model or algorithm; no Kafka, no Spring.
@NullMarked
package io.tidemark.trainer.sweep;

import org.jspecify.annotations.NullMarked;
