/// How good predictions are: scikit-learn's metrics as streams that merge, with confidence intervals.
///
/// Start at [MetricAccumulator] and its three kinds, one per task; [Metric] names everything that comes out. An
/// accumulator is a function of the multiset of its rows: neither the order of arrival nor that of merging changes a
/// bit of its state or of its metrics, and a batch is a stream that ended. [WeightedMetrics] is the batch form with
/// sample weights, for training. Depends on `exact`, `quantile`, `histogram` and `state`.
@NullMarked
package io.tidemark.stats.metric;

import org.jspecify.annotations.NullMarked;
