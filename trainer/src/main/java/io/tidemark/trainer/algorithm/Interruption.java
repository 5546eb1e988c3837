package io.tidemark.trainer.algorithm;

import java.util.concurrent.CancellationException;

/// Lets a fit end early when its thread is interrupted.
final class Interruption {
    private Interruption() {}

    /// @throws CancellationException when the thread was interrupted; it stays so
    static void check() {
        if (Thread.currentThread().isInterrupted()) {
            throw new CancellationException("The fit was interrupted.");
        }
    }
}
