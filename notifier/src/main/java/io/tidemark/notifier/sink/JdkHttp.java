package io.tidemark.notifier.sink;

import java.io.IOException;
import java.io.InputStream;
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

/// Posts over the JDK's client. Redirects are not followed: a webhook's address is a secret, and stays where it is.
public final class JdkHttp implements Http, AutoCloseable {
    private static final int MOST_BODY_BYTES = 64 * 1024;

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
        try {
            HttpResponse<InputStream> response =
                    client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream body = response.body()) {
                String text = new String(body.readNBytes(MOST_BODY_BYTES), StandardCharsets.UTF_8);
                return new Reply.Status(
                        response.statusCode(),
                        response.headers()
                                .firstValue("Retry-After")
                                .flatMap(value -> retryAfter(value, clock.instant())),
                        text);
            }
        } catch (HttpTimeoutException e) {
            return new Reply.Silence("no answer within " + timeout.toMillis() + " ms");
        } catch (IOException e) {
            // The message of such an exception may hold the address.
            return new Reply.Silence(
                    e.getClass().getSimpleName() + " from " + post.address().getHost());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Reply.Silence("interrupted");
        }
    }

    /// Seconds or a date of HTTP; empty when it is neither.
    static Optional<Duration> retryAfter(String header, Instant now) {
        String value = header.strip();
        try {
            if (!value.isEmpty() && value.chars().allMatch(Character::isDigit)) {
                return Optional.of(Duration.ofSeconds(
                        Math.min(Long.parseLong(value), Duration.ofDays(1).toSeconds())));
            }
            Duration until = Duration.between(
                    now,
                    ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME)
                            .toInstant());
            return Optional.of(until.isNegative() ? Duration.ZERO : until);
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
