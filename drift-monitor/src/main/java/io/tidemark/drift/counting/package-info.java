/// Counting one pane of event time in one task: [PaneCounts] holds the counts, [RowCounter] fills them.
///
/// Counts are whole numbers over fixed bins, so that deltas of several tasks add up to what one task would have
/// counted. Pure: knows neither Kafka nor clock.
@NullMarked
package io.tidemark.drift.counting;

import org.jspecify.annotations.NullMarked;
