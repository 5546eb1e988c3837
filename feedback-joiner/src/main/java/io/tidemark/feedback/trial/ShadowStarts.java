package io.tidemark.feedback.trial;

import io.tidemark.event.Prediction;
import io.tidemark.event.RequestCoordinates;
import io.tidemark.feedback.trial.RequestTrace.Answer;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.streams.state.KeyValueStore;

/// From where on a shadow scores: the first request of each partition that it was seen to score. What came before was
/// answered while it was still being loaded, and says nothing of it.
final class ShadowStarts {
    private static final String FROM = "from";

    private final KeyValueStore<String, byte[]> store;
    private final Map<String, Long> firstOffsets = new HashMap<>();

    /// @param store shared with [TrialLoads], which forgets what belongs to no stage that runs
    ShadowStarts(KeyValueStore<String, byte[]> store) {
        this.store = store;
    }

    /// Notes a request that a shadow scored.
    void scored(Prediction shadow) {
        RequestCoordinates request = shadow.getSource();
        String place = place(shadow.getModel(), shadow.getActivationId(), request.getPartition());
        if (request.getOffset() < first(place)) {
            firstOffsets.put(place, request.getOffset());
            store.put(
                    place,
                    ByteBuffer.allocate(Long.BYTES).putLong(request.getOffset()).array());
        }
    }

    /// True when the shadow had begun before a request: it could have scored it.
    boolean hadBegun(String model, Answer answer) {
        return first(place(model, answer.activationId(), answer.partition())) < answer.offset();
    }

    private long first(String place) {
        return firstOffsets.computeIfAbsent(place, missing -> {
            byte[] bytes = store.get(missing);
            return bytes == null ? Long.MAX_VALUE : ByteBuffer.wrap(bytes).getLong();
        });
    }

    private static String place(String model, String activationId, int partition) {
        return TrialLoads.prefix(model, activationId) + FROM + "\0" + partition;
    }
}
