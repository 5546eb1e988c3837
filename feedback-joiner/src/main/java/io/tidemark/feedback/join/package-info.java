/// How each prediction and each label ends, whatever order they come in; what is remembered of a label's measurement is
/// a matter of [io.tidemark.feedback.quality].
///
/// [RequestJoin] takes what happened to one request id, changes its [RequestState] and says what follows as
/// [JoinEvent]s. Pure: it knows neither Kafka nor a clock.
@NullMarked
package io.tidemark.feedback.join;

import org.jspecify.annotations.NullMarked;
