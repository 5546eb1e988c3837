package io.tidemark.trainer.sweep;

import io.tidemark.report.BarChart;
import io.tidemark.report.LineChart;
import io.tidemark.report.ParallelCoordinates;
import io.tidemark.trainer.sweep.space.CategoricalParameter;
import io.tidemark.trainer.sweep.space.Parameter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/// A sweep's plots, as SVG.
public final class SweepCharts {
    private static final int TICKS = 5;
    private static final int MOST_CATEGORIES = 12;

    private SweepCharts() {}

    /// The value of each complete trial and the best so far; the worst fifth is drawn at the edge.
    ///
    /// @param metric name of the objective, with its unit
    public static String convergence(SweepResult result, String metric) {
        List<TrialRecord> complete = complete(result);
        double[] best = result.bestSoFar();
        double[] values = complete.stream().mapToDouble(SweepResult::value).toArray();
        LineChart chart = new LineChart("Convergence", "trial", metric)
                .line(
                        "best so far",
                        IntStream.range(0, best.length).asDoubleStream().toArray(),
                        best)
                .dots(
                        "completed trials",
                        complete.stream().mapToDouble(TrialRecord::number).toArray(),
                        values);
        if (values.length > 0) {
            // Terrible trials would leave no room for the differences that matter.
            double[] sorted = Arrays.stream(values).sorted().toArray();
            boolean isLowBetter = result.settings().direction().isBetter(sorted[0], sorted[sorted.length - 1]);
            int cut = sorted.length / 5;
            chart.between(sorted[isLowBetter ? 0 : cut], sorted[sorted.length - 1 - (isLowBetter ? cut : 0)]);
        }
        return chart.svg();
    }

    /// One line per complete trial across an axis per parameter; the last axis is the objective, by rank, the best on
    /// top.
    ///
    /// @param metric name of the objective, with its unit
    public static String parallelCoordinates(SweepResult result, String metric) {
        List<TrialRecord> bestFirst = new ArrayList<>(complete(result));
        bestFirst.sort(Comparator.comparingDouble(
                trial -> result.settings().direction().loss(SweepResult.value(trial))));
        ParallelCoordinates chart = new ParallelCoordinates("Parameters of the trials");
        List<Parameter> parameters = result.settings().space().parameters();
        parameters.forEach(parameter -> chart.axis(parameter.name(), ticks(parameter)));
        chart.axis(metric, valueTicks(bestFirst));
        for (int rank = 0; rank < bestFirst.size(); rank++) {
            TrialRecord trial = bestFirst.get(rank);
            double quality = quality(rank, bestFirst.size());
            double[] positions =
                    Arrays.copyOf(result.settings().space().point(trial.parameters()), parameters.size() + 1);
            positions[parameters.size()] = quality;
            chart.line("trial " + trial.number() + ": " + rounded(SweepResult.value(trial)), positions, quality);
        }
        return chart.svg();
    }

    /// How much each parameter matters; empty text when that cannot be told.
    public static String importances(List<Importances.Importance> importances) {
        BarChart chart = new BarChart("Importance of the parameters", "share of the variance, with interactions");
        importances.forEach(importance -> chart.bar(importance.parameter(), importance.total(), 0));
        return importances.isEmpty() ? "" : chart.svg();
    }

    private static List<TrialRecord> complete(SweepResult result) {
        return result.trials().stream()
                .filter(trial -> trial.result() instanceof TrialResult.Completed)
                .toList();
    }

    private static double quality(int rank, int of) {
        return of == 1 ? 1 : 1 - (double) rank / (of - 1);
    }

    private static List<ParallelCoordinates.Tick> ticks(Parameter parameter) {
        if (parameter instanceof CategoricalParameter categorical && parameter.choices() <= MOST_CATEGORIES) {
            return categorical.values().stream()
                    .map(value -> new ParallelCoordinates.Tick(parameter.coordinate(value), String.valueOf(value)))
                    .toList();
        }
        return IntStream.range(0, TICKS)
                .mapToObj(i -> (double) i / (TICKS - 1))
                .map(position -> new ParallelCoordinates.Tick(position, rounded(parameter.value(position))))
                .toList();
    }

    private static List<ParallelCoordinates.Tick> valueTicks(List<TrialRecord> bestFirst) {
        return IntStream.range(0, Math.min(TICKS, bestFirst.size()))
                .map(i -> Math.round((float) i * (bestFirst.size() - 1) / Math.max(1, TICKS - 1)))
                .mapToObj(rank -> new ParallelCoordinates.Tick(
                        quality(rank, bestFirst.size()), rounded(SweepResult.value(bestFirst.get(rank)))))
                .toList();
    }

    private static String rounded(Object value) {
        return value instanceof Double number ? String.format(Locale.ROOT, "%.4g", number) : value.toString();
    }
}
