/// The topology in Kafka's test driver, through the class that production starts.
@NullMarked
package io.tidemark.drift.topology;

import org.jspecify.annotations.NullMarked;
