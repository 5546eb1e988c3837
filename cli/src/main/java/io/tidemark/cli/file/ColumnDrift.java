package io.tidemark.cli.file;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// What a comparison says of one column.
///
/// @param column its name
/// @param kind numeric or category
/// @param referenceRows rows of the reference, missing ones included
/// @param currentRows current rows, missing ones included
/// @param referenceMissing share of the reference rows without a value, 0 to 1
/// @param currentMissing share of the current rows without a value, 0 to 1
/// @param method what decided
/// @param score its value; empty when it is not defined for these rows
/// @param drifted whether the column has drifted
/// @param reason why, in words
/// @param statistics all values by name
/// @param pValues probability of a value at least as large without drift, by name, where there is a law for it
public record ColumnDrift(
        String column,
        String kind,
        long referenceRows,
        long currentRows,
        double referenceMissing,
        double currentMissing,
        String method,
        Optional<Double> score,
        boolean drifted,
        String reason,
        Map<String, Double> statistics,
        Map<String, Double> pValues) {
    public ColumnDrift {
        statistics = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(statistics));
        pValues = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(pValues));
    }
}
