package io.tidemark.cli.demo;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A row that the model has never seen.
///
/// @param id name of the row in the data
/// @param values feature values as an event carries them
/// @param label the true value
record DemoRow(String id, Map<String, @Nullable Object> values, double label) {}
