/// A Gaussian process over the unit cube, as a sweep needs it: small, exact, deterministic.
///
/// [GaussianProcess] is where to start: fitted by [GaussianProcess#fit], asked by [GaussianProcess#predict].
/// [LogExpectedImprovement] says how promising a point is, [QuasiNewton] climbs. Knows nothing of sweeps.
/// Exponentials and logarithms are those of [StrictMath]: equal data gives equal bits on every machine.
@NullMarked
package io.tidemark.trainer.sweep.gp;

import org.jspecify.annotations.NullMarked;
