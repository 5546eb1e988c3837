/// The data's way. [FeedbackTopology] is the map: [JoinProcessor] joins predictions with labels per request id and
/// sends outcomes and pane deltas; [QualityProcessor] merges the deltas of a model into windows, performance records
/// and alerts.
@NullMarked
package io.tidemark.feedback.topology;

import org.jspecify.annotations.NullMarked;
