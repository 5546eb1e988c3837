package io.tidemark.trainer.data;

import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One row of a data file, as an event would carry it.
///
/// @param line line in the file, from 1, the header included
/// @param id value of the id column
/// @param values null, Boolean, Long, Double or String by feature name
/// @param time value of the column that says when the row was; null where there is none, or none is wanted
/// @param label value of the target's column: a Double, a class, or null when there is none
public record DataRow(
        long line,
        Optional<String> id,
        Map<String, @Nullable Object> values,
        @Nullable Object time,
        @Nullable Object label) {}
