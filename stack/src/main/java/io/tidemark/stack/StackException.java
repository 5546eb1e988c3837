package io.tidemark.stack;

/// The stack cannot start, or one of its processes ended. The message says what was found, what was expected and what
/// to do; it is meant to be shown as it is.
public final class StackException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public StackException(String message) {
        super(message);
    }

    public StackException(String message, Throwable cause) {
        super(message, cause);
    }
}
