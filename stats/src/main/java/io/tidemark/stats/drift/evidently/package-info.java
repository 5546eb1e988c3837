/// The drift scores of Evidently 0.7.21, number for number, for those who compare or migrate.
///
/// Start at [EvidentlyDrift]. The formulas are its own, with NumPy's bins and SciPy's laws beneath; where they
/// mislead (equal-width bins that one outlier empties, a chi-square test that takes the reference for exact) the
/// package `drift` does better. Depends on `drift`, `exact` and `histogram`.
@NullMarked
package io.tidemark.stats.drift.evidently;

import org.jspecify.annotations.NullMarked;
