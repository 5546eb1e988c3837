/// How a feature is distributed: bins fixed at training time, and counts in them that merge and subtract exactly.
///
/// Start at [FeatureProfile]: it is made from the reference sample, goes into the model bundle, and gives the empty
/// [Histogram]s that live values are counted in. [Bins] says what a bin is. Depends on `exact` and `state` only.
@NullMarked
package io.tidemark.stats.histogram;

import org.jspecify.annotations.NullMarked;
