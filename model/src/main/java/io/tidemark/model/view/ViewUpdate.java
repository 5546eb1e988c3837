package io.tidemark.model.view;

import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// New values of one entity's features.
///
/// @param view view that they belong to
/// @param entity entity that they describe
/// @param eventTimeMs from when they hold, milliseconds since 1970-01-01 UTC
/// @param values null, Boolean, Long, Double or String by feature name; absent: unchanged; null: missing from then on
public record ViewUpdate(String view, String entity, long eventTimeMs, Map<String, @Nullable Object> values) {
    public ViewUpdate {
        values = Collections.unmodifiableMap(new HashMap<>(values));
    }
}
