package io.tidemark.benchmarks.monitor;

import io.tidemark.model.manifest.MonitorsSpec.DriftSpec;
import io.tidemark.stats.histogram.FeatureProfile;
import io.tidemark.stats.histogram.Histogram;
import io.tidemark.stats.histogram.NumericProfile;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A stream without drift, watched for false alarms.
///
/// Sixty panes are a window, ten a fast one. Every now and then the model is a new one with a new reference, so that
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
    /// @param alarms alerts that opened
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
            List<FeatureProfile> profiles = profiles(draws);
            WatchedModel model = new WatchedModel(profiles, spec);
            for (int pane = 0; pane < PANES_PER_MODEL; pane++) {
                boolean opened = model.judge(pane(profiles, draws));
                alarms += opened ? 1 : 0;
                // Nothing can open while a model warms up.
                watched += pane >= FAST_PANES ? 1 : 0;
            }
        }
        return new Result(alarms, (double) watched / PANES_PER_ALARM);
    }

    private List<FeatureProfile> profiles(NormalDraws draws) {
        double[][] columns = new double[features + 1][REFERENCE_ROWS];
        double[] row = new double[features + 1];
        for (int i = 0; i < REFERENCE_ROWS; i++) {
            fill(row, draws);
            for (int column = 0; column < row.length; column++) {
                columns[column][i] = row[column];
            }
        }
        List<FeatureProfile> profiles = new ArrayList<>();
        for (double[] column : columns) {
            profiles.add(NumericProfile.of(column));
        }
        return profiles;
    }

    private List<Histogram> pane(List<FeatureProfile> profiles, NormalDraws draws) {
        List<Histogram> counts =
                profiles.stream().map(FeatureProfile::newHistogram).toList();
        double[] row = new double[features + 1];
        int rows = draws.around((double) windowRows / PANES_PER_WINDOW);
        for (int i = 0; i < rows; i++) {
            fill(row, draws);
            for (int column = 0; column < row.length; column++) {
                counts.get(column).add(row[column]);
            }
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
