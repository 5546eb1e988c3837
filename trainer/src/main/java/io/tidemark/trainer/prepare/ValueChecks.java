package io.tidemark.trainer.prepare;

import io.tidemark.model.manifest.FeatureSpec;
import io.tidemark.model.manifest.FeatureSpec.CategoryFeature;
import io.tidemark.model.manifest.ModelManifest;
import io.tidemark.trainer.data.DataFinding;
import io.tidemark.trainer.data.TableBuilder;
import io.tidemark.trainer.data.TrainingTable;
import io.tidemark.trainer.data.TrainingTable.Refused;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// Checks the values of each column: refused ones, missing ones, constant ones.
final class ValueChecks {
    private static final double MANY_MISSING = 0.3;
    private static final double MANY_UNSEEN = 0.05;

    private ValueChecks() {}

    static List<DataFinding> of(ModelManifest manifest, TrainingTable table) {
        List<DataFinding> findings = new ArrayList<>();
        refused(table, findings);
        for (int c = 0; c < manifest.features().size() && table.rows() > 0; c++) {
            column(manifest.features().get(c), table.features().column(c), findings);
        }
        return findings;
    }

    private static void refused(TrainingTable table, List<DataFinding> findings) {
        TrainingTable.Counts counts = table.counts();
        double allowed = TableBuilder.MAX_VIOLATING_SHARE * counts.read();
        for (Refused refused : counts.refused()) {
            DataFinding.Severity severity =
                    refused.rows() > allowed ? DataFinding.Severity.ERROR : DataFinding.Severity.WARNING;
            findings.add(new DataFinding(
                    severity,
                    "refused-values",
                    refused.place(),
                    refused.rows() + " of " + counts.read() + " rows with a value that the manifest refuses, first "
                            + refused.first(),
                    "at most " + share(TableBuilder.MAX_VIOLATING_SHARE) + "; such rows are left out"));
        }
        if (counts.violating() > allowed
                && findings.stream().noneMatch(finding -> finding.severity() == DataFinding.Severity.ERROR)) {
            findings.add(DataFinding.error(
                    "refused-rows",
                    "rows",
                    counts.violating() + " of " + counts.read() + " with a value that the manifest refuses",
                    "at most " + share(TableBuilder.MAX_VIOLATING_SHARE)));
        }
    }

    private static void column(FeatureSpec feature, double[] values, List<DataFinding> findings) {
        String place = "feature " + feature.name();
        double[] present =
                Arrays.stream(values).filter(value -> !Double.isNaN(value)).toArray();
        if (present.length == 0) {
            findings.add(DataFinding.error(
                    "all-missing",
                    place,
                    "no value in any of " + values.length + " rows",
                    "values, or no such feature"));
            return;
        }
        double missing = 1 - (double) present.length / values.length;
        if (missing > MANY_MISSING) {
            findings.add(DataFinding.warning(
                    "missing-values", place, share(missing) + " missing", "at most " + share(MANY_MISSING)));
        }
        if (values.length > 1 && Arrays.stream(present).allMatch(value -> value == present[0])) {
            findings.add(DataFinding.warning(
                    "constant", place, "the same value in all rows", "several: it tells a model nothing"));
        }
        double unseen =
                (double) Arrays.stream(present).filter(value -> value < 0).count() / values.length;
        if (feature instanceof CategoryFeature && unseen > MANY_UNSEEN) {
            findings.add(DataFinding.warning(
                    "unseen-categories",
                    place,
                    share(unseen) + " of names that the manifest does not list",
                    "at most " + share(MANY_UNSEEN) + ": list them"));
        }
    }

    static String share(double share) {
        return String.format(Locale.ROOT, "%.3g %%", 100 * share);
    }
}
