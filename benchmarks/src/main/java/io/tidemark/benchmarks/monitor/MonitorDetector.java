package io.tidemark.benchmarks.monitor;

import io.tidemark.model.manifest.MonitorsSpec.DriftSpec;
import io.tidemark.stats.histogram.Bins;
import io.tidemark.stats.histogram.Histogram;
import io.tidemark.stats.histogram.NumericProfile;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/// The drift monitor with one event a pane and one confirmation, so that its delay can be counted in events. The model
/// has one feature, and answers that never change.
final class MonitorDetector implements EventDetector {
    /// Events in the window.
    static final int WINDOW = 500;

    private static final NumericProfile ANSWERS = answers();

    private final WatchedModel model;
    private final Bins bins;
    private final Histogram answer = Histogram.of(ANSWERS.bins(), 0);

    /// @param eventsPerAlarm events that one false alarm is granted in
    MonitorDetector(double[] reference, double eventsPerAlarm) {
        NumericProfile profile = NumericProfile.of(reference);
        bins = profile.bins();
        DriftSpec spec = new DriftSpec(
                Duration.ofSeconds(1),
                Map.of("window", Duration.ofSeconds(WINDOW)),
                WINDOW / 2,
                0.1,
                0.1,
                Duration.ofDays(7).toSeconds() / eventsPerAlarm,
                1);
        model = new WatchedModel(NumberModel.reference(List.of(profile, ANSWERS), spec));
    }

    private static NumericProfile answers() {
        double[] constant = new double[1_000];
        Arrays.fill(constant, 0);
        return NumericProfile.of(constant);
    }

    @Override
    public boolean add(double value) {
        return model.judge(List.of(Histogram.of(bins, value), answer)).drift();
    }
}
