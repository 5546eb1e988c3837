/// From a request to its answer: checks, the choice of a version, the score, the prediction's fields. What comes out
/// follows from the request and the activation alone, so that the stream, a shadow and a replay answer alike.
///
/// Start at [Answerer]. No Kafka Streams, no clock, no metrics.
@NullMarked
package io.tidemark.scoring.answer;

import org.jspecify.annotations.NullMarked;
