package io.tidemark.scoring.serving;

/// A version cannot be loaded.
final class LoadException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String check;
    private final boolean worthRetrying;

    LoadException(String check, boolean worthRetrying, Throwable cause) {
        super(cause.getMessage(), cause);
        this.check = check;
        this.worthRetrying = worthRetrying;
    }

    /// Code of the check that failed, as the timeline carries it.
    String check() {
        return check;
    }

    /// True when the bundle could not be reached, false when it was found bad.
    boolean worthRetrying() {
        return worthRetrying;
    }
}
