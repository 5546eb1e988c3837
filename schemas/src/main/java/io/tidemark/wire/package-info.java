/// How records look on the wire: the open format of Confluent's serializers, and the schema registry behind it.
///
/// A value is byte 0 (zero), bytes 1 to 4 (schema id, big endian), then Avro binary. Any Confluent-compatible client
/// reads and writes it. Start at [SerdeProvider]; plain Kafka clients name [AvroSerializer] and [AvroDeserializer] in
/// their properties. Depends on Kafka's clients and Avro only.
@NullMarked
package io.tidemark.wire;

import org.jspecify.annotations.NullMarked;
