package io.tidemark.streamkit.deadletter;

import io.micrometer.core.instrument.MeterRegistry;
import io.tidemark.event.DeadLetter;
import io.tidemark.event.DeadLetterHeader;
import io.tidemark.event.DeadLetterStatus;
import io.tidemark.streamkit.runtime.BoundedTimestamps;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/// Writes dead letters of one service and counts them as `tidemark.dead.letters` by reason.
public final class DeadLetterFactory {
    private static final int MAX_MESSAGE_CHARS = 2_000;

    private final String service;
    private final Clock clock;
    private final MeterRegistry meters;

    public DeadLetterFactory(String service, Clock clock, MeterRegistry meters) {
        this.service = service;
        this.clock = clock;
        this.meters = meters;
    }

    /// A dead letter of a record that could not be read far enough to know its model or request.
    public DeadLetter of(Inbound source, Reason reason, String message) {
        return of(source, reason, message, null, null);
    }

    /// A dead letter.
    ///
    /// @param model name of the model, null when unknown
    /// @param requestId id of the request, null when unknown
    public DeadLetter of(
            Inbound source, Reason reason, String message, @Nullable String model, @Nullable String requestId) {
        meters.counter("tidemark.dead.letters", "service", service, "reason", reason.name())
                .increment();
        return DeadLetter.newBuilder()
                .setService(service)
                .setReason(reason.name())
                .setMessage(message.length() <= MAX_MESSAGE_CHARS ? message : message.substring(0, MAX_MESSAGE_CHARS))
                .setTopic(source.topic())
                .setPartition(source.partition())
                .setOffset(source.offset())
                .setTimestampMs(source.originalTimestampMs())
                .setKey(buffer(source.key()))
                .setValue(buffer(source.value()))
                .setHeaders(headers(source))
                .setModel(model)
                .setRequestId(requestId)
                .setRedrivable(reason.redrivable())
                .setFailedAt(clock.instant())
                .setStatus(DeadLetterStatus.OPEN)
                .build();
    }

    private static List<DeadLetterHeader> headers(Inbound source) {
        List<DeadLetterHeader> headers = new ArrayList<>();
        for (Header header : source.headers()) {
            if (!header.key().equals(BoundedTimestamps.ORIGINAL_HEADER)) {
                headers.add(new DeadLetterHeader(header.key(), buffer(header.value())));
            }
        }
        return headers;
    }

    private static @Nullable ByteBuffer buffer(byte @Nullable [] bytes) {
        return bytes == null ? null : ByteBuffer.wrap(bytes);
    }
}
