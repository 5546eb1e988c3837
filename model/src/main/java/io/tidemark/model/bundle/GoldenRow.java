package io.tidemark.model.bundle;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// An event's values with the score that the training library gave them.
///
/// @param values null, Boolean, Long, Double or String by feature name
/// @param score score after the link function
public record GoldenRow(Map<String, @Nullable Object> values, double score) {}
