package io.tidemark.trainer.sweep;

/// A sweep that cannot go on; the message says why and what to do.
public final class SweepException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public SweepException(String message) {
        super(message);
    }

    public SweepException(String message, Throwable cause) {
        super(message, cause);
    }
}
