/// The catalogue of Tidemark's topics, and the check that a cluster holds them as they should be.
///
/// Start at [Topics]. Depends on the generated records and Kafka's admin client only.
@NullMarked
package io.tidemark.topic;

import org.jspecify.annotations.NullMarked;
