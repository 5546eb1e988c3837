package io.tidemark.trainer.data;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.tidemark.model.manifest.DataSource;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Against a server on this machine that speaks as much of the bucket's protocol as a download needs.
class GcsDownloadTest {
    private static final DataSource.Gcs SOURCE = new DataSource.Gcs("some-bucket", "folder/data.csv");

    @TempDir
    Path folder;

    private final byte[] content = new byte[300_000];
    private final List<String> asked = Collections.synchronizedList(new ArrayList<>());
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile int piece = Integer.MAX_VALUE;
    private volatile boolean silent;
    private volatile int status = 200;
    private volatile String crc32c = "";

    @SuppressWarnings("NullAway.Init") // started before each test
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        new SplittableRandom(1).nextBytes(content);
        crc32c = crc32c(content);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::handle);
        server.setExecutor(command -> Thread.startVirtualThread(command));
        server.start();
    }

    @AfterEach
    void stop() {
        closed.countDown();
        server.stop(0);
    }

    @Test
    void anObjectIsFetchedWhole() throws IOException {
        List<Long> heard = new ArrayList<>();

        assertThat(fetched(Duration.ofSeconds(20), (what, done, total) -> {
                    assertThat(total).isEqualTo(content.length);
                    heard.add(done);
                }))
                .isEqualTo(content);
        assertThat(heard.getLast()).isEqualTo(content.length);
    }

    @Test
    void whatCameBeforeTheConnectionBrokeIsNotFetchedAgain() throws IOException {
        piece = 100_000;

        assertThat(fetched(Duration.ofSeconds(20), Progress.NONE)).isEqualTo(content);
        assertThat(asked).containsSubsequence("bytes=0-", "bytes=100000-", "bytes=200000-");
    }

    @Test
    void aBucketThatFallsSilentIsAskedAgain() throws IOException {
        piece = 200_000;
        silent = true;

        assertThat(fetched(Duration.ofMillis(500), Progress.NONE)).isEqualTo(content);
    }

    @Test
    void aBeginningFromAnEarlierTryIsGoneOnWith() throws IOException {
        Files.write(folder.resolve("data"), Arrays.copyOf(content, 250_000));

        assertThat(fetched(Duration.ofSeconds(20), Progress.NONE)).isEqualTo(content);
        assertThat(asked).contains("bytes=250000-").doesNotContain("bytes=0-");
    }

    @Test
    void aBeginningOfOtherDataIsThrownAway() throws IOException {
        Files.write(folder.resolve("data"), new byte[250_000]);

        assertThat(fetched(Duration.ofSeconds(20), Progress.NONE)).isEqualTo(content);
        assertThat(asked).containsSubsequence("bytes=250000-", "bytes=0-");
    }

    @Test
    void allAttemptsAreOfOneGeneration() throws IOException {
        piece = 100_000;
        fetched(Duration.ofSeconds(20), Progress.NONE);

        assertThat(asked).filteredOn(line -> line.startsWith("media")).allMatch(line -> line.contains("generation=77"));
        assertThat(asked).filteredOn("metadata"::equals).hasSize(1);
    }

    @Test
    void anObjectThatDoesNotMatchItsSumIsRefusedAndNotKept() {
        crc32c = crc32c(new byte[] {1});

        assertThatThrownBy(() -> fetched(Duration.ofSeconds(20), Progress.NONE))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("CRC32C")
                .hasMessageContaining("in 4 attempts");
        assertThat(folder.resolve("data")).doesNotExist();
    }

    @Test
    void aBucketWithoutTheObjectIsNotAskedAgain() {
        status = 404;

        assertThatThrownBy(() -> fetched(Duration.ofSeconds(20), Progress.NONE))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("no object at gs://some-bucket/folder/data.csv");
        assertThat(asked).hasSize(1);
    }

    @Test
    void aBucketThatRefusesIsNotAskedAgain() {
        status = 403;

        assertThatThrownBy(() -> fetched(Duration.ofSeconds(20), Progress.NONE))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("credentials");
        assertThat(asked).hasSize(1);
    }

    @Test
    void aBucketInTroubleIsAskedAgain() {
        status = 503;

        assertThatThrownBy(() -> fetched(Duration.ofSeconds(20), Progress.NONE))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("in 4 attempts");
        assertThat(asked).hasSize(4);
    }

    private byte[] fetched(Duration silence, Progress progress) throws IOException {
        Path target = folder.resolve("data");
        new GcsDownload(
                        Optional.of("http://127.0.0.1:" + server.getAddress().getPort()),
                        silence,
                        4,
                        Duration.ofMillis(1))
                .fetch(SOURCE, target, progress);
        return Files.readAllBytes(target);
    }

    private void handle(HttpExchange exchange) throws IOException {
        String query = String.valueOf(exchange.getRequestURI().getQuery());
        boolean media = query.contains("alt=media");
        String range = exchange.getRequestHeaders().getFirst("Range");
        asked.add(media ? "media " + query : "metadata");
        try (exchange) {
            if (status != 200) {
                byte[] body = ("{\"error\": {\"code\": " + status + ", \"message\": \"no\"}}").getBytes(UTF_8);
                exchange.getResponseHeaders().add("Content-Type", "application/json");
                exchange.sendResponseHeaders(status, body.length);
                exchange.getResponseBody().write(body);
            } else if (media) {
                send(exchange, range == null ? "bytes=0-" : range);
            } else {
                byte[] body =
                        ("{\"kind\": \"storage#object\", \"bucket\": \"some-bucket\", \"name\": \"folder/data.csv\","
                                        + " \"generation\": \"77\", \"size\": \"" + content.length
                                        + "\", \"crc32c\": \""
                                        + crc32c + "\"}")
                                .getBytes(UTF_8);
                exchange.getResponseHeaders().add("Content-Type", "application/json");
                exchange.sendResponseHeaders(200, body.length);
                exchange.getResponseBody().write(body);
            }
        }
    }

    /// Announces all, and hangs up or falls silent after a piece.
    private void send(HttpExchange exchange, String range) throws IOException {
        int from = Integer.parseInt(range.replaceAll("^bytes=(\\d+)-.*$", "$1"));
        asked.add("bytes=" + from + "-");
        int to = (int) Math.min(content.length, (long) from + piece);
        exchange.getResponseHeaders()
                .add("Content-Range", "bytes " + from + "-" + (content.length - 1) + "/" + content.length);
        exchange.sendResponseHeaders(206, content.length - from);
        exchange.getResponseBody().write(content, from, to - from);
        exchange.getResponseBody().flush();
        try {
            if (silent && to < content.length && !closed.await(1, TimeUnit.MINUTES)) {
                throw new IllegalStateException("The test did not end.");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String crc32c(byte[] bytes) {
        CRC32C sum = new CRC32C();
        sum.update(bytes);
        return Base64.getEncoder()
                .encodeToString(
                        ByteBuffer.allocate(4).putInt((int) sum.getValue()).array());
    }
}
