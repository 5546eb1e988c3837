package io.tidemark.trainer.data;

import io.tidemark.event.Outcome;
import io.tidemark.model.manifest.FeatureSpec;
import io.tidemark.model.manifest.ModelManifest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A labelled outcome, as far as training needs it.
///
/// @param requestId the request
/// @param eventTimeMs when it was, milliseconds since 1970-01-01 UTC
/// @param revision of its label
/// @param label null, Boolean, Double or String
/// @param values features as they were served, in the manifest's order
record ServedRow(
        String requestId,
        long eventTimeMs,
        int revision,
        @Nullable Object label,
        List<@Nullable Object> values) {
    /// Oldest first; of one moment by request.
    static final Comparator<ServedRow> BY_TIME =
            Comparator.comparingLong(ServedRow::eventTimeMs).thenComparing(ServedRow::requestId);

    static ServedRow of(Outcome outcome, ModelManifest manifest) {
        List<@Nullable Object> values = new ArrayList<>(manifest.features().size());
        for (FeatureSpec feature : manifest.features()) {
            values.add(outcome.getFeatures().get(feature.name()));
        }
        Object label = outcome.getLabel();
        return new ServedRow(
                outcome.getRequestId(),
                outcome.getEventTime().toEpochMilli(),
                outcome.getRevision(),
                label instanceof Number number ? (Object) number.doubleValue() : label,
                values);
    }

    /// The features by name.
    Map<String, @Nullable Object> byName(ModelManifest manifest) {
        Map<String, @Nullable Object> named = new HashMap<>();
        for (int i = 0; i < values.size(); i++) {
            named.put(manifest.features().get(i).name(), values.get(i));
        }
        return named;
    }
}
