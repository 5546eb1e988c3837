package io.tidemark.model.bundle;

import io.tidemark.model.manifest.FeatureSpec;
import java.util.List;

/// A hash over what goes into a model: names, types and categories of the features and names of the inputs, all in
/// order. Ranges, units and defaults may change without changing it.
public final class FeatureSignature {
    private FeatureSignature() {}

    /// The signature, 64 hexadecimal digits.
    public static String of(List<FeatureSpec> features, List<String> inputNames) {
        StringBuilder text = new StringBuilder();
        for (FeatureSpec feature : features) {
            switch (feature) {
                case FeatureSpec.NumberFeature number -> line(text, "number", number.name(), List.of());
                case FeatureSpec.BooleanFeature bool -> line(text, "boolean", bool.name(), List.of());
                case FeatureSpec.CategoryFeature category ->
                    line(text, "category", category.name(), category.categories());
            }
        }
        line(text, "inputs", "", inputNames);
        return Sha256.of(text.toString());
    }

    /// Each field with its length ahead, so that no two lists give one text.
    private static void line(StringBuilder text, String kind, String name, List<String> values) {
        field(text, kind);
        field(text, name);
        values.forEach(value -> field(text, value));
        text.append('\n');
    }

    private static void field(StringBuilder text, String value) {
        text.append(value.length()).append(':').append(value).append(' ');
    }
}
