package io.tidemark.model.bundle;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// An event's values with the score that the training library gave them.
///
/// @param values null, Boolean, Long, Double or String by feature name
/// @param score score after the link function; multiclass: that of the most probable class
/// @param probabilities multiclass: one for each class, in the order of the classes; else empty
public record GoldenRow(Map<String, @Nullable Object> values, double score, List<Double> probabilities) {
    public GoldenRow {
        probabilities = List.copyOf(probabilities);
    }

    /// A row of a model of one score.
    public GoldenRow(Map<String, @Nullable Object> values, double score) {
        this(values, score, List.of());
    }

    /// A row with what the library gave it.
    ///
    /// @param scores one score, or the probabilities of all classes
    public static GoldenRow of(Map<String, @Nullable Object> values, List<Double> scores) {
        double highest = scores.stream()
                .mapToDouble(Double::doubleValue)
                .max()
                .orElseThrow(() -> new IllegalArgumentException("Found no score, expected one or more."));
        return new GoldenRow(values, highest, scores.size() == 1 ? List.of() : scores);
    }
}
