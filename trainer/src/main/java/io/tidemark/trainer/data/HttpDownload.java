package io.tidemark.trainer.data;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.net.http.HttpResponse.ResponseInfo;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

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
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
                HttpClient client = HttpClient.newBuilder()
                        .executor(threads)
                        .connectTimeout(CONNECT_TIMEOUT)
                        .followRedirects(HttpClient.Redirect.NORMAL)
                        .build()) {
            Duration wait = pause;
            for (int attempt = 1; ; attempt++) {
                try {
                    attempt(client, uri, target, progress);
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
    private void attempt(HttpClient client, URI uri, Path target, Progress progress)
            throws IOException, InterruptedException {
        long have = Files.exists(target) ? Files.size(target) : 0;
        HttpRequest.Builder request = HttpRequest.newBuilder(uri);
        if (have > 0) {
            request.header("Range", "bytes=" + have + "-");
        }
        try (Arrival arrival = new Arrival(target, have, uri, progress)) {
            CompletableFuture<HttpResponse<Void>> answer = client.sendAsync(request.build(), arrival);
            HttpResponse<Void> response = awaited(answer, arrival);
            int status = response.statusCode();
            if (status == RANGE_NOT_SATISFIABLE) {
                Files.delete(target);
                throw new IOException("the server has no more than " + have + " bytes");
            }
            if (status >= SERVER_FAULT || status == TOO_MANY_REQUESTS) {
                throw new IOException("Found status " + status + ", expected 200 with the data");
            }
            if (!arrival.isTaken()) {
                throw new DataException("Found status " + status + " at " + uri + ", expected 200 with the data.");
            }
        }
    }

    /// Waits until all has come, or nothing comes any more.
    private HttpResponse<Void> awaited(CompletableFuture<HttpResponse<Void>> answer, Arrival arrival)
            throws IOException, InterruptedException {
        try {
            while (true) {
                try {
                    return answer.get(silence.toNanos() / 4 + 1, TimeUnit.NANOSECONDS);
                } catch (TimeoutException e) {
                    if (System.nanoTime() - arrival.lastHeardNs() >= silence.toNanos()) {
                        throw new IOException("the server said nothing for " + silence.toMillis() + " ms", e);
                    }
                }
            }
        } catch (ExecutionException e) {
            if (e.getCause() instanceof DataException fault) {
                throw fault;
            }
            throw new IOException(String.valueOf(e.getCause()), e);
        } finally {
            answer.cancel(true);
        }
    }

    /// Writes what comes as it comes: of an answer that breaks off, all that came is kept.
    private static final class Arrival implements BodyHandler<Void>, AutoCloseable {
        private final Path target;
        private final long have;
        private final URI uri;
        private final Progress progress;
        private final AtomicLong heardNs = new AtomicLong(System.nanoTime());
        private @Nullable OutputStream out;
        private long done;
        private long total = -1;
        private boolean isClosed;

        Arrival(Path target, long have, URI uri, Progress progress) {
            this.target = target;
            this.have = have;
            this.uri = uri;
            this.progress = progress;
        }

        long lastHeardNs() {
            return heardNs.get();
        }

        /// Whether the answer carried the data.
        synchronized boolean isTaken() {
            return out != null;
        }

        @Override
        public BodySubscriber<Void> apply(ResponseInfo response) {
            heardNs.set(System.nanoTime());
            boolean resumes = response.statusCode() == PARTIAL && begins(response.headers()) == have;
            if (response.statusCode() != OK && !resumes) {
                return BodySubscribers.discarding();
            }
            open(resumes, response.headers().firstValueAsLong("content-length").orElse(-1));
            return BodySubscribers.ofByteArrayConsumer(piece -> piece.ifPresent(this::write));
        }

        private synchronized void open(boolean resumes, long length) {
            try {
                out = Files.newOutputStream(
                        target,
                        StandardOpenOption.CREATE,
                        resumes ? StandardOpenOption.APPEND : StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            done = resumes ? have : 0;
            total = length < 0 ? -1 : done + length;
        }

        private synchronized void write(byte[] piece) {
            heardNs.set(System.nanoTime());
            OutputStream to = out;
            if (isClosed || to == null) {
                return;
            }
            try {
                to.write(piece);
            } catch (IOException e) {
                throw new DataException("The data from " + uri + " cannot be written to " + target + ": " + e, e);
            }
            done += piece.length;
            progress.report("downloading " + uri, done, total);
            if (done > MAX_BYTES) {
                throw new DataException("Found more than " + MAX_BYTES + " bytes at " + uri + ", expected fewer.");
            }
        }

        /// First byte of a partial answer; -1 when the server does not say.
        private static long begins(HttpHeaders headers) {
            Optional<String> range = headers.firstValue("content-range");
            return range.map(text -> text.replaceFirst("^bytes (\\d+)-.*$", "$1"))
                    .filter(text -> text.matches("\\d{1,18}"))
                    .map(Long::parseLong)
                    .orElse(-1L);
        }

        /// What comes after this is not written: another attempt may hold the file.
        @Override
        public synchronized void close() throws IOException {
            isClosed = true;
            if (out != null) {
                out.close();
            }
        }
    }
}
