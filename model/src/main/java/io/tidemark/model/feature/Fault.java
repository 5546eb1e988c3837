package io.tidemark.model.feature;

import io.tidemark.model.feature.Violation.Reason;
import org.jspecify.annotations.Nullable;

/// Holds the first violation of an event while it is encoded; without one nothing is allocated.
final class Fault {
    private @Nullable Violation first;

    void clear() {
        first = null;
    }

    void set(Reason reason, String feature, String message) {
        if (first == null) {
            first = new Violation(reason, feature, "Feature " + feature + ": " + message);
        }
    }

    @Nullable
    Violation violation() {
        return first;
    }
}
