package io.tidemark.trainer.prepare;

import io.tidemark.trainer.data.DataFinding;
import io.tidemark.trainer.data.TrainingTable;
import java.util.List;
import java.util.stream.Stream;

/// Rows that can be used, with what there is to know about them.
///
/// @param findings warnings
public record CheckedData(TrainingTable table, List<DataFinding> findings) {
    public CheckedData {
        findings = List.copyOf(findings);
    }

    /// The same rows with more to know about them.
    public CheckedData with(List<DataFinding> more) {
        return new CheckedData(
                table, Stream.concat(findings.stream(), more.stream()).toList());
    }
}
