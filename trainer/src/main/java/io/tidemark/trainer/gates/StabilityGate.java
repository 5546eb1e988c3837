package io.tidemark.trainer.gates;

import io.tidemark.trainer.pipeline.CandidateScore;
import java.util.List;
import java.util.Optional;

/// The winner's folds agree with each other.
final class StabilityGate implements Gate {
    private final double allowedPct;

    /// @param allowedPct largest standard deviation over the folds, percent of their mean
    StabilityGate(double allowedPct) {
        this.allowedPct = allowedPct;
    }

    @Override
    public List<GateFinding> judge(Evidence evidence) {
        CandidateScore winner = evidence.winner();
        double spreadPct = 100 * winner.spread() / Math.abs(winner.mean());
        boolean defined = Double.isFinite(spreadPct);
        return List.of(new GateFinding(
                "stability",
                defined && spreadPct <= allowedPct,
                Optional.of(spreadPct).filter(Double::isFinite),
                Optional.of(allowedPct),
                "over the folds the metric varies by "
                        + (defined ? Compared.shown(spreadPct) + " %" : "an amount that is not defined")
                        + " of its mean, allowed " + Compared.shown(allowedPct) + " %"));
    }
}
