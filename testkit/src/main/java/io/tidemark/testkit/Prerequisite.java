package io.tidemark.testkit;

import java.util.Map;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/// A tool of the machine that a test needs. Without it the test is skipped where people work, and fails in CI, where a
/// skipped test would go unnoticed.
final class Prerequisite {
    private Prerequisite() {}

    /// Ends the test, one way or the other.
    ///
    /// @param message what is missing and how to get it
    static void missing(String message) {
        missing(message, System.getenv());
    }

    static void missing(String message, Map<String, String> environment) {
        if (!environment.getOrDefault("CI", "").isEmpty()) {
            Assertions.fail(message + " (required, because the environment variable CI is set)");
        }
        Assumptions.abort(message);
    }
}
