package io.tidemark.notifier.sink;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Posts over the JDK's client. Redirects are not followed: a webhook's address is a secret, and stays where it is.
public final class JdkHttp implements Http, AutoCloseable {
    private static final int MOST_BODY_BYTES = 64 * 1024;

    /// A server whose clock is wrong must not silence a sink for years.
    private static final Duration LONGEST_PAUSE = Duration.ofHours(1);

    private final HttpClient client;
    private final Duration timeout;
    private final Clock clock;

    /// @param timeout how long to wait for the connection, and then for the answer
    public JdkHttp(Duration timeout, Clock clock) {
        this.timeout = timeout;
        this.clock = clock;
        client = HttpClient.newBuilder()
                .connectTimeout(timeout)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
    }

    @Override
    public Reply post(Post post) {
        HttpRequest.Builder request = HttpRequest.newBuilder(post.address())
                .timeout(timeout)
                .header("Content-Type", "application/json; charset=utf-8")
                .header("User-Agent", "tidemark-notifier")
                .POST(HttpRequest.BodyPublishers.ofString(post.body().toString()));
        post.headers().forEach(request::header);
        CompletableFuture<HttpResponse<byte[]>> answer =
                client.sendAsync(request.build(), headers -> new FirstBytes(MOST_BODY_BYTES));
        try {
            // The client's own timeout ends with the headers.
            HttpResponse<byte[]> response = answer.get(2 * timeout.toMillis(), TimeUnit.MILLISECONDS);
            return new Reply.Status(
                    response.statusCode(),
                    response.headers().firstValue("Retry-After").flatMap(value -> retryAfter(value, clock.instant())),
                    post.withoutSecrets(new String(response.body(), StandardCharsets.UTF_8)));
        } catch (TimeoutException e) {
            answer.cancel(true);
            return silence();
        } catch (ExecutionException e) {
            // The message of such an exception may hold the address.
            return e.getCause() instanceof HttpTimeoutException
                    ? silence()
                    : new Reply.Silence(name(e) + " from " + post.address().getHost());
        } catch (InterruptedException e) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            return new Reply.Silence("interrupted");
        }
    }

    private Reply silence() {
        return new Reply.Silence("no answer within " + timeout.toMillis() + " ms");
    }

    private static String name(ExecutionException failure) {
        Throwable cause = failure.getCause() == null ? failure : failure.getCause();
        return cause.getClass().getSimpleName();
    }

    /// Seconds or a date of HTTP, an hour at most; empty when it is neither.
    static Optional<Duration> retryAfter(String header, Instant now) {
        String value = header.strip();
        try {
            if (!value.isEmpty() && value.chars().allMatch(Character::isDigit)) {
                return Optional.of(Duration.ofSeconds(Math.min(Long.parseLong(value), LONGEST_PAUSE.toSeconds())));
            }
            Duration until = Duration.between(
                    now,
                    ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME)
                            .toInstant());
            return Optional.of(
                    until.isNegative() ? Duration.ZERO : until.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : until);
        } catch (NumberFormatException | DateTimeException e) {
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
        client.close();
    }
}
