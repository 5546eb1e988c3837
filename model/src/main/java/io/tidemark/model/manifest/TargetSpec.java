package io.tidemark.model.manifest;

import java.util.List;
import java.util.Optional;

/// What is predicted.
///
/// @param name column of the data
/// @param unit unit for people; may be empty
/// @param range labels outside are refused (regression)
/// @param classes the two classes (binary), negative one first; empty for regression
/// @param threshold probability from which on the positive class is answered (binary), 0 to 1; empty: a half
public record TargetSpec(String name, String unit, Range range, List<String> classes, Optional<Double> threshold) {
    public TargetSpec {
        classes = List.copyOf(classes);
    }
}
