package io.tidemark.drift.topology;

import io.tidemark.drift.policy.Senses;
import io.tidemark.event.DeadLetter;
import io.tidemark.event.Performance;
import io.tidemark.event.PolicyReading;
import io.tidemark.event.TimelineEvent;
import io.tidemark.streamkit.deadletter.Inbound;
import io.tidemark.topic.Topics;
import java.time.Duration;
import java.time.Instant;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/// Makes readings of live quality and of the timeline. Quality that was written long ago, before the monitor was there
/// to act on it, is no news and is passed over.
final class SenseProcessor implements Processor<byte @Nullable [], byte @Nullable [], Object, SpecificRecord> {
    private static final Duration NEWS = Duration.ofHours(1);

    private final DriftTopology topology;
    private final Door<Performance> performance;
    private final Door<TimelineEvent> timeline;
    private final String performanceTopic;

    private ProcessorContext<Object, SpecificRecord> context;
    private byte @Nullable [] sourceKey;

    @SuppressWarnings("NullAway.Init") // Kafka Streams calls init before anything else
    SenseProcessor(DriftTopology topology) {
        this.topology = topology;
        performance = new Door<>(topology, Topics.PERFORMANCE, this::reject);
        timeline = new Door<>(topology, Topics.TIMELINE, this::reject);
        performanceTopic = topology.topics().settings().name(Topics.PERFORMANCE);
    }

    @Override
    public void init(ProcessorContext<Object, SpecificRecord> processorContext) {
        context = processorContext;
    }

    @Override
    public void process(Record<byte @Nullable [], byte @Nullable []> record) {
        Inbound source = Inbound.of(record, context.recordMetadata().orElseThrow());
        sourceKey = source.key();
        Instant now = topology.clock().instant();
        if (source.topic().equals(performanceTopic)) {
            Performance value = performance.enter(source);
            if (value != null && source.timestampMs() >= now.minus(NEWS).toEpochMilli()) {
                Senses.of(value, now).ifPresent(this::write);
            }
        } else {
            TimelineEvent event = timeline.enter(source);
            if (event != null) {
                Senses.of(event, now).ifPresent(this::write);
            }
        }
    }

    private void write(PolicyReading reading) {
        context.forward(
                new Record<>(reading.getModel(), reading, context.currentSystemTimeMs()), DriftNames.SENSED_OUT);
    }

    private void reject(DeadLetter letter) {
        context.forward(
                new Record<>(sourceKey, letter, context.currentSystemTimeMs(), new RecordHeaders()),
                DriftNames.SENSE_DEAD_LETTERS);
    }
}
