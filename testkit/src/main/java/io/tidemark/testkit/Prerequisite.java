package io.tidemark.testkit;

import java.util.Map;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/// A tool of the machine that a test needs. Without it the test is skipped where people work, and fails where an
/// environment variable says that the tool has to be there: a skipped test would go unnoticed in CI.
final class Prerequisite {
    private Prerequisite() {}

    /// Ends the test, one way or the other.
    ///
    /// @param message what is missing and how to get it
    /// @param variable environment variable that is set where the tool has to be there
    static void missing(String message, String variable) {
        missing(message, variable, System.getenv());
    }

    static void missing(String message, String variable, Map<String, String> environment) {
        if (!environment.getOrDefault(variable, "").isEmpty()) {
            Assertions.fail(message + " (required, because the environment variable " + variable + " is set)");
        }
        Assumptions.abort(message);
    }
}
