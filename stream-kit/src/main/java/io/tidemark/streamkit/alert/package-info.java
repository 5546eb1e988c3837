/// The life of an alert, whatever it is about: when it opens, becomes worse, and is over.
///
/// Start at [AlertLife]. Pure: it knows neither clock nor Kafka; a processor keeps its bytes in a state store, so
/// that an episode has one OPEN however often the service starts again.
@NullMarked
package io.tidemark.streamkit.alert;

import org.jspecify.annotations.NullMarked;
