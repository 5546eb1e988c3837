package io.tidemark.testkit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// A command of the machine, run to its end.
final class Command {
    private Command() {}

    /// How a command ended.
    ///
    /// @param status 0: success
    /// @param output what it wrote to standard output and error
    record Result(int status, String output) {
        boolean succeeded() {
            return status == 0;
        }
    }

    /// Runs it, at most for so long; a command that does not exist has status 127.
    static Result run(Duration timeout, List<String> words) {
        return run(timeout, words, Map.of());
    }

    /// @param environment variables that are set beside those of this process
    static Result run(Duration timeout, List<String> words, Map<String, String> environment) {
        try {
            ProcessBuilder builder = new ProcessBuilder(words).redirectErrorStream(true);
            builder.environment().putAll(environment);
            Process process = builder.start();
            // Not on the common pool, whose only thread on a small machine others need as well.
            CompletableFuture<String> output = new CompletableFuture<>();
            Thread.ofVirtual().name("command-output").start(() -> output.complete(text(process)));
            if (!process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
                return new Result(124, "no end within " + timeout + "; so far: " + output.join());
            }
            return new Result(process.exitValue(), output.join());
        } catch (IOException e) {
            return new Result(127, String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("Interrupted while running " + words + ".", e);
        }
    }

    private static String text(Process process) {
        try {
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "unreadable output: " + e;
        }
    }
}
