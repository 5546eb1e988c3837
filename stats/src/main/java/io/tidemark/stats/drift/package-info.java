/// How far two distributions are apart, and how likely that distance is without drift.
///
/// Start at [HistogramDrift]: all statistics of a live window against a profile, from counts alone, as the monitor
/// computes them. [SampleDrift] does the same for two columns at hand. Each statistic has its own class with the
/// exact form on raw samples beside it: [KolmogorovSmirnov], [CramerVonMises], [Wasserstein], [ChiSquare],
/// [Divergence] with [PsiLaw]. The package `drift.evidently` gives the numbers of another tool. Depends on `exact`
/// and `histogram`.
@NullMarked
package io.tidemark.stats.drift;

import org.jspecify.annotations.NullMarked;
