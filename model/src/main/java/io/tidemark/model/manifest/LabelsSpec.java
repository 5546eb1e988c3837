package io.tidemark.model.manifest;

import java.time.Duration;

/// How long true labels are waited for.
///
/// @param horizon from the prediction's event time on; then it expires. Seconds to 90 days
/// @param emitExpired true: an expired prediction gives an outcome without label
public record LabelsSpec(Duration horizon, boolean emitExpired) {}
