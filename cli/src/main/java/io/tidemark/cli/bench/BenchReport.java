package io.tidemark.cli.bench;

import java.util.List;
import java.util.Map;

/// What a benchmark measured.
///
/// @param name name of the benchmark
/// @param columns heads of the table
/// @param rows rows of the table, as text for people
/// @param values the numbers behind it by name, units in the names
/// @param notes how to read it, what falls short
public record BenchReport(
        String name, List<String> columns, List<List<String>> rows, Map<String, Object> values, List<String> notes) {
    public BenchReport {
        columns = List.copyOf(columns);
        rows = rows.stream().map(List::copyOf).toList();
        notes = List.copyOf(notes);
    }
}
