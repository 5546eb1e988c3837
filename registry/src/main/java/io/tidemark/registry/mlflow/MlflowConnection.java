package io.tidemark.registry.mlflow;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidemark.registry.RegistryException;
import io.tidemark.registry.RegistryRefusedException;
import io.tidemark.registry.RegistryUnavailableException;
import io.tidemark.registry.guard.DependencyHealth;
import io.tidemark.registry.guard.Guard;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

/// Speaks to an MLflow server: JSON calls and the artifact proxy. A try ends when nothing has come for the guard's
/// timeout. Safe for use by many threads.
public final class MlflowConnection {
    private static final String API = "/api/2.0/mlflow/";
    private static final String ARTIFACTS = "/api/2.0/mlflow-artifacts/artifacts";

    /// Largest answer that is no artifact, bytes.
    private static final long MAX_ANSWER = 64L << 20;

    /// Longest exchange, however steadily it goes on.
    private static final Duration LONGEST = Duration.ofMinutes(30);

    private static final int LONGEST_QUOTE = 300;
    static final ObjectMapper JSON = new ObjectMapper();

    private final MlflowAddress address;
    private final Guard guard;
    private final HttpClient client;

    public MlflowConnection(MlflowAddress address, Guard guard) {
        this.address = address;
        this.guard = guard;
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(guard.timeout())
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
    }

    /// Where the server is.
    public MlflowAddress address() {
        return address;
    }

    /// How the server is.
    public DependencyHealth health() {
        return guard.health();
    }

    /// Reads; tried again when the server does not answer.
    public JsonNode get(String path, Map<String, String> query) {
        return guard.call(() -> json(send("GET", API + path + encoded(query), BodyPublishers.noBody(), MAX_ANSWER)));
    }

    /// Reads what may not be there.
    Optional<JsonNode> find(String path, Map<String, String> query) {
        try {
            return Optional.of(get(path, query));
        } catch (RegistryRefusedException e) {
            if (e.isNotFound()) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /// Writes what may be written twice, or searches; tried again when the server does not answer.
    public JsonNode post(String path, ObjectNode body) {
        return guard.call(() -> json(send("POST", API + path, text(body), MAX_ANSWER)));
    }

    /// Writes what must not be written twice; not tried again.
    public JsonNode postOnce(String path, ObjectNode body) {
        return guard.once(() -> json(send("POST", API + path, text(body), MAX_ANSWER)));
    }

    /// Changes what may be changed twice; tried again when the server does not answer.
    JsonNode patch(String path, ObjectNode body) {
        return guard.call(() -> json(send("PATCH", API + path, text(body), MAX_ANSWER)));
    }

    /// Removes; the body says what.
    public JsonNode delete(String path, ObjectNode body) {
        return guard.call(() -> json(send("DELETE", API + path, text(body), MAX_ANSWER)));
    }

    /// Stores an artifact through the server's proxy.
    ///
    /// @param path below the proxy's root, for example `1/<run>/artifacts/report.html`
    public void putArtifact(String path, byte[] bytes) {
        guard.call(() -> send("PUT", ARTIFACTS + "/" + segments(path), BodyPublishers.ofByteArray(bytes), MAX_ANSWER));
    }

    /// Fetches an artifact through the server's proxy.
    ///
    /// @param maxBytes largest size that is taken, bytes
    /// @throws io.tidemark.registry.TooLargeException when it is larger
    public byte[] artifact(String path, long maxBytes) {
        return guard.call(() -> send("GET", ARTIFACTS + "/" + segments(path), BodyPublishers.noBody(), maxBytes));
    }

    /// What lies in a folder of the proxy.
    public JsonNode artifacts(String path) {
        return guard.call(() ->
                json(send("GET", ARTIFACTS + encoded(Map.of("path", path)), BodyPublishers.noBody(), MAX_ANSWER)));
    }

    private byte[] send(String method, String pathAndQuery, BodyPublisher content, long maxBytes) {
        String what = method + " " + address + pathAndQuery;
        CountedBody body = new CountedBody(content);
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address.uri() + pathAndQuery))
                .header("Content-Type", method.equals("PUT") ? "application/octet-stream" : "application/json")
                .method(method, body);
        address.authorization().ifPresent(value -> request.header("Authorization", value));
        HttpResponse<byte[]> response = exchange(request.build(), body, new BoundedBody(what, maxBytes), what);
        return checked(response, what);
    }

    /// The client's own timeout ends with the headers: this one looks whether anything goes or comes.
    private HttpResponse<byte[]> exchange(HttpRequest request, CountedBody sent, BoundedBody received, String what) {
        CompletableFuture<HttpResponse<byte[]>> answer = client.sendAsync(request, received);
        long endNs = System.nanoTime() + LONGEST.toNanos();
        long seen = 0;
        while (true) {
            try {
                return answer.get(guard.timeout().toMillis(), TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                long moved = sent.bytes() + received.received();
                if (moved == seen || System.nanoTime() > endNs) {
                    answer.cancel(true);
                    throw new RegistryUnavailableException(
                            moved == seen
                                    ? what + ": nothing went or came for "
                                            + guard.timeout().toMillis() + " ms."
                                    : what + ": not done after " + LONGEST.toMinutes() + " minutes.",
                            e);
                }
                seen = moved;
            } catch (ExecutionException e) {
                throw fault(e.getCause() == null ? e : e.getCause(), what);
            } catch (InterruptedException e) {
                answer.cancel(true);
                Thread.currentThread().interrupt();
                throw new RegistryUnavailableException(what + " was interrupted.", e);
            }
        }
    }

    private static RegistryException fault(Throwable cause, String what) {
        if (cause instanceof RegistryException fault) {
            return fault;
        }
        if (cause.getCause() instanceof RegistryException fault) {
            return fault;
        }
        String message = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
        return cause instanceof IOException
                ? new RegistryUnavailableException(what + " failed: " + message, cause)
                : new RegistryException(what + " failed: " + message, cause);
    }

    private byte[] checked(HttpResponse<byte[]> response, String what) {
        int status = response.statusCode();
        if (status / 100 == 2) {
            return response.body();
        }
        String said = quote(response.body());
        if (status / 100 == 5 || status == 408 || status == 429) {
            throw new RegistryUnavailableException(what + " was answered with status " + status + ": " + said);
        }
        if (status == 401 || status == 403) {
            throw new RegistryRefusedException(
                    "PERMISSION_DENIED",
                    what + " was answered with status " + status + ", expected that the credentials of "
                            + (address.authorization().isPresent() ? "the environment" : "nobody")
                            + " suffice: set MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD, or"
                            + " MLFLOW_TRACKING_TOKEN; behind another host name the server needs --allowed-hosts. It said: "
                            + said);
        }
        throw new RegistryRefusedException(
                code(response.body()), what + " was answered with status " + status + ": " + said);
    }

    private static String code(byte[] body) {
        try {
            return JSON.readTree(body).path("error_code").asText();
        } catch (IOException e) {
            return "NOT_JSON";
        }
    }

    private static String quote(byte[] body) {
        String text = new String(body, StandardCharsets.UTF_8).strip().replaceAll("\\s+", " ");
        return text.length() <= LONGEST_QUOTE ? text : text.substring(0, LONGEST_QUOTE) + "...";
    }

    private JsonNode json(byte[] body) {
        try {
            return body.length == 0 ? JSON.createObjectNode() : JSON.readTree(body);
        } catch (IOException e) {
            throw new RegistryException(
                    "Found an answer of " + address + " that is no JSON: " + quote(body) + " Is it an MLflow server?",
                    e);
        }
    }

    private static BodyPublisher text(ObjectNode body) {
        try {
            return BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A tree can be written.", e);
        }
    }

    private static String encoded(Map<String, String> query) {
        return query.isEmpty()
                ? ""
                : query.entrySet().stream()
                        .map(entry -> entry.getKey() + "=" + encoded(entry.getValue()))
                        .collect(Collectors.joining("&", "?", ""));
    }

    private static String segments(String path) {
        return Arrays.stream(path.split("/", -1)).map(MlflowConnection::encoded).collect(Collectors.joining("/"));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
