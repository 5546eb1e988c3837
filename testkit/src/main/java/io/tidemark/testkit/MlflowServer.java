package io.tidemark.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// A real MLflow server in a process of its own, with a SQLite store, the artifact proxy and webhooks to this machine.
/// The first start on a machine installs it (one to two minutes); each start takes some ten seconds. It ends with
/// [#close] at the latest, and with the test's JVM.
public final class MlflowServer implements AutoCloseable {
    /// What pip installs; MLflow before 3.17 has known holes.
    private static final String REQUIREMENT = "mlflow==3.17.2";

    /// A key for this test's secrets alone; without one each worker makes its own, and hooks get lost.
    private static final String FERNET_KEY = "dGlkZW1hcmstdGVzdGtpdC1mZXJuZXQta2V5LTAwMDE=";

    private static final Duration START_TIMEOUT = Duration.ofMinutes(2);

    private final PythonEnvironment python;
    private final Process process;
    private final Thread hook;
    private final int port;

    private MlflowServer(PythonEnvironment python, Process process, int port) {
        this.python = python;
        this.process = process;
        this.port = port;
        this.hook = Thread.ofPlatform().unstarted(this::end);
    }

    /// Starts a server that keeps everything in a folder. Skips the test where Python or the packages are missing;
    /// fails it in CI.
    ///
    /// @param more what clients need beside MLflow, as pip takes it
    public static MlflowServer start(Path folder, String... more) {
        PythonEnvironment python = PythonEnvironment.with(
                Stream.concat(Stream.of(REQUIREMENT), Arrays.stream(more)).toArray(String[]::new));
        int port = freePort();
        Path log = folder.resolve("mlflow.log");
        try {
            Files.createDirectories(folder);
            ProcessBuilder builder = new ProcessBuilder(List.of(
                            python.python().toString(),
                            "-m",
                            "mlflow",
                            "server",
                            "--backend-store-uri",
                            "sqlite:///" + folder.resolve("mlflow.db").toAbsolutePath(),
                            "--artifacts-destination",
                            folder.resolve("artifacts").toAbsolutePath().toString(),
                            "--serve-artifacts",
                            "--host",
                            "127.0.0.1",
                            "--port",
                            Integer.toString(port),
                            "--workers",
                            "1"))
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile());
            builder.environment().keySet().removeIf(name -> name.startsWith("MLFLOW_"));
            // MLflow starts its server by name: the one of the environment.
            builder.environment()
                    .merge("PATH", "", (path, ignored) -> python.python().getParent() + ":" + path);
            builder.environment()
                    .putAll(Map.of(
                            "MLFLOW_DISABLE_TELEMETRY", "true",
                            "MLFLOW_SERVER_ENABLE_JOB_EXECUTION", "false",
                            "MLFLOW_WEBHOOK_ALLOWED_SCHEMES", "http,https",
                            "MLFLOW_WEBHOOK_ALLOW_PRIVATE_IPS", "true",
                            "MLFLOW_WEBHOOK_SECRET_ENCRYPTION_KEY", FERNET_KEY,
                            "MLFLOW_WEBHOOK_CACHE_TTL", "0"));
            MlflowServer server = new MlflowServer(python, builder.start(), port);
            Runtime.getRuntime().addShutdownHook(server.hook);
            server.awaitReady(log);
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Address, as `MLFLOW_TRACKING_URI` has it.
    public String uri() {
        return "http://127.0.0.1:" + port;
    }

    /// The environment that MLflow is installed in, for clients.
    public PythonEnvironment python() {
        return python;
    }

    /// Ends it at once, with its workers.
    public void kill() {
        end();
    }

    private void awaitReady(Path log) {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest health = HttpRequest.newBuilder(URI.create(uri() + "/health"))
                    .timeout(Duration.ofSeconds(5))
                    .build();
            Await.until(
                    "MLflow at " + uri() + ", which logs to " + log,
                    START_TIMEOUT,
                    () -> {
                        if (!process.isAlive()) {
                            throw new AssertionError(
                                    "MLflow ended with status " + process.exitValue() + ": " + read(log));
                        }
                        return answers(client, health);
                    },
                    ready -> ready);
        } catch (AssertionError e) {
            close();
            throw e;
        }
    }

    private static boolean answers(HttpClient client, HttpRequest health) {
        try {
            return client.send(health, HttpResponse.BodyHandlers.ofString()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("Interrupted while waiting for MLflow.", e);
        }
    }

    private static String read(Path log) {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            return "its log cannot be read: " + e;
        }
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void end() {
        List<ProcessHandle> workers = process.descendants().toList();
        process.destroyForcibly();
        workers.forEach(ProcessHandle::destroyForcibly);
        process.onExit().join();
    }

    @Override
    public void close() {
        end();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The JVM ends already, and the hook has done the same.
            return;
        }
    }
}
