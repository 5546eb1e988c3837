package io.tidemark.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;

/// A Python virtual environment with given packages, made once and kept: under `target`, or where the environment
/// variable `TIDEMARK_VENV_CACHE` says.
public final class PythonEnvironment {
    private static final Duration INSTALL_TIMEOUT = Duration.ofMinutes(10);
    private static final Duration QUICK = Duration.ofSeconds(30);
    private static final int NAME_DIGITS = 12;

    private final Path python;

    private PythonEnvironment(Path python) {
        this.python = python;
    }

    /// The environment that holds these packages. Skips the test where Python 3 is missing or the packages cannot be
    /// had; fails it in CI.
    ///
    /// @param requirements as pip takes them, for example `confluent-kafka[avro,schemaregistry]==2.12.1`
    public static PythonEnvironment with(String... requirements) {
        Command.Result version = Command.run(QUICK, List.of("python3", "--version"));
        if (!version.succeeded()) {
            Prerequisite.missing("No python3 on the path: install Python 3 to run this test.", "CI");
        }
        List<String> packages = List.copyOf(new TreeSet<>(List.of(requirements)));
        Path directory = cache().resolve("venv-" + digest(version.output() + packages));
        Path ready = directory.resolve("ready");
        try {
            Files.createDirectories(directory);
            try (FileChannel channel = FileChannel.open(
                            directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock lock = channel.lock()) {
                Objects.requireNonNull(lock);
                if (!Files.exists(ready)) {
                    install(directory, packages);
                    Files.writeString(ready, String.join("\n", packages) + "\n");
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new PythonEnvironment(interpreter(directory));
    }

    /// The interpreter, for processes that a test starts itself.
    public Path python() {
        return python;
    }

    /// Runs a script to its end and returns what it wrote.
    ///
    /// @throws AssertionError when it fails or takes longer than the timeout, with what it wrote
    public String run(Duration timeout, Path script, String... arguments) {
        List<String> words = new ArrayList<>(List.of(python.toString(), script.toString()));
        words.addAll(List.of(arguments));
        Command.Result result = Command.run(timeout, words);
        if (!result.succeeded()) {
            throw new AssertionError(script + " ended with status " + result.status() + ":\n" + result.output());
        }
        return result.output();
    }

    private static void install(Path directory, List<String> packages) {
        require(
                QUICK,
                List.of(
                        "python3",
                        "-m",
                        "venv",
                        "--clear",
                        directory.resolve("env").toString()));
        List<String> words = new ArrayList<>(List.of(
                interpreter(directory).toString(), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"));
        words.addAll(packages);
        if (!packages.isEmpty()) {
            require(INSTALL_TIMEOUT, words);
        }
    }

    private static void require(Duration timeout, List<String> words) {
        Command.Result result = Command.run(timeout, words);
        if (!result.succeeded()) {
            Prerequisite.missing(
                    "The Python environment cannot be made: '" + String.join(" ", words) + "' ended with" + " status "
                            + result.status() + ":\n" + result.output(),
                    "CI");
        }
    }

    private static Path interpreter(Path directory) {
        return directory.resolve("env").resolve("bin").resolve("python");
    }

    private static Path cache() {
        String named = System.getenv("TIDEMARK_VENV_CACHE");
        return (named == null || named.isEmpty() ? Path.of("target", "venvs") : Path.of(named)).toAbsolutePath();
    }

    private static String digest(String text) {
        try {
            byte[] sha = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(sha).substring(0, NAME_DIGITS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Each JDK has SHA-256.", e);
        }
    }
}
