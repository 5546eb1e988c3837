package io.tidemark.trainer.gates;

import java.util.List;

/// One kind of condition.
@FunctionalInterface
interface Gate {
    /// The answers; none when the manifest does not ask.
    List<GateFinding> judge(Evidence evidence);
}
