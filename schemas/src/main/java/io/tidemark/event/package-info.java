/// The records of all topics, generated from `src/main/avro`, and what Avro needs to know about them.
///
/// Generated code does not say what may be null: a field whose type is a union with null.
@NullUnmarked
package io.tidemark.event;

import org.jspecify.annotations.NullUnmarked;
