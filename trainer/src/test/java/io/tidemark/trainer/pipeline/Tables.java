package io.tidemark.trainer.pipeline;

import io.tidemark.model.bundle.BundleDescriptor.Replay;
import io.tidemark.model.fit.RawTable;
import io.tidemark.trainer.data.ReplayCounts;
import io.tidemark.trainer.data.ReplayedRows;
import io.tidemark.trainer.data.TrainingTable;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.IntToDoubleFunction;

/// Tables of one feature, the number of the row.
final class Tables {
    private Tables() {}

    static TrainingTable of(int rows, String prefix, IntToDoubleFunction target) {
        double[] feature = new double[rows];
        Arrays.setAll(feature, i -> i);
        double[] targets = new double[rows];
        Arrays.setAll(targets, target);
        String[] ids = new String[rows];
        Arrays.setAll(ids, i -> prefix + i);
        return new TrainingTable(
                new RawTable(new double[][] {feature}, rows),
                targets,
                ids,
                new TrainingTable.Counts(rows, 0, 0, "", List.of()));
    }

    static ReplayedRows replayed(TrainingTable table) {
        return new ReplayedRows(
                table,
                new Replay("outcomes", Map.of(0, 99L), 0, 1, table.rows()),
                new ReplayCounts(table.rows(), table.rows(), 0, 0, 0, 0, 0, 0));
    }
}
