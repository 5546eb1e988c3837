package io.tidemark.drift.topology;

import io.tidemark.event.DeadLetter;
import io.tidemark.streamkit.deadletter.DeadLetterFactory;
import io.tidemark.streamkit.deadletter.Decoded;
import io.tidemark.streamkit.deadletter.EventChecks;
import io.tidemark.streamkit.deadletter.Fault;
import io.tidemark.streamkit.deadletter.Inbound;
import io.tidemark.streamkit.deadletter.InboundDecoder;
import io.tidemark.streamkit.deadletter.Reason;
import io.tidemark.topic.TopicSpec;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/// Where records of one topic come in: good ones are handed over, bad ones become dead letters.
final class Door<V extends SpecificRecord> {
    private final InboundDecoder<V> decoder;
    private final DeadLetterFactory letters;
    private final DriftTopology topology;
    private final Consumer<DeadLetter> rejected;

    /// @param rejected where dead letters go
    Door(DriftTopology topology, TopicSpec<V> topic, Consumer<DeadLetter> rejected) {
        this.topology = topology;
        this.rejected = rejected;
        this.letters = new DeadLetterFactory(DriftNames.SERVICE, topology.clock(), topology.meters());
        this.decoder = new InboundDecoder<>(
                topology.topics().of(topic).values().deserializer(),
                letters,
                topology.config().limits(),
                topology.topics().schemaWaits());
    }

    /// The record's value, or null when it became a dead letter.
    @Nullable
    V enter(Inbound source) {
        return switch (decoder.decode(source)) {
            case Decoded.Good<V> good -> good.value();
            case Decoded.Bad<V> bad -> {
                rejected.accept(bad.letter());
                yield null;
            }
        };
    }

    /// True when an event time can be believed; otherwise the record became a dead letter.
    boolean believes(Inbound source, Instant eventTime) {
        Instant latest = topology.clock().instant().plus(topology.config().maxAhead());
        Optional<Fault> fault = EventChecks.eventTime(eventTime, latest);
        fault.ifPresent(it -> reject(source, it.reason(), it.message()));
        return fault.isEmpty();
    }

    void reject(Inbound source, Reason reason, String message) {
        rejected.accept(letters.of(source, reason, message));
    }
}
