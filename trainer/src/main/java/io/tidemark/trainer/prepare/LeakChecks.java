package io.tidemark.trainer.prepare;

import io.tidemark.model.manifest.FeatureSpec;
import io.tidemark.model.manifest.FeatureSpec.CategoryFeature;
import io.tidemark.model.manifest.ModelManifest;
import io.tidemark.trainer.data.DataFinding;
import io.tidemark.trainer.data.TrainingTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/// Looks for features that give the target away: equal to it, ordered as it is, or with one label per category.
///
/// A feature that knows the answer is hardly ever known when a question is asked.
final class LeakChecks {
    private static final int SAMPLE_ROWS = 20_000;
    private static final int MIN_ROWS = 30;
    private static final double PERFECT = 0.999;

    private LeakChecks() {}

    static List<DataFinding> of(ModelManifest manifest, TrainingTable table) {
        List<DataFinding> findings = new ArrayList<>();
        int step = Math.max(1, table.rows() / SAMPLE_ROWS);
        int[] sample =
                IntStream.range(0, table.rows()).filter(row -> row % step == 0).toArray();
        double[] target = table.targets(sample);
        for (int c = 0; c < manifest.features().size(); c++) {
            FeatureSpec feature = manifest.features().get(c);
            double[] column = table.features().column(c);
            int[] known = IntStream.range(0, sample.length)
                    .filter(i -> !Double.isNaN(column[sample[i]]))
                    .toArray();
            if (known.length < MIN_ROWS) {
                continue;
            }
            double[] values =
                    Arrays.stream(known).mapToDouble(i -> column[sample[i]]).toArray();
            double[] labels = Arrays.stream(known).mapToDouble(i -> target[i]).toArray();
            if (isConstant(values) || isConstant(labels)) {
                continue;
            }
            String leak = feature instanceof CategoryFeature
                    ? ofCategory(values, labels)
                    : ofNumber(manifest, values, labels);
            if (!leak.isEmpty()) {
                findings.add(DataFinding.warning(
                        "leak",
                        "feature " + feature.name(),
                        leak,
                        "a feature that does not give the target away: is it known before the label is?"));
            }
        }
        return findings;
    }

    private static String ofNumber(ModelManifest manifest, double[] values, double[] labels) {
        long equal = IntStream.range(0, values.length)
                .filter(i -> values[i] == labels[i])
                .count();
        if (equal >= PERFECT * values.length) {
            return "the target's own value in " + ValueChecks.share((double) equal / values.length) + " of the rows";
        }
        double[] ranks = ranks(values);
        return switch (manifest.task()) {
            case REGRESSION -> {
                double strongest =
                        Math.max(Math.abs(correlation(values, labels)), Math.abs(correlation(ranks, ranks(labels))));
                yield strongest >= PERFECT ? "a correlation of " + shown(strongest) + " with the target" : "";
            }
            case BINARY -> {
                double auc = auc(ranks, labels, 1);
                double either = Math.max(auc, 1 - auc);
                yield either >= PERFECT ? "an AUC of " + shown(either) + " by itself" : "";
            }
            case MULTICLASS -> ofClasses(manifest.target().classes().size(), ranks, labels);
        };
    }

    /// A feature gives several classes away when it tells each of the outer ones from the rest, and so orders them.
    private static String ofClasses(int classes, double[] ranks, double[] labels) {
        long perfect = IntStream.range(0, classes)
                .mapToDouble(code -> auc(ranks, labels, code))
                .filter(auc -> Math.max(auc, 1 - auc) >= PERFECT)
                .count();
        return perfect >= 2 ? "an AUC above " + PERFECT + " by itself for " + perfect + " classes" : "";
    }

    /// Share of the target's variance that the categories explain.
    private static String ofCategory(double[] codes, double[] labels) {
        int categories = (int) Arrays.stream(codes).max().orElse(0) + 2;
        double[] sums = new double[categories];
        int[] counts = new int[categories];
        for (int i = 0; i < codes.length; i++) {
            sums[(int) codes[i] + 1] += labels[i];
            counts[(int) codes[i] + 1]++;
        }
        long used = Arrays.stream(counts).filter(count -> count > 0).count();
        double mean = Arrays.stream(labels).average().orElse(0);
        double total = 0;
        double inside = 0;
        for (int i = 0; i < codes.length; i++) {
            int k = (int) codes[i] + 1;
            total += (labels[i] - mean) * (labels[i] - mean);
            double own = labels[i] - sums[k] / counts[k];
            inside += own * own;
        }
        double explained = 1 - inside / total;
        return explained >= PERFECT && used * 10 <= codes.length
                ? "categories that explain " + ValueChecks.share(explained) + " of the target"
                : "";
    }

    private static boolean isConstant(double[] values) {
        return Arrays.stream(values).allMatch(value -> value == values[0]);
    }

    /// Ranks from 0, the mean rank for equal values.
    private static double[] ranks(double[] values) {
        int[] order = IntStream.range(0, values.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> values[i]))
                .mapToInt(Integer::intValue)
                .toArray();
        double[] ranks = new double[values.length];
        for (int from = 0; from < order.length; ) {
            int to = from + 1;
            while (to < order.length && values[order[to]] == values[order[from]]) {
                to++;
            }
            for (int i = from; i < to; i++) {
                ranks[order[i]] = (from + to - 1) / 2.0;
            }
            from = to;
        }
        return ranks;
    }

    private static double correlation(double[] a, double[] b) {
        double meanA = Arrays.stream(a).average().orElse(0);
        double meanB = Arrays.stream(b).average().orElse(0);
        double ab = 0;
        double aa = 0;
        double bb = 0;
        for (int i = 0; i < a.length; i++) {
            ab += (a[i] - meanA) * (b[i] - meanB);
            aa += (a[i] - meanA) * (a[i] - meanA);
            bb += (b[i] - meanB) * (b[i] - meanB);
        }
        double correlation = ab / (Math.sqrt(aa) * Math.sqrt(bb));
        return Double.isFinite(correlation) ? correlation : 0;
    }

    /// Area under the ROC curve from ranks (Mann and Whitney 1947).
    private static double auc(double[] ranks, double[] labels, double wanted) {
        double sum = 0;
        double positive = 0;
        for (int i = 0; i < ranks.length; i++) {
            sum += labels[i] == wanted ? ranks[i] : 0;
            positive += labels[i] == wanted ? 1 : 0;
        }
        double negative = ranks.length - positive;
        return (sum - positive * (positive - 1) / 2) / (positive * negative);
    }

    private static String shown(double value) {
        return String.format(Locale.ROOT, "%.4f", value);
    }
}
