package io.tidemark.trainer.gates;

import io.tidemark.trainer.pipeline.CandidateScore;
import java.util.List;
import java.util.Optional;

/// The winner is not much better on rows that it was fitted on than on others.
final class OverfitGate implements Gate {
    private final String metric;
    private final double allowed;

    /// @param metric metric of the cross-validation
    /// @param allowed how many times as far from perfect validation may be as training
    OverfitGate(String metric, double allowed) {
        this.metric = metric;
        this.allowed = allowed;
    }

    @Override
    public List<GateFinding> judge(Evidence evidence) {
        CandidateScore winner = evidence.winner();
        return List.of(new GateFinding(
                "overfit",
                winner.overfit() <= allowed,
                Optional.of(winner.overfit()).filter(Double::isFinite),
                Optional.of(allowed),
                metric + " is " + Compared.shown(winner.mean()) + " on validation rows and "
                        + Compared.shown(winner.trainMean()) + " on training rows: "
                        + Compared.shown(winner.overfit()) + " times as far from perfect, allowed "
                        + Compared.shown(allowed) + " times"));
    }
}
