package io.tidemark.cli.client;

import io.tidemark.event.GroundTruth;
import io.tidemark.event.PredictionRequest;
import io.tidemark.model.manifest.ModelManifest;
import io.tidemark.streamkit.routing.KeyBuckets;
import io.tidemark.topic.HeaderNames;
import io.tidemark.trainer.data.DataRow;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/// Makes requests and labels of the rows of a data file.
public final class RequestSource {
    private final ModelManifest manifest;
    private final boolean explain;

    public RequestSource(ModelManifest manifest) {
        this(manifest, false);
    }

    /// @param explain whether the requests ask for the contributions of the features
    public RequestSource(ModelManifest manifest, boolean explain) {
        this.manifest = manifest;
        this.explain = explain;
    }

    /// The header that says until when an answer is of use.
    public static Headers deadline(Instant deadline) {
        return new RecordHeaders()
                .add(
                        HeaderNames.DEADLINE_MS,
                        Long.toString(deadline.toEpochMilli()).getBytes(StandardCharsets.UTF_8));
    }

    /// The request of a row of a file: with its entity, where the manifest names the column of it.
    public PredictionRequest request(String requestId, DataRow row, Instant eventTime) {
        return request(requestId, row.entity().orElse(null), row.values(), eventTime);
    }

    /// The key of a request's record: its entity, else its id.
    public static String key(PredictionRequest request) {
        return KeyBuckets.keyOf(request.getEntityId(), request.getRequestId());
    }

    /// The request of a row's values, about no entity.
    public PredictionRequest request(
            String requestId, Map<String, ? extends @Nullable Object> values, Instant eventTime) {
        return request(requestId, null, values, eventTime);
    }

    private PredictionRequest request(
            String requestId,
            @Nullable String entity,
            Map<String, ? extends @Nullable Object> values,
            Instant eventTime) {
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
                .setEntityId(entity)
                .setEventTime(eventTime)
                .setFeatures(features)
                .setExplain(explain)
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
