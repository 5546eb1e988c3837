package io.tidemark.trainer.gates;

import io.tidemark.trainer.pipeline.Evaluation;
import java.util.List;
import java.util.Optional;

/// The compiled model answers as the training library does.
final class ParityGate implements Gate {
    private final double allowed;

    /// @param allowed largest difference, relative to max(1, |score|)
    ParityGate(double allowed) {
        this.allowed = allowed;
    }

    @Override
    public List<GateFinding> judge(Evidence evidence) {
        Evaluation evaluation = evidence.evaluation();
        double largest = 0;
        double[] scores = evaluation.scores();
        for (int i = 0; i < scores.length; i++) {
            double library = evidence.library().of(i);
            largest = Math.max(largest, Math.abs(scores[i] - library) / Math.max(1, Math.abs(library)));
        }
        return List.of(new GateFinding(
                "parity",
                largest <= allowed,
                Optional.of(largest),
                Optional.of(allowed),
                "compiled model and training library differ by at most " + Compared.shown(largest) + " on "
                        + evaluation.rows() + " rows, allowed " + Compared.shown(allowed)));
    }
}
