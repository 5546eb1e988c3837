package io.tidemark.drift.judgement;

import io.tidemark.drift.counting.SubjectCounts;
import io.tidemark.stats.histogram.CategoryProfile;
import io.tidemark.stats.histogram.Histogram;
import io.tidemark.stats.histogram.LiveSums;
import io.tidemark.stats.histogram.NumericProfile;
import java.util.LinkedHashMap;
import java.util.Map;

/// What a window looks like in figures: shares, mean, spread and quantiles, by the name that drift records give them.
/// Each is a finite number; what has no meaning is not there.
final class Figures {
    private Figures() {}

    static Map<String, Double> of(SubjectCounts counts) {
        Map<String, Double> figures = new LinkedHashMap<>();
        Histogram histogram = counts.histogram();
        if (histogram.total() == 0) {
            return figures;
        }
        figures.put("missing_share", share(histogram.missing(), histogram.total()));
        switch (counts.profile()) {
            case CategoryProfile ignored -> figures.put("unseen_share", share(histogram.unseen(), histogram.total()));
            case NumericProfile numeric -> addNumbers(figures, numeric, histogram);
        }
        counts.sums().filter(sums -> sums.count() > 0).ifPresent(sums -> addSums(figures, sums));
        return figures;
    }

    private static void addNumbers(Map<String, Double> figures, NumericProfile profile, Histogram histogram) {
        profile.quantile(histogram, 0.05).ifPresent(value -> figures.put("p05", value));
        profile.quantile(histogram, 0.5).ifPresent(value -> figures.put("p50", value));
        profile.quantile(histogram, 0.95).ifPresent(value -> figures.put("p95", value));
    }

    private static void addSums(Map<String, Double> figures, LiveSums sums) {
        sums.mean().ifPresent(value -> putFinite(figures, "mean", value));
        sums.sd().ifPresent(value -> putFinite(figures, "sd", value));
        figures.put(
                "out_of_range_share", share(sums.range().below() + sums.range().above(), sums.count()));
        figures.put("outlier_share", share(sums.range().outliers(), sums.count()));
    }

    private static void putFinite(Map<String, Double> figures, String name, double value) {
        if (Double.isFinite(value)) {
            figures.put(name, value);
        }
    }

    private static double share(long part, long whole) {
        return (double) part / whole;
    }
}
