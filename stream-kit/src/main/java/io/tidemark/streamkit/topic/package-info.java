/// How services reach Kafka: [KafkaSettings], [Topic] with its serdes, [TopicReader] for reading a topic to its end.
@NullMarked
package io.tidemark.streamkit.topic;

import org.jspecify.annotations.NullMarked;
