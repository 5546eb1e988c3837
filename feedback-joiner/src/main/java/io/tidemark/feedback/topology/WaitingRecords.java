package io.tidemark.feedback.topology;

import io.tidemark.streamkit.deadletter.Decoded;
import io.tidemark.streamkit.deadletter.Inbound;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Records that need the terms of a version whose bundle is being fetched: put by in a store, in the transaction that
/// read them, and taken up once the terms are there. Those of one subject keep their order.
final class WaitingRecords {
    /// Records that one look takes up: about 0.1 s.
    private static final int MOST_AT_ONCE = 5_000;

    private static final Logger LOG = LoggerFactory.getLogger(WaitingRecords.class);

    private final KeyValueStore<Long, byte[]> store;

    /// How many records wait, by subject.
    private final Map<String, Integer> subjects = new HashMap<>();

    private long next;

    WaitingRecords(KeyValueStore<Long, byte[]> store) {
        this.store = store;
        try (KeyValueIterator<Long, byte[]> all = store.all()) {
            while (all.hasNext()) {
                KeyValue<Long, byte[]> entry = all.next();
                subjects.merge(read(entry.value).subject(), 1, Integer::sum);
                next = Math.max(next, entry.key + 1);
            }
        }
    }

    /// True when something of a subject waits: what comes later has to wait behind it.
    boolean holds(String subject) {
        return !subjects.isEmpty() && subjects.containsKey(subject);
    }

    /// Puts a record by.
    void add(Waiting waiting) {
        store.put(next++, write(waiting));
        subjects.merge(waiting.subject(), 1, Integer::sum);
    }

    /// Takes up what is ready, the oldest first. One that fails is handed over and waits no longer: nobody would send
    /// it again by itself, and the stream goes on.
    ///
    /// @param taker processes a record, all of it or nothing; the record waits no longer then
    /// @param failed hears of one that could not be processed, and why
    void release(Predicate<Waiting> isReady, Consumer<Waiting> taker, BiConsumer<Waiting, RuntimeException> failed) {
        if (subjects.isEmpty()) {
            return;
        }
        List<KeyValue<Long, Waiting>> oldest = new ArrayList<>();
        try (KeyValueIterator<Long, byte[]> all = store.all()) {
            while (all.hasNext() && oldest.size() < MOST_AT_ONCE) {
                KeyValue<Long, byte[]> entry = all.next();
                oldest.add(KeyValue.pair(entry.key, read(entry.value)));
            }
        }
        Set<String> blocked = new HashSet<>();
        for (KeyValue<Long, Waiting> entry : oldest) {
            if (blocked.contains(entry.value.subject()) || !isTaken(entry.value, isReady, taker, failed)) {
                blocked.add(entry.value.subject());
            } else {
                store.delete(entry.key);
                subjects.computeIfPresent(entry.value.subject(), (key, count) -> count == 1 ? null : count - 1);
            }
        }
    }

    /// False when it waits on. Faults of Kafka say nothing about a record and stop the thread.
    private static boolean isTaken(
            Waiting waits,
            Predicate<Waiting> isReady,
            Consumer<Waiting> taker,
            BiConsumer<Waiting, RuntimeException> failed) {
        try {
            if (!isReady.test(waits)) {
                return false;
            }
            taker.accept(waits);
        } catch (KafkaException e) {
            throw e;
        } catch (RuntimeException e) {
            LOG.error("{} waited and failed when it was taken up; it becomes a dead letter.", waits.source(), e);
            failed.accept(waits, e);
        }
        return true;
    }

    /// What a record says that was good when it was put by.
    static <V> V value(Decoded<V> decoded) {
        return switch (decoded) {
            case Decoded.Good<V> good -> good.value();
            case Decoded.Bad<V> bad ->
                throw new IllegalStateException("Found a record that was good when it came and is not now: "
                        + bad.letter().getMessage());
        };
    }

    private static byte[] write(Waiting waiting) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            StateBytes.writeText(waiting.subject(), out);
            out.writeLong(waiting.readUpToMs());
            InboundFormat.write(waiting.source(), out);
        } catch (IOException e) {
            throw new UncheckedIOException("A record cannot be put by.", e);
        }
        return bytes.toByteArray();
    }

    private static Waiting read(byte[] bytes) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            String subject = StateBytes.readText(in);
            long readUpToMs = in.readLong();
            return new Waiting(subject, InboundFormat.read(in), readUpToMs);
        } catch (IOException e) {
            throw new UncheckedIOException("A record that was put by is cut off.", e);
        }
    }

    /// A record that waits.
    ///
    /// @param subject what it is about
    /// @param readUpToMs how far the log had been read when it came: nothing counts as due that was not due then
    record Waiting(String subject, Inbound source, long readUpToMs) {}
}
