package io.tidemark.trainer.data;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/// Fetches a file over http or https. What was fetched before a connection broke, or fell silent, is not fetched again
/// where the server can begin in the middle; the caller checks the whole by its hash.
///
/// @param silence how long a server may send nothing
/// @param attempts how often the server is asked in all, 1 or more
/// @param pause pause before the second attempt; doubled before each further one
record HttpDownload(Duration silence, int attempts, Duration pause) {
    /// As it is used.
    static final HttpDownload DEFAULT = new HttpDownload(Duration.ofSeconds(30), 4, Duration.ofMillis(250));

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
    private static final long MAX_BYTES = 64L << 30;
    private static final int CHUNK_BYTES = 1 << 16;
    private static final int OK = 200;
    private static final int PARTIAL = 206;
    private static final int RANGE_NOT_SATISFIABLE = 416;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int SERVER_FAULT = 500;

    /// Fetches, following redirects within the same scheme or up to https.
    ///
    /// @param target where the file goes; what is there already is taken for its beginning
    /// @throws DataException when the server does not give the file
    void fetch(URI uri, Path target, Progress progress) {
        try (HttpClient client = HttpClient.newBuilder()
                        .connectTimeout(CONNECT_TIMEOUT)
                        .followRedirects(HttpClient.Redirect.NORMAL)
                        .build();
                ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor(
                        Thread.ofVirtual().factory())) {
            Duration wait = pause;
            for (int attempt = 1; ; attempt++) {
                try {
                    attempt(client, watch, uri, target, progress);
                    return;
                } catch (IOException e) {
                    if (attempt >= attempts) {
                        throw new DataException(
                                "The data at " + uri + " cannot be fetched, in " + attempts + " attempts: " + e, e);
                    }
                }
                Thread.sleep(wait);
                wait = wait.multipliedBy(2);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DataException("Interrupted while fetching " + uri + ".", e);
        }
    }

    /// @throws IOException when another attempt may go better
    private void attempt(HttpClient client, ScheduledExecutorService watch, URI uri, Path target, Progress progress)
            throws IOException, InterruptedException {
        long have = Files.exists(target) ? Files.size(target) : 0;
        HttpRequest.Builder request =
                HttpRequest.newBuilder(uri).timeout(silence).GET();
        if (have > 0) {
            request.header("Range", "bytes=" + have + "-");
        }
        HttpResponse<InputStream> response = client.send(request.build(), BodyHandlers.ofInputStream());
        try (InputStream body = response.body()) {
            int status = response.statusCode();
            if (status == RANGE_NOT_SATISFIABLE) {
                Files.delete(target);
                throw new IOException("the server has no more than " + have + " bytes");
            }
            if (status >= SERVER_FAULT || status == TOO_MANY_REQUESTS) {
                throw new IOException("Found status " + status + ", expected 200 with the data");
            }
            boolean resumes = status == PARTIAL && begins(response) == have;
            if (status != OK && !resumes) {
                throw new DataException("Found status " + status + " at " + uri + ", expected 200 with the data.");
            }
            long length = response.headers().firstValueAsLong("content-length").orElse(-1);
            long from = resumes ? have : 0;
            long done = copy(watch, body, target, resumes, from, length < 0 ? -1 : from + length, uri, progress);
            if (length >= 0 && done != from + length) {
                throw new IOException("found " + done + " bytes, expected " + (from + length));
            }
        }
    }

    /// First byte of a partial answer; -1 when the server does not say.
    private static long begins(HttpResponse<?> response) {
        Optional<String> range = response.headers().firstValue("content-range");
        return range.map(text -> text.replaceFirst("^bytes (\\d+)-.*$", "$1"))
                .filter(text -> text.matches("\\d{1,18}"))
                .map(Long::parseLong)
                .orElse(-1L);
    }

    private long copy(
            ScheduledExecutorService watch,
            InputStream body,
            Path target,
            boolean append,
            long from,
            long total,
            URI uri,
            Progress progress)
            throws IOException {
        AtomicLong heard = new AtomicLong(System.nanoTime());
        ScheduledFuture<?> guard = watch.scheduleAtFixedRate(
                () -> closeWhenSilent(body, heard),
                silence.toMillis(),
                silence.toMillis() / 4 + 1,
                TimeUnit.MILLISECONDS);
        byte[] chunk = new byte[CHUNK_BYTES];
        long done = from;
        try (OutputStream out = Files.newOutputStream(
                target,
                StandardOpenOption.CREATE,
                append ? StandardOpenOption.APPEND : StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE)) {
            for (int read = body.read(chunk); read >= 0; read = body.read(chunk)) {
                heard.set(System.nanoTime());
                out.write(chunk, 0, read);
                done += read;
                progress.report(uri.toString(), done, total);
                if (done > MAX_BYTES) {
                    throw new DataException("Found more than " + MAX_BYTES + " bytes at " + uri + ", expected fewer.");
                }
            }
        } finally {
            guard.cancel(false);
        }
        return done;
    }

    /// Closing the body ends a read that waits for a server that says nothing.
    private void closeWhenSilent(InputStream body, AtomicLong heard) {
        if (System.nanoTime() - heard.get() >= silence.toNanos()) {
            try {
                body.close();
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }
    }
}
