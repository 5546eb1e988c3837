/// How far the joiner's group has read the log: what nothing may expire ahead of.
///
/// [ReadMark] is what the topology asks, [ReadWatch] what runs beside the stream, [ReadSteps] the rule. Knows Kafka's
/// clients, not Kafka Streams.
@NullMarked
package io.tidemark.feedback.reading;

import org.jspecify.annotations.NullMarked;
