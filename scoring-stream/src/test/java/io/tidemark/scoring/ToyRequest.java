package io.tidemark.scoring;

import io.tidemark.event.PredictionRequest;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Requests that the toy model answers, unless a test spoils them.
public final class ToyRequest {
    /// What all requests have as event time.
    public static final Instant TIME = Instant.parse("2024-03-01T12:00:00Z");

    private ToyRequest() {}

    /// A good request whose values follow from its number.
    public static PredictionRequest number(int i) {
        return of("request-" + i, values(i));
    }

    /// A good request that a test changes.
    public static PredictionRequest changed(int i, Consumer<PredictionRequest.Builder> change) {
        PredictionRequest.Builder request = PredictionRequest.newBuilder(number(i));
        change.accept(request);
        return request.build();
    }

    /// A request for the toy model.
    public static PredictionRequest of(String requestId, Map<String, ? extends @Nullable Object> values) {
        return PredictionRequest.newBuilder()
                .setRequestId(requestId)
                .setModel(ToyModel.NAME)
                .setEntityId(null)
                .setEventTime(TIME)
                .setFeatures(new HashMap<>(values))
                .setExplain(false)
                .build();
    }

    /// Values of the good request with this number.
    public static Map<String, Object> values(int i) {
        return Map.of("rooms", 1L + i % 9, "region", i % 2 == 0 ? "coast" : "inland", "income", income(i));
    }

    /// From 0 to 125, spread evenly over any hundred requests.
    private static double income(int i) {
        return Math.floorMod(617L * i, 1_000L) / 8.0;
    }

    /// Values of a good request with one exchanged; null leaves it out.
    public static Map<String, Object> valuesWith(String feature, @Nullable Object value) {
        Map<String, Object> values = new HashMap<>(values(3));
        if (value == null) {
            values.remove(feature);
        } else {
            values.put(feature, value);
        }
        return values;
    }
}
