package io.tidemark.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// fake-gcs-server, an emulator of Google Cloud Storage, as a child process with its objects in memory. It is built
/// once on a machine (some two minutes) with the Go tools, and kept in the user's cache folder, or where the
/// environment variable `TIDEMARK_TOOL_CACHE` says. It ends with [#close], and whenever the test's JVM ends, killed or
/// not.
public final class GcsEmulator implements AutoCloseable {
    private static final String NAME = "fake-gcs-server";
    private static final String VERSION = "v1.56.1";
    private static final String MODULE = "github.com/fsouza/" + NAME + "@" + VERSION;
    private static final Duration BUILD_TIMEOUT = Duration.ofMinutes(15);
    private static final Duration START_TIMEOUT = Duration.ofSeconds(30);
    private static final Duration END_TIMEOUT = Duration.ofSeconds(10);

    /// Ends the server when nobody holds the other end of its input any more.
    private static final String GUARD = "\"$@\" & child=$!; cat > /dev/null; kill -9 $child; wait $child";

    private final Process process;
    private final int port;
    private final HttpClient client = HttpClient.newHttpClient();

    private GcsEmulator(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /// Starts one on a free port of the loopback interface. Skips the test where Go is missing or the emulator cannot
    /// be built; fails it in CI.
    ///
    /// @param folder where it logs to
    public static GcsEmulator start(Path folder) {
        Path binary = binary();
        int port = freePort();
        Path log = folder.resolve(NAME + ".log");
        List<String> words = new ArrayList<>(List.of("sh", "-c", GUARD, NAME, binary.toString()));
        words.addAll(List.of("-scheme", "http", "-host", "127.0.0.1", "-port", Integer.toString(port)));
        words.addAll(List.of("-backend", "memory", "-public-host", "127.0.0.1:" + port));
        try {
            Process process = new ProcessBuilder(words)
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            GcsEmulator emulator = new GcsEmulator(process, port);
            emulator.awaitReady(log);
            return emulator;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Address, as `STORAGE_EMULATOR_HOST` has it.
    public String host() {
        return "http://127.0.0.1:" + port;
    }

    /// Makes a bucket.
    public void createBucket(String name) {
        byte[] body = ("{\"name\": \"" + name + "\"}").getBytes(StandardCharsets.UTF_8);
        require(send("POST", "/storage/v1/b?project=emulator", body), "making the bucket " + name);
    }

    /// Puts an object there, or another one in its place.
    public void put(String bucket, String object, byte[] content) {
        String query = "?uploadType=media&name=" + encoded(object);
        require(send("POST", "/upload/storage/v1/b/" + bucket + "/o" + query, content), "putting " + object);
    }

    /// The content of an object.
    public Optional<byte[]> get(String bucket, String object) {
        HttpResponse<byte[]> answer =
                send("GET", "/storage/v1/b/" + bucket + "/o/" + encoded(object) + "?alt=media", new byte[0]);
        return answer.statusCode() == 404 ? Optional.empty() : Optional.of(require(answer, "reading " + object));
    }

    /// What is known of an object, as JSON.
    public String metadata(String bucket, String object) {
        String path = "/storage/v1/b/" + bucket + "/o/" + encoded(object);
        return new String(require(send("GET", path, new byte[0]), "looking at " + object), StandardCharsets.UTF_8);
    }

    private static byte[] require(HttpResponse<byte[]> answer, String what) {
        if (answer.statusCode() / 100 != 2) {
            throw new AssertionError(what + " was answered with status " + answer.statusCode() + ": "
                    + new String(answer.body(), StandardCharsets.UTF_8));
        }
        return answer.body();
    }

    private HttpResponse<byte[]> send(String method, String path, byte[] body) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(host() + path))
                .timeout(START_TIMEOUT)
                .method(method, body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body))
                .build();
        try {
            return client.send(request, BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("Interrupted while asking the emulator.", e);
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private void awaitReady(Path log) {
        try {
            Await.until(
                    NAME + " at " + host() + ", which logs to " + log, START_TIMEOUT, this::answers, ready -> ready);
        } catch (AssertionError e) {
            close();
            throw e;
        }
    }

    private boolean answers() {
        try {
            return send("GET", "/_internal/healthcheck", new byte[0]).statusCode() == 200;
        } catch (UncheckedIOException e) {
            return false;
        }
    }

    private static Path binary() {
        Path folder = cache().resolve(NAME + "-" + VERSION);
        Path binary = folder.resolve(NAME);
        if (Files.isExecutable(binary)) {
            return binary;
        }
        if (!Command.run(Duration.ofSeconds(30), List.of("go", "version")).succeeded()) {
            Prerequisite.missing(
                    "No go on the path: install Go to run this test, which builds " + MODULE + " with it.", "CI");
        }
        try {
            Files.createDirectories(folder);
            try (FileChannel channel = FileChannel.open(
                            folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock lock = channel.lock()) {
                Objects.requireNonNull(lock);
                if (!Files.isExecutable(binary)) {
                    build(folder);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return binary;
    }

    private static void build(Path folder) {
        Command.Result result = Command.run(
                BUILD_TIMEOUT, List.of("go", "install", MODULE), Map.of("GOBIN", folder.toString(), "GOFLAGS", ""));
        if (!result.succeeded()) {
            Prerequisite.missing(
                    "'go install " + MODULE + "' ended with status " + result.status() + ":\n" + result.output(), "CI");
        }
    }

    private static Path cache() {
        String named = System.getenv("TIDEMARK_TOOL_CACHE");
        return (named == null || named.isEmpty()
                        ? Path.of(System.getProperty("user.home"), ".cache", "tidemark")
                        : Path.of(named))
                .toAbsolutePath();
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            process.getOutputStream().close();
            if (!process.waitFor(END_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            client.close();
        }
    }
}
