package io.tidemark.model.manifest;

import java.util.List;
import java.util.stream.Collectors;

/// A manifest that cannot be used, with everything that is wrong with it.
public final class ManifestException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<Problem> problems;

    ManifestException(String file, List<Problem> problems) {
        super(file
                + (problems.size() == 1 ? " has a fault:\n" : " has " + problems.size() + " faults:\n")
                + problems.stream().map(p -> "  " + p.describe()).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    /// The faults, in the order of their lines.
    public List<Problem> problems() {
        return problems;
    }

    /// One fault.
    ///
    /// @param place `line 12`, or `--set` for an override
    /// @param key path of the key, for example `split.test`; empty: the file as a whole
    /// @param message found, expected and, for an unknown key, the nearest known one
    public record Problem(String place, String key, String message) {
        String describe() {
            return place + (key.isEmpty() ? "" : ", " + key) + ": " + message;
        }
    }
}
