package io.tidemark.trainer.prepare;

import io.tidemark.model.manifest.ModelManifest;
import io.tidemark.model.view.PastUpdates;
import io.tidemark.trainer.data.DataException;
import io.tidemark.trainer.data.DataFinding;
import io.tidemark.trainer.data.DataFinding.Severity;
import io.tidemark.trainer.data.LocatedData;
import io.tidemark.trainer.data.RowReader;
import io.tidemark.trainer.data.TableBuilder;
import io.tidemark.trainer.data.TrainingTable;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads a data file and checks it: first its columns, then each value, then the rows as a whole. All findings come out
/// together, as far as one can look: without the columns there are no rows to check.
public final class DataReading {
    private static final Logger LOG = LoggerFactory.getLogger(DataReading.class);

    private DataReading() {}

    /// The rows of a file, of a model without past updates.
    ///
    /// @throws DataException with all findings when one of them is an error
    public static CheckedData read(ModelManifest manifest, LocatedData data) {
        return read(manifest, data, new PastUpdates());
    }

    /// The rows of a file, with what the views of the model had of them. Replayed outcomes have it already.
    ///
    /// @param past updates of the views that have a history
    /// @throws DataException with all findings when one of them is an error
    public static CheckedData read(ModelManifest manifest, LocatedData data, PastUpdates past) {
        RowReader reader = new RowReader(manifest, data.file());
        List<DataFinding> findings = new ArrayList<>(ColumnChecks.of(manifest, reader.columns()));
        requireNoError(findings, data);
        TableBuilder rows = new TableBuilder(manifest);
        ViewRows views = new ViewRows(manifest, past);
        boolean joins = data.replayed().isEmpty();
        reader.forEach(row ->
                rows.add(joins ? views.join(row) : row, data.address() + " " + reader.unit() + " " + row.line()));
        views.described().forEach((view, values) -> LOG.info("Values of view {}: {}.", view, values));
        findings.addAll(views.findings());
        TrainingTable table = rows.collect();
        data.replayed().ifPresent(replayed -> findings.addAll(replayed.counts().findings()));
        findings.addAll(ValueChecks.of(manifest, table));
        findings.addAll(RowChecks.of(manifest, table));
        findings.addAll(LeakChecks.of(manifest, table));
        requireNoError(findings, data);
        return new CheckedData(table, findings, joins ? views.named(data) : data);
    }

    private static void requireNoError(List<DataFinding> findings, LocatedData data) {
        if (findings.stream().anyMatch(finding -> finding.severity() == Severity.ERROR)) {
            throw new DataException("The data of " + data.address() + " (" + data.origin() + ")", findings);
        }
    }
}
