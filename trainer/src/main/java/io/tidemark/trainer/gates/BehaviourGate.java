package io.tidemark.trainer.gates;

import io.tidemark.model.bundle.BundleException;
import io.tidemark.model.bundle.BundleVerifier;
import io.tidemark.model.bundle.ModelBundle;
import java.util.List;
import java.util.Optional;

/// The same checks that each scorer makes before it serves, with the manifest's latency where that is shorter: what is
/// approved here is not refused there.
final class BehaviourGate implements Gate {
    private final double latencyUs;

    BehaviourGate(double latencyUs) {
        this.latencyUs = latencyUs;
    }

    @Override
    public List<GateFinding> judge(Evidence evidence) {
        return List.of(finding(evidence.bundle(), latencyUs));
    }

    static GateFinding finding(ModelBundle bundle, double latencyUs) {
        String message = "golden rows, finite, varied, median below " + Compared.shown(latencyUs) + " us a row";
        boolean passed = true;
        try {
            new BundleVerifier(
                            BundleVerifier.DEFAULT.tolerance(), Math.min(latencyUs, BundleVerifier.DEFAULT.latencyUs()))
                    .verify(bundle, List.of());
        } catch (BundleException e) {
            passed = false;
            message = String.valueOf(e.getMessage());
        }
        return new GateFinding("behaviour", passed, Optional.empty(), Optional.of(latencyUs), message);
    }
}
