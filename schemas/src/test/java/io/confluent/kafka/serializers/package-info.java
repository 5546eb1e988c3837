/// Stand-ins for Confluent's serializers, which are not on Maven Central. They do what [io.tidemark.wire.SerdeProvider]
/// relies on: write and read the wire format for any record, and throw for each fault what Confluent's throw.
@NullMarked
package io.confluent.kafka.serializers;

import org.jspecify.annotations.NullMarked;
