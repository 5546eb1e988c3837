package io.tidemark.streamkit.topic;

import io.tidemark.topic.TopicSpec;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serde;

/// A topic of the catalogue on a given cluster, with the serde of its values. Keys are text.
///
/// @param name name on the cluster, prefix included
/// @param values serde of the values
public record Topic<V extends SpecificRecord>(TopicSpec<V> spec, String name, Serde<V> values) {}
