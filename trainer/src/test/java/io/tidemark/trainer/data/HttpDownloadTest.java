package io.tidemark.trainer.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpDownloadTest {
    private static final HttpDownload PATIENT = new HttpDownload(Duration.ofSeconds(20), 5, Duration.ofMillis(1));
    private static final HttpDownload HASTY = new HttpDownload(Duration.ofMillis(300), 3, Duration.ofMillis(1));

    @TempDir
    Path folder;

    private FileServer server = FileServer.NONE;
    private byte[] content = {};

    @BeforeEach
    void start() throws IOException {
        server = FileServer.start();
        content = new byte[300_000];
        SplittableRandom random = new SplittableRandom(1);
        random.nextBytes(content);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void whatWasFetchedBeforeTheConnectionBrokeIsNotFetchedAgain() throws IOException {
        server.serveInPieces("/data.csv", content, 100_000, false);

        assertThat(fetched(PATIENT)).isEqualTo(content);
        assertThat(server.requests()).isEqualTo(3);
    }

    @Test
    void aServerThatFallsSilentIsAskedAgain() throws IOException {
        server.serveInPieces("/data.csv", content, 150_000, true);

        assertThat(fetched(HASTY)).isEqualTo(content);
        assertThat(server.requests()).isEqualTo(2);
    }

    @Test
    void aServerThatKeepsSilentIsGivenUp() {
        server.serveInPieces("/data.csv", content, 0, true);

        assertThatThrownBy(() -> fetched(HASTY))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("in 3 attempts");
    }

    @Test
    void aBeginningFromAnEarlierTryIsGoneOnWith() throws IOException {
        server.serveInPieces("/data.csv", content, content.length, false);
        Files.write(folder.resolve("data"), java.util.Arrays.copyOf(content, 250_000));

        assertThat(fetched(PATIENT)).isEqualTo(content);
        assertThat(server.requests()).isEqualTo(1);
    }

    @Test
    void aServerThatCannotBeginInTheMiddleIsTakenFromTheStart() throws IOException {
        server.serve("/data.csv", content);
        Files.write(folder.resolve("data"), new byte[] {1, 2, 3});

        assertThat(fetched(PATIENT)).isEqualTo(content);
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 503, 429})
    void aServerInTroubleIsAskedAgain(int status) {
        server.answer("/data.csv", status);

        assertThatThrownBy(() -> fetched(PATIENT)).hasMessageContaining("status " + status);
        assertThat(server.requests()).isEqualTo(5);
    }

    @ParameterizedTest
    @ValueSource(ints = {403, 404, 204})
    void aServerThatRefusesIsNotAskedAgain(int status) {
        server.answer("/data.csv", status);

        assertThatThrownBy(() -> fetched(PATIENT)).hasMessageContaining("status " + status);
        assertThat(server.requests()).isEqualTo(1);
    }

    private byte[] fetched(HttpDownload download) throws IOException {
        Path target = folder.resolve("data");
        download.fetch(URI.create(server.address() + "/data.csv"), target, Progress.NONE);
        return Files.readAllBytes(target);
    }
}
