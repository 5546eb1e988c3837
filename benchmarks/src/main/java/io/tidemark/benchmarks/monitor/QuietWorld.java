package io.tidemark.benchmarks.monitor;

import io.tidemark.drift.counting.PairCounts;
import io.tidemark.drift.counting.PaneCounts;
import io.tidemark.drift.reference.Reference;
import io.tidemark.model.manifest.MonitorsSpec.DriftSpec;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/// A stream without drift, watched for false alarms.
///
/// All kinds of alerts count that data can raise: those of distributions and of each check of the data; a tenth of the
/// answers is wrong, a hundredth of the requests refused, always. Sixty panes are a window, ten a fast one. Every now
/// and then the model is a new one with a new reference, so that
/// what a reference of finite size does to alarms is among what is measured.
///
/// @param features features of the model; its answers are watched besides
/// @param correlated true: 80 % of the variance of each feature is common to all
/// @param windowRows rows in a window, on average
/// @param panes judgements altogether
record QuietWorld(int features, boolean correlated, int windowRows, int panes) {
    static final int PANES_PER_WINDOW = 60;
    static final int FAST_PANES = 10;

    /// Panes that one false alarm is granted in.
    static final int PANES_PER_ALARM = 200;

    private static final int PANES_PER_MODEL = 400;
    private static final int REFERENCE_ROWS = 5_000;
    private static final int LEAST_ROWS = 20;
    private static final double COMMON_SHARE = 0.8;
    private static final int ONE_IN_WRONG = 10;
    private static final int ONE_IN_REFUSED = 100;

    /// Loss of a wrong answer, thousandths.
    private static final int WRONG = 1_000;

    /// The manifest's section: the budget says that one alarm is granted in [#PANES_PER_ALARM] panes.
    static DriftSpec spec() {
        Duration pane = Duration.ofSeconds(1);
        Map<String, Duration> windows = new LinkedHashMap<>();
        windows.put("fast", pane.multipliedBy(FAST_PANES));
        windows.put("slow", pane.multipliedBy(PANES_PER_WINDOW));
        double aWeek = (double) Duration.ofDays(7).dividedBy(pane) / PANES_PER_ALARM;
        return new DriftSpec(pane, windows, LEAST_ROWS, 0.1, 0.1, aWeek, 2);
    }

    /// What was measured.
    ///
    /// @param alarms alerts that opened and that people are told of
    /// @param granted alerts that the budget grants
    record Result(int alarms, double granted) {
        double ofBudget() {
            return alarms / granted;
        }
    }

    Result run(long seed) {
        NormalDraws draws = new NormalDraws(seed);
        DriftSpec spec = spec();
        int alarms = 0;
        int watched = 0;
        for (int done = 0; done < panes; done += PANES_PER_MODEL) {
            Reference reference = reference(draws, spec);
            WatchedModel model = new WatchedModel(reference);
            PairCounts.Scorer pairs =
                    new PairCounts.Scorer(reference.pairs(), reference.profile().features());
            for (int pane = 0; pane < PANES_PER_MODEL; pane++) {
                PaneCounts counts = pane(reference, pairs, draws);
                alarms += model.judge(counts, refused(counts.rows(), draws)).told();
                // Nothing can open while a model warms up.
                watched += pane >= FAST_PANES ? 1 : 0;
            }
        }
        return new Result(alarms, (double) watched / PANES_PER_ALARM);
    }

    private static long refused(long answered, NormalDraws draws) {
        long refused = 0;
        for (long i = 0; i < answered; i++) {
            refused += draws.below(ONE_IN_REFUSED) == 0 ? 1 : 0;
        }
        return refused;
    }

    private Reference reference(NormalDraws draws, DriftSpec spec) {
        double[][] columns = new double[features][REFERENCE_ROWS];
        double[] answers = new double[REFERENCE_ROWS];
        double[] row = new double[features + 1];
        for (int i = 0; i < REFERENCE_ROWS; i++) {
            fill(row, draws);
            for (int column = 0; column < features; column++) {
                columns[column][i] = row[column];
            }
            answers[i] = row[features];
        }
        return NumberModel.reference(columns, answers, spec);
    }

    private PaneCounts pane(Reference reference, PairCounts.Scorer pairs, NormalDraws draws) {
        PaneCounts counts = PaneCounts.over(reference);
        double[] row = new double[features + 1];
        int rows = draws.around((double) windowRows / PANES_PER_WINDOW);
        for (int i = 0; i < rows; i++) {
            fill(row, draws);
            counts.addRow(row, row[features]);
            counts.addPairs(row, pairs);
            counts.addLabel(row[features], draws.below(ONE_IN_WRONG) == 0 ? WRONG : 0);
        }
        return counts;
    }

    private void fill(double[] row, NormalDraws draws) {
        double common = correlated ? Math.sqrt(COMMON_SHARE) * draws.next() : 0;
        double own = correlated ? Math.sqrt(1 - COMMON_SHARE) : 1;
        for (int column = 0; column < row.length; column++) {
            row[column] = common + own * draws.next();
        }
    }
}
