package io.tidemark.cli.demo;

import io.tidemark.cli.UserError;
import io.tidemark.model.manifest.ModelManifest;
import io.tidemark.trainer.data.LocatedData;
import io.tidemark.trainer.data.RowReader;
import io.tidemark.trainer.pipeline.Evaluation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/// The rows that training set aside, in a seeded order, and in two halves: the second half is not shown in the new
/// world before the new version answers, so that nothing it is judged on was in its training data.
final class HeldOutRows {
    private final List<DemoRow> all;

    private HeldOutRows(List<DemoRow> all) {
        this.all = List.copyOf(all);
    }

    /// Reads the rows of the evaluation back from the data.
    static HeldOutRows of(ModelManifest manifest, LocatedData data, Evaluation evaluation, RandomGenerator random) {
        Map<String, Double> labels = new HashMap<>();
        for (int i = 0; i < evaluation.rows(); i++) {
            labels.put(evaluation.id(i), evaluation.actual(i));
        }
        List<DemoRow> rows = new ArrayList<>();
        new RowReader(manifest, data.file()).forEach(row -> {
            String id = row.id().orElse(Long.toString(row.line()));
            Double label = labels.get(id);
            if (label != null) {
                rows.add(new DemoRow(id, row.values(), label));
            }
        });
        if (rows.size() < 100) {
            throw new UserError("Found " + rows.size() + " held-out rows, expected at least 100 to show anything.");
        }
        for (int i = rows.size() - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            DemoRow swap = rows.get(i);
            rows.set(i, rows.get(j));
            rows.set(j, swap);
        }
        return new HeldOutRows(rows);
    }

    List<DemoRow> all() {
        return all;
    }

    List<DemoRow> firstHalf() {
        return all.subList(0, all.size() / 2);
    }

    List<DemoRow> secondHalf() {
        return all.subList(all.size() / 2, all.size());
    }
}
