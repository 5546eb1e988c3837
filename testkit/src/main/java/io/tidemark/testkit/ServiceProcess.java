package io.tidemark.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// A program of ours in a JVM of its own, with the test's class path, that a test may kill or freeze.
///
/// It ends with [#close] at the latest, and with the test's JVM in whatever way that ends.
public final class ServiceProcess implements AutoCloseable {
    private static final Path OUTPUTS = Path.of("target", "service-processes");

    private final Process process;
    private final Path output;

    private ServiceProcess(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    /// Starts a main class with the JVM's default options.
    public static ServiceProcess start(Class<?> main, String... arguments) {
        return start(main, List.of("-Xmx512m"), List.of(arguments));
    }

    /// Starts a main class.
    ///
    /// @param jvmOptions for example `-Xmx512m` or system properties
    public static ServiceProcess start(Class<?> main, List<String> jvmOptions, List<String> arguments) {
        List<String> words = new ArrayList<>();
        words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        words.add("--enable-native-access=ALL-UNNAMED");
        words.addAll(jvmOptions);
        words.addAll(
                List.of("-cp", System.getProperty("java.class.path"), WatchedMain.class.getName(), main.getName()));
        words.addAll(arguments);
        try {
            Path output = Files.createTempFile(Files.createDirectories(OUTPUTS), main.getSimpleName() + "-", ".log");
            Process process = new ProcessBuilder(words)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            return new ServiceProcess(process, output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /// All that it wrote so far.
    public String output() {
        try {
            return new String(Files.readAllBytes(output), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Waits for a line that contains a text, and returns the first one.
    ///
    /// @throws AssertionError at the deadline, or when the process ends without it, with all that it wrote
    public String awaitLine(String text, Duration deadline) {
        return Await.until(
                        "a line with '" + text + "'\n" + output(),
                        deadline,
                        () -> {
                            boolean ended = !process.isAlive();
                            Optional<String> line = lineWith(text);
                            if (ended && line.isEmpty()) {
                                throw new AssertionError("Process " + pid() + " ended with status "
                                        + process.exitValue() + " before a line with '" + text + "':\n" + output());
                            }
                            return line;
                        },
                        Optional::isPresent)
                .orElseThrow();
    }

    /// Ends it at once, as kill -9 and a power cut do, and waits until it is gone.
    public void kill() {
        process.destroyForcibly();
        awaitEnd(Duration.ofSeconds(30));
    }

    /// Asks it to end, as a container engine does, and returns its exit status.
    ///
    /// @throws AssertionError when it takes longer than the deadline
    public int terminate(Duration deadline) {
        signal("TERM");
        return awaitEnd(deadline);
    }

    /// Freezes it (SIGSTOP): it lives and holds its connections, and does nothing.
    public void freeze() {
        signal("STOP");
    }

    /// Lets it go on (SIGCONT).
    public void thaw() {
        signal("CONT");
    }

    @Override
    public void close() {
        kill();
        try {
            Files.deleteIfExists(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private int awaitEnd(Duration deadline) {
        try {
            if (!process.waitFor(deadline.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new AssertionError("Process " + pid() + " did not end within " + deadline + ":\n" + output());
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("Interrupted while waiting for the end of process " + pid() + ".", e);
        }
    }

    private Optional<String> lineWith(String text) {
        return output().lines().filter(line -> line.contains(text)).findFirst();
    }

    private void signal(String name) {
        Command.Result result = Command.run(Duration.ofSeconds(10), List.of("kill", "-" + name, Long.toString(pid())));
        if (!result.succeeded()) {
            throw new AssertionError("Signal " + name + " to process " + pid() + " failed: " + result.output());
        }
    }
}
