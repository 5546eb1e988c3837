/// Live quality: rows become exact, mergeable sums per pane of event time ([PaneTotals]), panes become rolling windows
/// ([WindowShape]), and [Degradation] compares a window with the version's baseline.
///
/// Pure: it knows neither Kafka nor a clock. Sums merge exactly and take rows back exactly, so that partitioning,
/// order, corrections and restarts never show in a result.
@NullMarked
package io.tidemark.feedback.quality;

import org.jspecify.annotations.NullMarked;
