package io.tidemark.feedback.terms;

import io.tidemark.model.manifest.FeatureSpec.CategoryFeature;
import io.tidemark.model.manifest.ModelManifest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The parts of the traffic that are measured apart: the values of the features that the manifest declares as segments.
///
/// @param categories known values by feature; others share one part, so that traffic cannot make up parts
public record Segments(Map<String, List<String>> categories) {
    /// Part of the rows without the feature.
    public static final String MISSING = "(missing)";

    /// Part of the rows with a value that the manifest does not list.
    public static final String OTHER = "(other)";

    public static final Segments NONE = new Segments(Map.of());

    /// The segments of a manifest.
    public static Segments of(ModelManifest manifest) {
        Map<String, List<String>> categories = new LinkedHashMap<>();
        for (String name : manifest.monitors().segments()) {
            if (manifest.feature(name).orElse(null) instanceof CategoryFeature feature) {
                categories.put(name, feature.categories());
            }
        }
        return new Segments(categories);
    }

    /// The parts that a row belongs to, one for each feature, the whole traffic first.
    ///
    /// @param features raw values as they were scored
    public List<Segment> of(Map<String, ? extends @Nullable Object> features) {
        List<Segment> segments = new ArrayList<>(1 + categories.size());
        segments.add(Segment.ALL);
        categories.forEach((feature, known) -> segments.add(new Segment(feature, value(features.get(feature), known))));
        return segments;
    }

    private static String value(@Nullable Object value, List<String> known) {
        if (value == null) {
            return MISSING;
        }
        String text = value instanceof Double number && number == Math.rint(number) && Math.abs(number) < 1e15
                ? Long.toString(number.longValue())
                : value.toString();
        return known.contains(text) ? text : OTHER;
    }

    /// One part.
    ///
    /// @param feature feature that splits the traffic; empty: all of it
    /// @param value its value in this part; empty: all of it
    public record Segment(String feature, String value) {
        public static final Segment ALL = new Segment("", "");

        /// The feature and its value; empty for the whole traffic.
        public Optional<io.tidemark.event.Segment> asEvent() {
            return feature.isEmpty() ? Optional.empty() : Optional.of(new io.tidemark.event.Segment(feature, value));
        }
    }
}
