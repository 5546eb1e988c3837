package io.tidemark.cli.client;

import io.tidemark.event.GroundTruth;
import io.tidemark.event.PredictionRequest;
import io.tidemark.model.manifest.ModelManifest;
import io.tidemark.trainer.data.DataRow;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Makes requests and labels of the rows of a data file.
public final class RequestSource {
    private final ModelManifest manifest;

    public RequestSource(ModelManifest manifest) {
        this.manifest = manifest;
    }

    /// The request of a row.
    public PredictionRequest request(
            String requestId, Map<String, ? extends @Nullable Object> values, Instant eventTime) {
        Map<String, Object> features = new HashMap<>();
        values.forEach((name, value) -> {
            if (value != null) {
                features.put(
                        name,
                        value instanceof Number number && !(value instanceof Long)
                                ? (Object) number.doubleValue()
                                : value);
            }
        });
        return PredictionRequest.newBuilder()
                .setRequestId(requestId)
                .setModel(manifest.name())
                .setEntityId(null)
                .setEventTime(eventTime)
                .setFeatures(features)
                .setExplain(false)
                .build();
    }

    /// The label of a row; empty when it has none.
    public Optional<GroundTruth> label(String requestId, DataRow row, Instant eventTime) {
        return Optional.ofNullable(row.label()).map(label -> label(requestId, label, eventTime));
    }

    /// A label.
    public GroundTruth label(String requestId, Object label, Instant eventTime) {
        return GroundTruth.newBuilder()
                .setRequestId(requestId)
                .setModel(manifest.name())
                .setLabel(label)
                .setEventTime(eventTime)
                .setRevision(0)
                .build();
    }
}
