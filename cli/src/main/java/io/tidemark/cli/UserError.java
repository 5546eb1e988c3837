package io.tidemark.cli;

/// Something that the person at the command line can mend; the message says what was found, what was expected and
/// what to do. Shown without a stack trace.
public final class UserError extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int exitCode;

    public UserError(String message) {
        this(message, ExitCode.FAILED);
    }

    public UserError(String message, int exitCode) {
        super(message);
        this.exitCode = exitCode;
    }

    /// Exit code of the command.
    public int exitCode() {
        return exitCode;
    }
}
