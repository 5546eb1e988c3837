/// Sums of doubles without rounding, so that neither order nor grouping changes a bit.
///
/// Start at [ExactSum]. Depends on `state` only.
@NullMarked
package io.tidemark.stats.exact;

import org.jspecify.annotations.NullMarked;
