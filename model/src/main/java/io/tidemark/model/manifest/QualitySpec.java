package io.tidemark.model.manifest;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// When live data counts as broken: each check asks for an effect of this size that is no accident.
///
/// @param off checks that are not made, of [#CHECKS]
/// @param missing smallest rise of a feature's share of missing values that matters, 0 to 1
/// @param unseen smallest rise of its share of categories that training never saw, 0 to 1
/// @param outOfRange smallest share of values outside of the range of training, 0 to 1
/// @param outliers smallest rise of the share of values beyond five standard deviations, 0 to 1
/// @param correlation smallest change of a rank correlation, 0 to 2
/// @param spread smallest spread of the answers, as a share of that at training time, 0 to 1
/// @param latencyP99Ms largest 99th percentile of the time from request to answer, milliseconds; empty: any
/// @param deadLetters smallest rise of the share of requests that become dead letters, 0 to 1
/// @param noTraffic shortest time without any request, after regular ones
public record QualitySpec(
        List<String> off,
        double missing,
        double unseen,
        double outOfRange,
        double outliers,
        double correlation,
        double spread,
        Optional<Double> latencyP99Ms,
        double deadLetters,
        Duration noTraffic) {
    /// The checks there are; each is the kind of its alert.
    public static final List<String> CHECKS = List.of(
            "missing-values",
            "unseen-categories",
            "out-of-range",
            "outliers",
            "correlation",
            "constant-predictions",
            "label-shift",
            "concept-drift",
            "latency",
            "dead-letters",
            "no-traffic");

    /// What holds where a manifest says nothing.
    public static final QualitySpec DEFAULT =
            new QualitySpec(List.of(), 0.05, 0.01, 0.05, 0.05, 0.3, 0.1, Optional.empty(), 0.05, Duration.ofHours(1));

    public QualitySpec {
        off = List.copyOf(off);
    }
}
