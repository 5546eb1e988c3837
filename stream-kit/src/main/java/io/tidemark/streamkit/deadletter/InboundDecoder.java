package io.tidemark.streamkit.deadletter;

import io.tidemark.streamkit.topic.SchemaWaits;
import io.tidemark.wire.MalformedRecordException;
import io.tidemark.wire.RegistryUnavailableException;
import io.tidemark.wire.UnknownSchemaException;
import io.tidemark.wire.WireFormat;
import java.time.Duration;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.serialization.Deserializer;

/// Reads inbound records, and tells bad records from a registry that is down.
///
/// Malformed bytes become a dead letter at once. An unknown schema id is waited for, once per id and for a few ids
/// only, so that invented ids do not hold up the stream, and then becomes a dead letter that can be sent again. A
/// registry that does not answer says nothing about the record: the call waits, and in the end throws, so that the
/// stream thread starts again from the last commit. Belongs to one thread.
public final class InboundDecoder<V> {
    private static final long FIRST_PAUSE_MS = 50;
    private static final long LONGEST_PAUSE_MS = 2_000;

    private final Deserializer<V> deserializer;
    private final DeadLetterFactory letters;
    private final Limits limits;
    private final Pause pause;
    private final SchemaWaits waits;

    /// @param waits shared by all who read for one service
    public InboundDecoder(Deserializer<V> deserializer, DeadLetterFactory letters, Limits limits, SchemaWaits waits) {
        this(deserializer, letters, limits, waits, Pause.REAL);
    }

    InboundDecoder(
            Deserializer<V> deserializer, DeadLetterFactory letters, Limits limits, SchemaWaits waits, Pause pause) {
        this.waits = waits;
        this.deserializer = deserializer;
        this.letters = letters;
        this.limits = limits;
        this.pause = pause;
    }

    /// The record's value, or the dead letter that it becomes.
    ///
    /// @throws RegistryUnavailableException when the registry did not answer for as long as the limits say
    public Decoded<V> decode(Inbound source) {
        byte[] bytes = source.value();
        if (bytes == null) {
            return bad(
                    source,
                    Reason.NULL_VALUE,
                    "Found a record without value, expected one: a tombstone means nothing on this topic.");
        }
        if (bytes.length > limits.maxBytes()) {
            return bad(
                    source,
                    Reason.TOO_LARGE,
                    "Found a value of " + bytes.length + " bytes, expected at most " + limits.maxBytes()
                            + ": send fewer or shorter values.");
        }
        if (source.timestampWasOutOfBounds()) {
            return bad(
                    source,
                    Reason.TIMESTAMP_OUT_OF_RANGE,
                    "Found the record timestamp " + source.originalTimestampMs()
                            + " ms, expected one at most a bound ahead of now: check the producer's clock and unit.");
        }
        try {
            return new Decoded.Good<>(decode(source.topic(), bytes));
        } catch (MalformedRecordException e) {
            return bad(source, Reason.MALFORMED, String.valueOf(e.getMessage()));
        } catch (UnknownSchemaException e) {
            return bad(source, Reason.UNKNOWN_SCHEMA, String.valueOf(e.getMessage()));
        }
    }

    private V decode(String topic, byte[] bytes) {
        long start = pause.nowNs();
        long pauseMs = FIRST_PAUSE_MS;
        while (true) {
            try {
                return deserializer.deserialize(topic, bytes);
            } catch (UnknownSchemaException e) {
                requirePatience(e, WireFormat.schemaId(bytes), start);
                pauseMs = Math.min(pauseMs, leftMs(limits.unknownSchemaWait(), start));
            } catch (RegistryUnavailableException e) {
                requireTime(e, limits.registryWait(), start);
                pauseMs = Math.min(pauseMs, leftMs(limits.registryWait(), start));
            }
            pause.sleep(pauseMs);
            pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS);
        }
    }

    /// What is left of a wait, 1 ms at least: the broker aborts the transaction of a thread that is away for long.
    private long leftMs(Duration wait, long startNs) {
        return Math.max(1, wait.minusNanos(pause.nowNs() - startNs).toMillis());
    }

    /// Throws when this id was waited for long enough, now or lately.
    private void requirePatience(UnknownSchemaException unknown, int schemaId, long startNs) {
        if (!waits.mayWait(schemaId, pause.nowNs(), limits.unknownSchemaPause().toNanos())) {
            throw unknown;
        }
        try {
            requireTime(unknown, limits.unknownSchemaWait(), startNs);
        } catch (UnknownSchemaException end) {
            waits.giveUp(schemaId, pause.nowNs());
            throw end;
        }
    }

    private void requireTime(RetriableException fault, Duration wait, long startNs) {
        if (pause.nowNs() - startNs >= wait.toNanos()) {
            throw fault;
        }
    }

    private Decoded<V> bad(Inbound source, Reason reason, String message) {
        return new Decoded.Bad<>(letters.of(source, reason, message));
    }

    /// How much the decoder bears.
    ///
    /// @param maxBytes largest value, bytes
    /// @param unknownSchemaWait how long an unknown schema id is waited for
    /// @param unknownSchemaPause how long, after that, further records with the id are not waited for
    /// @param registryWait how long a registry that does not answer is waited for before the thread starts again;
    ///     shorter than the consumer's `max.poll.interval.ms`
    public record Limits(int maxBytes, Duration unknownSchemaWait, Duration unknownSchemaPause, Duration registryWait) {
        public static final Limits DEFAULT =
                new Limits(1024 * 1024, Duration.ofSeconds(2), Duration.ofMinutes(1), Duration.ofMinutes(1));

        /// These limits with another largest value.
        public Limits withMaxBytes(int bytes) {
            return new Limits(bytes, unknownSchemaWait, unknownSchemaPause, registryWait);
        }
    }

    /// Time as the decoder sees it.
    interface Pause {
        Pause REAL = new Pause() {
            @Override
            public long nowNs() {
                return System.nanoTime();
            }

            @Override
            public void sleep(long ms) {
                try {
                    Thread.sleep(ms);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new RegistryUnavailableException("Interrupted while waiting for the schema registry.", e);
                }
            }
        };

        long nowNs();

        void sleep(long ms);
    }
}
