package io.tidemark.trainer.data;

import io.tidemark.trainer.data.DataFinding.Severity;
import java.nio.file.Path;
import java.util.List;

/// Data that cannot be used; the message names file, place and remedy.
public final class DataException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<DataFinding> findings;

    public DataException(String message) {
        super(message);
        this.findings = List.of();
    }

    public DataException(String message, Throwable cause) {
        super(message, cause);
        this.findings = List.of();
    }

    /// @param what the data, in words
    /// @param findings all that was found, at least one error among it
    public DataException(String what, List<DataFinding> findings) {
        super(message(what, findings));
        this.findings = List.copyOf(findings);
    }

    /// A file that cannot be read or parsed.
    static DataException unreadable(Path file, Exception cause) {
        return new DataException("The data file " + file + " cannot be read: " + cause.getMessage(), cause);
    }

    /// Everything that was found, warnings too; empty where the data could not be looked at.
    public List<DataFinding> findings() {
        return findings;
    }

    private static String message(String what, List<DataFinding> findings) {
        List<String> errors = findings.stream()
                .filter(finding -> finding.severity() == Severity.ERROR)
                .map(finding -> "\n  " + finding.message())
                .toList();
        return what + " cannot be used, for " + errors.size() + (errors.size() == 1 ? " reason:" : " reasons:")
                + String.join("", errors);
    }
}
