package io.tidemark.stats.state;

import java.io.Serial;

/// Bytes that no writer of this version wrote: cut off, damaged, of another kind or of other bins.
public final class CorruptStateException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    public CorruptStateException(String message) {
        super(message);
    }
}
