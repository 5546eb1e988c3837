package io.tidemark.streamkit.alert;

import io.tidemark.event.Severity;

/// What one judgement found.
public sealed interface Reading {
    /// Too little to judge: neither confirms nor contradicts anything.
    record Unknown() implements Reading {}

    /// Within the limits.
    record Calm() implements Reading {}

    /// Beyond the limits.
    ///
    /// @param severity how far
    record Breached(Severity severity) implements Reading {}
}
