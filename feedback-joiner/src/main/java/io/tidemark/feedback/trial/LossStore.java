package io.tidemark.feedback.trial;

import io.tidemark.feedback.rollout.KeyLoss;
import io.tidemark.feedback.rollout.Trial;
import io.tidemark.stats.state.StateReader;
import io.tidemark.stats.state.StateWriter;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/// What counts for the keys of trials: for each the request with the earliest event time, until that is old enough to
/// be added to its stage. What is held does not depend on the order in which labels come.
final class LossStore {
    private static final String REFUSED = "\0refused\0";
    private static final byte[] PRESENT = {1};

    private final KeyValueStore<String, byte[]> keys;
    private final KeyValueStore<String, byte[]> losses;

    /// Event time before which a stage holds no loss any more, by activation: deleted entries are not walked again.
    private final Map<String, Long> emptyBeforeMs = new HashMap<>();

    /// @param keys by trial and key: the request that counts
    /// @param losses by stage, event time and key: what it says
    LossStore(KeyValueStore<String, byte[]> keys, KeyValueStore<String, byte[]> losses) {
        this.keys = keys;
        this.losses = losses;
    }

    /// Lets a request count for its key, unless an earlier one does, or the key has been added to its stage.
    ///
    /// @return false when one of two requests of the key is left out: this one, or the one that counted up to now
    boolean offer(Trial trial, String key, Counted request, KeyLoss loss) {
        String ofKey = trial.id() + "\0" + key;
        Optional<Counted> before = Optional.ofNullable(keys.get(ofKey)).flatMap(Counted::fromBytes);
        if (before.isPresent()) {
            String place = before.get().place(key);
            if (!request.isBefore(before.get()) || losses.get(place) == null) {
                return false;
            }
            losses.delete(place);
        }
        keys.put(ofKey, request.toBytes());
        losses.put(request.place(key), loss.toBytes());
        emptyBeforeMs.computeIfPresent(
                request.activationId(), (stage, emptyMs) -> Math.min(emptyMs, request.eventTimeMs()));
        return before.isEmpty();
    }

    /// Adds to their stages what lies before a moment of event time.
    ///
    /// @param cutMs exclusive, milliseconds since 1970-01-01 UTC
    /// @return whether there was any
    boolean mature(Trial trial, long cutMs) {
        boolean any = false;
        for (Trial.Stage stage : trial.stages()) {
            String id = stage.activationId();
            String from = Counted.place(id, emptyBeforeMs.getOrDefault(id, Long.MIN_VALUE));
            try (KeyValueIterator<String, byte[]> old = losses.range(from, Counted.place(id, cutMs))) {
                while (old.hasNext()) {
                    KeyValue<String, byte[]> next = old.next();
                    stage.sums().add(KeyLoss.fromBytes(next.value));
                    losses.delete(next.key);
                    any = true;
                }
            }
            emptyBeforeMs.merge(id, cutMs, Math::max);
        }
        return any;
    }

    /// Counts a key that a version refused in a stage.
    ///
    /// @return false when it has counted before
    boolean isNewRefusal(Trial trial, String activationId, String key) {
        return keys.putIfAbsent(trial.id() + "\0" + REFUSED + activationId + "\0" + key, PRESENT) == null;
    }

    /// Forgets keys and losses of a stage that is over, up to a number.
    ///
    /// @return whether all is gone
    boolean purge(String activationId, int most) {
        emptyBeforeMs.remove(activationId);
        return Prefixes.delete(keys, activationId + "\0", most) && Prefixes.delete(losses, activationId + "\0", most);
    }

    /// The request that counts for a key.
    ///
    /// @param activationId activation that routed it: a stage of the trial
    /// @param eventTimeMs milliseconds since 1970-01-01 UTC
    /// @param requestId decides between requests of the same moment
    record Counted(String activationId, long eventTimeMs, String requestId) {
        private static final byte KIND = 76;

        boolean isBefore(Counted other) {
            return eventTimeMs < other.eventTimeMs
                    || (eventTimeMs == other.eventTimeMs && requestId.compareTo(other.requestId) < 0);
        }

        String place(String key) {
            return place(activationId, eventTimeMs) + "\0" + key;
        }

        /// Sorts by event time within a stage; comes before all places of that moment.
        static String place(String activationId, long eventTimeMs) {
            return activationId + "\0" + String.format(Locale.ROOT, "%016x", eventTimeMs ^ Long.MIN_VALUE);
        }

        byte[] toBytes() {
            StateWriter out = new StateWriter();
            out.writeByte(KIND);
            out.writeText(activationId);
            out.writeLong(eventTimeMs);
            out.writeText(requestId);
            return out.toBytes();
        }

        /// Empty when another release wrote it: that trial began anew.
        static Optional<Counted> fromBytes(byte[] bytes) {
            if (bytes.length == 0 || bytes[0] != KIND) {
                return Optional.empty();
            }
            StateReader in = new StateReader(bytes);
            in.expectKind(KIND, "the request of a key");
            Counted counted = new Counted(in.readText("activation"), in.readLong(), in.readText("request"));
            in.expectEnd();
            return Optional.of(counted);
        }
    }
}
