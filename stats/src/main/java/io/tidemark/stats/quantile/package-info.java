/// Quantiles of streams, mergeable: exact while there are few values, with a stated error beyond.
///
/// Start at [QuantileCounts]. Depends on `state` only.
@NullMarked
package io.tidemark.stats.quantile;

import org.jspecify.annotations.NullMarked;
