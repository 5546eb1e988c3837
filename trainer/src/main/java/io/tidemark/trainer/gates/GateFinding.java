package io.tidemark.trainer.gates;

import java.util.Optional;

/// The answer to one gate.
///
/// @param gate its name
/// @param passed true when the condition is met
/// @param observed what was measured
/// @param limit what was required
/// @param message the finding in words
public record GateFinding(
        String gate, boolean passed, Optional<Double> observed, Optional<Double> limit, String message) {}
