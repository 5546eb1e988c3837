package io.tidemark.trainer.prepare;

import io.tidemark.model.Task;
import io.tidemark.model.manifest.ModelManifest;
import io.tidemark.trainer.data.DataFinding;
import io.tidemark.trainer.data.RowContent;
import io.tidemark.trainer.data.TrainingTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// Checks the rows as a whole: how many there are, what their labels are like, how many are alike.
final class RowChecks {
    /// With fewer rows neither a fit nor a verdict means anything.
    static final int MIN_ROWS = 100;

    private static final int FEW_ROWS = 1_000;
    private static final int MIN_CLASS_ROWS = 10;
    private static final double RARE_CLASS = 0.01;
    private static final double COMMON_LABEL = 0.5;

    private RowChecks() {}

    static List<DataFinding> of(ModelManifest manifest, TrainingTable table) {
        List<DataFinding> findings = new ArrayList<>();
        TrainingTable.Counts counts = table.counts();
        String target = "target " + manifest.target().name();
        if (counts.read() > 0 && counts.withoutLabel() == counts.read()) {
            findings.add(DataFinding.error(
                    "all-missing", target, counts.read() + " rows without label", "labels to learn from"));
            return findings;
        }
        if (counts.withoutLabel() > 0) {
            findings.add(DataFinding.warning(
                    "without-label",
                    target,
                    counts.withoutLabel() + " of " + counts.read() + " rows without label",
                    "one for each row; such rows are left out"));
        }
        if (table.rows() < counts.usable()) {
            findings.add(DataFinding.warning(
                    "max-rows",
                    "rows",
                    counts.usable() + " that can be used",
                    "at most " + table.rows() + ": a uniform sample of so many is used; set data.max_rows for another"
                            + " number"));
        }
        if (table.rows() < MIN_ROWS) {
            findings.add(
                    DataFinding.error("few-rows", "rows", table.rows() + " that can be used", "at least " + MIN_ROWS));
        } else if (table.rows() < FEW_ROWS) {
            findings.add(DataFinding.warning(
                    "few-rows", "rows", table.rows() + " that can be used", FEW_ROWS + " and more for a verdict"));
        }
        if (table.rows() > 1) {
            labels(manifest, table, target, findings);
            duplicates(table, findings);
        }
        return findings;
    }

    private static void labels(ModelManifest manifest, TrainingTable table, String target, List<DataFinding> findings) {
        double[] labels = table.targets(IntStream.range(0, table.rows()).toArray());
        Arrays.sort(labels);
        long most = 0;
        long count = 0;
        for (int i = 0; i < labels.length; i++) {
            count = i > 0 && labels[i] == labels[i - 1] ? count + 1 : 1;
            most = Math.max(most, count);
        }
        if (most == labels.length) {
            String only = manifest.task() == Task.REGRESSION
                    ? "only the value " + labels[0]
                    : "only the class " + manifest.target().classes().get((int) labels[0]);
            findings.add(DataFinding.error("single-label", target, only + " in all rows", "several to tell apart"));
            return;
        }
        if (manifest.task() == Task.MULTICLASS) {
            classes(manifest, labels, target, findings);
            return;
        }
        long rare = labels.length - most;
        double share = (double) rare / labels.length;
        if (manifest.task() == Task.BINARY && rare < MIN_CLASS_ROWS) {
            findings.add(
                    DataFinding.error("rare-class", target, rare + " rows of one class", "at least " + MIN_CLASS_ROWS));
        } else if (manifest.task() == Task.BINARY && share < RARE_CLASS) {
            findings.add(DataFinding.warning(
                    "rare-class",
                    target,
                    ValueChecks.share(share) + " of one class",
                    "at least " + ValueChecks.share(RARE_CLASS) + ": look at average precision, not at accuracy"));
        } else if (manifest.task() == Task.REGRESSION && 1 - share > COMMON_LABEL) {
            findings.add(DataFinding.warning(
                    "common-label",
                    target,
                    ValueChecks.share(1 - share) + " of the rows with one and the same label",
                    "at most " + ValueChecks.share(COMMON_LABEL)));
        }
    }

    /// Each of several classes has enough rows to be learned and to be measured.
    private static void classes(ModelManifest manifest, double[] labels, String target, List<DataFinding> findings) {
        List<String> classes = manifest.target().classes();
        for (int code = 0; code < classes.size(); code++) {
            int wanted = code;
            long rows =
                    Arrays.stream(labels).filter(label -> (int) label == wanted).count();
            double share = (double) rows / labels.length;
            if (rows < MIN_CLASS_ROWS) {
                findings.add(DataFinding.error(
                        "rare-class",
                        target,
                        rows + " rows of class " + classes.get(code),
                        "at least " + MIN_CLASS_ROWS));
            } else if (share < RARE_CLASS) {
                findings.add(DataFinding.warning(
                        "rare-class",
                        target,
                        ValueChecks.share(share) + " of class " + classes.get(code),
                        "at least " + ValueChecks.share(RARE_CLASS) + ": look at recall_macro, not at accuracy"));
            }
        }
    }

    private static void duplicates(TrainingTable table, List<DataFinding> findings) {
        long[] content = RowContent.hashes(table);
        Arrays.sort(content);
        long alike = 0;
        for (int i = 1; i < content.length; i++) {
            alike += content[i] == content[i - 1] ? 1 : 0;
        }
        if (alike > 0) {
            findings.add(DataFinding.warning(
                    "duplicates",
                    "rows",
                    alike + " of " + table.rows() + " that equal another one in all features and the label",
                    "each row once: equal rows stay on one side of the split"));
        }
    }
}
