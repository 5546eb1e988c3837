package io.tidemark.trainer.data;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// One row of a data file, as an event would carry it.
///
/// @param line line in the file, from 1, the header included
/// @param id value of the id column
/// @param entity what the row is about; empty when the manifest names no column of it
/// @param eventTimeMs when the row was, milliseconds since 1970-01-01 UTC; empty when the manifest names no column of
///     it, or its cell holds no time
/// @param values null, Boolean, Long, Double or String by feature name
/// @param time value of the column that says when the row was; null where there is none, or none is wanted
/// @param label value of the target's column: a Double, a class, or null when there is none
public record DataRow(
        long line,
        Optional<String> id,
        Optional<String> entity,
        OptionalLong eventTimeMs,
        Map<String, @Nullable Object> values,
        @Nullable Object time,
        @Nullable Object label) {
    /// The same row with other values.
    public DataRow with(Map<String, @Nullable Object> others) {
        return new DataRow(line, id, entity, eventTimeMs, others, time, label);
    }
}
