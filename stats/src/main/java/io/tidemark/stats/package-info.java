/// Statistics of the project: pure functions and mergeable state, no I/O, no clock, no threads.
///
/// Start where the question is:
///
/// - how is a feature distributed, now and at training time: `histogram`
/// - how far are two distributions apart, and is that chance: `drift`, and `drift.evidently` for the same numbers as
///   Evidently and SciPy give
/// - is it worth an alarm: `alarm`
/// - how good are predictions: `metric`; how good will they turn out: `expect`
/// - what holds them up: `exact` (sums that do not depend on order), `quantile`, `state` (bytes)
///
/// Conventions that hold everywhere. A feature value is a `double`; missing is NaN, and an infinity is no measurement
/// either, so that it counts as missing; a category is its code, 0 to k-1 in the order of the manifest, and an unseen
/// category is -1. State that merges is a function of what was added alone: neither the order of arrival nor that of
/// merging changes a bit of it. What is not defined is absent (an empty `OptionalDouble`, no entry in a map): no
/// public method returns NaN. Nothing here is thread safe.
@NullMarked
package io.tidemark.stats;

import org.jspecify.annotations.NullMarked;
