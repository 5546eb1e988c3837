package io.tidemark.trainer.gates;

import io.tidemark.stats.metric.Metric;
import io.tidemark.trainer.pipeline.CandidateScore;
import io.tidemark.trainer.pipeline.Metrics;
import java.util.List;
import java.util.Optional;

/// The winner is not much better on rows that it was fitted on than on others.
final class OverfitGate implements Gate {
    private final Metric metric;
    private final double allowedPct;

    /// @param metric metric of the cross-validation
    /// @param allowedPct how much worse validation may be than training, percent of the validation's value
    OverfitGate(String metric, double allowedPct) {
        this.metric = Metrics.require(metric);
        this.allowedPct = allowedPct;
    }

    @Override
    public List<GateFinding> judge(Evidence evidence) {
        CandidateScore winner = evidence.winner();
        double gapPct = 100 * Compared.loss(metric, winner.mean(), winner.trainMean()) / Math.abs(winner.mean());
        boolean defined = Double.isFinite(gapPct);
        return List.of(new GateFinding(
                "overfit",
                defined && gapPct <= allowedPct,
                Optional.of(gapPct).filter(Double::isFinite),
                Optional.of(allowedPct),
                metric.key() + " is " + Compared.shown(winner.mean()) + " on validation rows and "
                        + Compared.shown(winner.trainMean()) + " on training rows: "
                        + (defined ? Compared.shown(gapPct) + " %" : "a gap that is not defined") + ", allowed "
                        + Compared.shown(allowedPct) + " %"));
    }
}
