package io.tidemark.benchmarks;

import io.tidemark.benchmarks.VerdictRun.Result;
import io.tidemark.cli.bench.BenchReport;
import io.tidemark.cli.bench.BenchSetting;
import io.tidemark.cli.bench.Benchmark;
import io.tidemark.stats.sequential.Comparison.Finding;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.LongStream;

/// How often verdicts are wrong, and how soon they are there, when somebody looks after each batch of labels: versions
/// that are the same, 2 % better and 2 % worse, in a canary and in shadow, beside t-tests after each batch.
public final class VerdictBenchmark implements Benchmark {
    private static final double ALPHA = 0.05;
    private static final int BATCH = 500;
    private static final int MOST_SPLIT = 200_000;
    private static final int MOST_PAIRED = 50_000;

    @Override
    public String name() {
        return "verdicts";
    }

    @Override
    public String description() {
        return "False and true verdicts of rollouts with a look after each batch of labels, beside t-tests.";
    }

    @Override
    public BenchReport run(BenchSetting setting) throws InterruptedException {
        int same = setting.quick() ? 50 : 1_000;
        int different = setting.quick() ? 20 : 200;
        Map<String, Object> values = new LinkedHashMap<>();
        List<List<String>> rows = new ArrayList<>();
        for (boolean paired : new boolean[] {false, true}) {
            for (double factor : new double[] {1, 0.98, 1.02}) {
                String what = (paired ? "shadow" : "canary")
                        + (factor == 1 ? ", the same" : factor < 1 ? ", 2 % better" : ", 2 % worse");
                setting.progress().accept(what);
                Summary summary = simulate(paired, factor, factor == 1 ? same : different);
                rows.add(summary.row(what));
                values.put(what.replaceAll("[ ,%]+", "_"), summary.values());
            }
        }
        return new BenchReport(
                name(),
                List.of("trial", "runs", "promoted", "rolled back", "open", "labels, median", "t-test promotes"),
                rows,
                values,
                List.of(
                        "Labels of both versions until the verdict, of the runs that came to one. A look after each "
                                + BATCH + " labels, at most " + MOST_SPLIT + " (canary) or " + MOST_PAIRED
                                + " (shadow); alpha " + ALPHA + "; seeds 1 to the number of runs.",
                        "Canary: 1, 5, 25, 50 % of the keys. Losses: absolute values of a normal, a tenth of the"
                                + " ceiling on average. t-test: 1.96 standard errors at any of the looks until the"
                                + " verdict."));
    }

    /// @param factor the challenger's mean loss over the champion's
    static Summary simulate(boolean paired, double factor, int runs) throws InterruptedException {
        Function<VerdictRun, Result> kind = paired ? run -> run.paired(ALPHA) : run -> run.split(ALPHA);
        List<Result> results = LongStream.rangeClosed(1, runs)
                .parallel()
                .mapToObj(seed -> kind.apply(new VerdictRun(seed, factor, BATCH, paired ? MOST_PAIRED : MOST_SPLIT)))
                .toList();
        if (Thread.interrupted()) {
            throw new InterruptedException("The benchmark was interrupted.");
        }
        return new Summary(results);
    }

    /// Trials of one kind.
    record Summary(List<Result> results) {
        double share(Finding finding) {
            return results.stream()
                            .filter(result -> result.finding() == finding)
                            .count()
                    / (double) results.size();
        }

        double naiveShare() {
            return results.stream().filter(Result::naive).count() / (double) results.size();
        }

        private int medianLabels() {
            int[] labels = results.stream()
                    .filter(result -> result.finding() != Finding.OPEN)
                    .mapToInt(Result::labels)
                    .sorted()
                    .toArray();
            return labels.length == 0 ? 0 : labels[labels.length / 2];
        }

        private List<String> row(String what) {
            return List.of(
                    what,
                    Integer.toString(results.size()),
                    percent(share(Finding.BETTER)),
                    percent(share(Finding.WORSE)),
                    percent(share(Finding.OPEN)),
                    medianLabels() == 0 ? "-" : String.format(Locale.ROOT, "%,d", medianLabels()),
                    percent(naiveShare()));
        }

        private Map<String, Object> values() {
            Map<String, Object> values = new LinkedHashMap<>();
            values.put("runs", results.size());
            values.put("promoted_share", share(Finding.BETTER));
            values.put("rolled_back_share", share(Finding.WORSE));
            values.put("open_share", share(Finding.OPEN));
            values.put("median_labels", medianLabels());
            values.put("t_test_promoted_share", naiveShare());
            return values;
        }

        private static String percent(double share) {
            return String.format(Locale.ROOT, "%.1f %%", 100 * share);
        }
    }
}
