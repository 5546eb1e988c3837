/// A Kafka Streams application with the settings that hold under failure; start at [StreamsRuntime].
@NullMarked
package io.tidemark.streamkit.runtime;

import org.jspecify.annotations.NullMarked;
