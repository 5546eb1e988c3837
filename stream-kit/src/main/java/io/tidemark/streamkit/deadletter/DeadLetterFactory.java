package io.tidemark.streamkit.deadletter;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.tidemark.event.DeadLetter;
import io.tidemark.event.DeadLetterStatus;
import io.tidemark.event.PredictionRequest;
import io.tidemark.streamkit.deadletter.KeptBytes.Kept;
import io.tidemark.wire.ByteBuffers;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Writes dead letters of one service and counts them as `tidemark.dead.letters` by reason.
public final class DeadLetterFactory {
    private static final int MAX_MESSAGE_CHARS = 2_000;

    private final String service;
    private final Clock clock;
    private final MeterRegistry meters;
    private final Map<Reason, Counter> counters = new ConcurrentHashMap<>();

    public DeadLetterFactory(String service, Clock clock, MeterRegistry meters) {
        this.service = service;
        this.clock = clock;
        this.meters = meters;
    }

    private Counter counter(Reason reason) {
        return meters.counter("tidemark.dead.letters", "service", service, "reason", reason.name());
    }

    /// The key that the letter's record gets: the source's.
    public static byte @Nullable [] keyOf(DeadLetter letter) {
        ByteBuffer key = letter.getKey();
        return key == null ? null : ByteBuffers.copy(key);
    }

    /// A dead letter of a record that could not be read far enough to know its model or request.
    public DeadLetter of(Inbound source, Reason reason, String message) {
        return of(source, reason, message, null, null);
    }

    /// A dead letter of a record that our own code failed on.
    public DeadLetter failed(Inbound source, Exception fault) {
        return of(source, Reason.PROCESSING_FAILED, fault.getClass().getName() + ": " + fault.getMessage());
    }

    /// A dead letter of a record that could be read, and has a fault.
    public DeadLetter of(Inbound source, Fault fault, @Nullable String model, @Nullable String requestId) {
        return of(source, fault.reason(), fault.message(), model, requestId);
    }

    /// A dead letter of a request.
    public DeadLetter of(Inbound source, Fault fault, PredictionRequest request) {
        return DeadLetter.newBuilder(of(source, fault, request.getModel(), request.getRequestId()))
                .setEntityId(request.getEntityId())
                .build();
    }

    /// A dead letter.
    ///
    /// @param model name of the model, null when unknown
    /// @param requestId id of the request, null when unknown
    public DeadLetter of(
            Inbound source, Reason reason, String message, @Nullable String model, @Nullable String requestId) {
        counters.computeIfAbsent(reason, this::counter).increment();
        Kept kept = KeptBytes.of(source);
        String shortened =
                message.length() <= MAX_MESSAGE_CHARS ? message : message.substring(0, MAX_MESSAGE_CHARS) + "...";
        return DeadLetter.newBuilder()
                .setService(service)
                .setReason(reason.name())
                .setMessage(kept.note().isEmpty() ? shortened : shortened + " " + kept.note())
                .setTopic(source.topic())
                .setPartition(source.partition())
                .setOffset(source.offset())
                .setTimestampMs(source.originalTimestampMs())
                .setKey(kept.key())
                .setValue(kept.value())
                .setHeaders(kept.headers())
                .setModel(model)
                .setRequestId(requestId)
                .setRedrivable(reason.redrivable() && kept.note().isEmpty())
                .setFailedAt(clock.instant())
                .setStatus(DeadLetterStatus.OPEN)
                .build();
    }
}
