package io.tidemark.model.feature;

import io.tidemark.model.manifest.FeatureSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Turns the feature values of an event into a raw row, or says what is wrong with them.
///
/// Raw row: `double[features]` in the manifest's order; a number as it is, a boolean as 0 or 1, a category as its
/// index in the declared list, an unseen category as -1, a missing value as NaN. Belongs to one thread.
public final class RawEncoder {
    private final FeatureEncoder[] encoders;
    private final Fault fault = new Fault();
    private int present;

    public RawEncoder(List<FeatureSpec> features) {
        encoders = features.stream().map(FeatureEncoder::of).toArray(FeatureEncoder[]::new);
    }

    /// Number of features, the length of a raw row.
    public int width() {
        return encoders.length;
    }

    /// Encodes `values` (null, Boolean, Long, Double or String by feature name) into `raw`.
    ///
    /// Names that the manifest does not know are passed over; [#unknown] counts them.
    ///
    /// @return the first violation in the manifest's order, or null when the row is good
    public @Nullable Violation encode(Map<String, ? extends @Nullable Object> values, double[] raw) {
        fault.clear();
        present = 0;
        for (int i = 0; i < encoders.length; i++) {
            Object value = values.get(encoders[i].name());
            present += value == null ? 0 : 1;
            raw[i] = encoders[i].encode(value, fault);
        }
        return fault.violation();
    }

    /// How many features had a value in the row that was encoded last.
    public int present() {
        return present;
    }

    /// All violations of a row, in the manifest's order; for reports, not for the hot path.
    public List<Violation> violations(Map<String, ? extends @Nullable Object> values) {
        List<Violation> violations = new ArrayList<>();
        for (FeatureEncoder encoder : encoders) {
            fault.clear();
            double unused = encoder.encode(values.get(encoder.name()), fault);
            Violation violation = fault.violation();
            if (violation != null) {
                violations.add(violation);
            }
        }
        return violations;
    }

    /// How many of the names in `values` the manifest does not know.
    public int unknown(Map<String, ? extends @Nullable Object> values) {
        int known = 0;
        for (FeatureEncoder encoder : encoders) {
            if (values.containsKey(encoder.name())) {
                known++;
            }
        }
        return values.size() - known;
    }
}
