package io.tidemark.cli;

/// Exit codes of all commands.
public final class ExitCode {
    /// It worked.
    public static final int OK = 0;

    /// It did not work; the message says why.
    public static final int FAILED = 1;

    /// The command line was wrong.
    public static final int USAGE = 2;

    /// A model was refused by its gates, or a column has drifted that must not.
    public static final int REFUSED = 3;

    /// Something is not fine (status, check, audit).
    public static final int NOT_FINE = 4;

    private ExitCode() {}
}
