package io.tidemark.trainer.prepare;

import io.tidemark.trainer.data.DataFinding;
import io.tidemark.trainer.data.LocatedData;
import io.tidemark.trainer.data.TrainingTable;
import java.util.List;
import java.util.stream.Stream;

/// Rows that can be used, with what there is to know about them.
///
/// @param findings warnings
/// @param data the data, with a hash of all that is in the rows, values of views included
public record CheckedData(TrainingTable table, List<DataFinding> findings, LocatedData data) {
    public CheckedData {
        findings = List.copyOf(findings);
    }

    /// The same rows with more to know about them.
    public CheckedData with(List<DataFinding> more) {
        return new CheckedData(
                table, Stream.concat(findings.stream(), more.stream()).toList(), data);
    }
}
