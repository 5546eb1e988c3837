package io.tidemark.trainer.prepare;

import io.tidemark.model.manifest.ModelManifest;
import io.tidemark.trainer.data.DataException;
import io.tidemark.trainer.data.DataFinding;
import io.tidemark.trainer.data.DataFinding.Severity;
import io.tidemark.trainer.data.LocatedData;
import io.tidemark.trainer.data.RowReader;
import io.tidemark.trainer.data.TableBuilder;
import io.tidemark.trainer.data.TrainingTable;
import java.util.ArrayList;
import java.util.List;

/// Reads a data file and checks it: first its columns, then each value, then the rows as a whole. All findings come out
/// together, as far as one can look: without the columns there are no rows to check.
public final class DataReading {
    private DataReading() {}

    /// The rows of a file.
    ///
    /// @throws DataException with all findings when one of them is an error
    public static CheckedData read(ModelManifest manifest, LocatedData data) {
        RowReader reader = new RowReader(manifest, data.file());
        List<DataFinding> findings = new ArrayList<>(ColumnChecks.of(manifest, reader.columns()));
        requireNoError(findings, data);
        TableBuilder rows = new TableBuilder(manifest);
        reader.forEach(row -> rows.add(row, data.address() + " " + reader.unit() + " " + row.line()));
        TrainingTable table = rows.collect();
        findings.addAll(ValueChecks.of(manifest, table));
        findings.addAll(RowChecks.of(manifest, table));
        findings.addAll(LeakChecks.of(manifest, table));
        requireNoError(findings, data);
        return new CheckedData(table, findings);
    }

    private static void requireNoError(List<DataFinding> findings, LocatedData data) {
        if (findings.stream().anyMatch(finding -> finding.severity() == Severity.ERROR)) {
            throw new DataException("The data of " + data.address() + " (" + data.origin() + ")", findings);
        }
    }
}
