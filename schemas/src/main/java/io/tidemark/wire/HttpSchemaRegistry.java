package io.tidemark.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.avro.Schema;
import org.apache.avro.SchemaParseException;

/// A registry behind Confluent's REST interface (Confluent, Apicurio under `/apis/ccompat/v7`, Karapace, Redpanda).
///
/// Each call is tried at each address in turn up to the settings' attempts, with doubling waits and jitter in between.
final class HttpSchemaRegistry implements SchemaRegistry {
    private static final String MEDIA_TYPE = "application/vnd.schemaregistry.v1+json";
    private static final long FIRST_WAIT_MS = 100;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final ExecutorService CALLS = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "schema-registry-call");
        thread.setDaemon(true);
        return thread;
    });

    private final RegistrySettings settings;
    private final HttpClient client;
    private final AtomicInteger firstAddress = new AtomicInteger();

    HttpSchemaRegistry(RegistrySettings settings) {
        this.settings = settings;
        this.client = RegistryTls.configure(HttpClient.newBuilder(), settings)
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(settings.timeout())
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
    }

    @Override
    public Schema schema(int id) {
        RegistryAnswer answer = call("GET", "/schemas/ids/" + id, BodyPublishers.noBody());
        if (answer.isNotFound()) {
            throw new UnknownSchemaException(id, addresses());
        }
        JsonNode body = answer.requireOk("schema id " + id);
        String type = body.path("schemaType").asText("AVRO");
        if (!"AVRO".equals(type)) {
            throw new MalformedRecordException("Schema id " + id + " is of type " + type + ", expected AVRO.");
        }
        try {
            return new Schema.Parser().parse(body.path("schema").asText());
        } catch (SchemaParseException e) {
            throw new MalformedRecordException("Schema id " + id + " of the registry cannot be read.", e);
        }
    }

    @Override
    public int register(String subject, Schema schema) {
        return idFrom(call("POST", "/subjects/" + encoded(subject) + "/versions", schemaBody(schema)), subject);
    }

    @Override
    public int lookUp(String subject, Schema schema) {
        RegistryAnswer answer = call("POST", "/subjects/" + encoded(subject), schemaBody(schema));
        if (answer.isNotFound()) {
            throw new RegistryRefusedException("Subject " + subject + " at " + addresses()
                    + " does not hold the schema of " + schema.getFullName() + ": register it, or set "
                    + RegistrySettings.AUTO_REGISTER + "=true.");
        }
        return idFrom(answer, subject);
    }

    @Override
    public void requireCompatibility(String subject, String level) {
        BodyPublisher body = BodyPublishers.ofString(
                JSON.createObjectNode().put("compatibility", level).toString());
        call("PUT", "/config/" + encoded(subject), body).requireOk("compatibility of subject " + subject);
    }

    private static int idFrom(RegistryAnswer answer, String subject) {
        JsonNode id = answer.requireOk("subject " + subject).path("id");
        if (!id.canConvertToInt()) {
            throw new RegistryRefusedException("The registry answered without an id for subject " + subject + ".");
        }
        return id.asInt();
    }

    private static BodyPublisher schemaBody(Schema schema) {
        return BodyPublishers.ofString(
                JSON.createObjectNode().put("schema", schema.toString()).toString());
    }

    private static String encoded(String subject) {
        return URLEncoder.encode(subject, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private String addresses() {
        return String.join(", ", settings.urls().stream().map(URI::toString).toList());
    }

    private RegistryAnswer call(String method, String path, BodyPublisher body) {
        List<URI> urls = settings.urls();
        String lastFault = "";
        for (int attempt = 0; attempt < settings.attempts(); attempt++) {
            if (attempt > 0) {
                pause(attempt);
            }
            int address = Math.floorMod(firstAddress.get(), urls.size());
            String where = urls.get(address) + path;
            try {
                HttpResponse<String> response = send(request(where, method, body));
                RegistryAnswer answer = new RegistryAnswer(response.statusCode(), response.body(), where);
                if (answer.isDecided()) {
                    return answer;
                }
                lastFault = "status " + answer.status() + " at " + where;
            } catch (IOException e) {
                lastFault = e.getClass().getSimpleName() + (e.getMessage() == null ? "" : ": " + e.getMessage())
                        + " at " + where;
            }
            firstAddress.compareAndSet(address, address + 1);
        }
        throw new RegistryUnavailableException("No schema registry answered at " + addresses() + " in "
                + settings.attempts() + " attempts of " + settings.timeout().toMillis() + " ms; last fault: "
                + lastFault + ". Check " + RegistrySettings.URL + " and the registry.");
    }

    /// One attempt, with the timeout over all of it: the client's own ends with the head of the answer.
    ///
    /// On threads of our own: what `sendAsync` returns is completed by the common pool, and whoever keeps that busy,
    /// such as a library that trains in parallel, would make each call look like a registry that does not answer.
    private HttpResponse<String> send(HttpRequest request) throws IOException {
        Future<HttpResponse<String>> response = CALLS.submit(() -> client.send(request, BodyHandlers.ofString()));
        try {
            return response.get(settings.timeout().toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            response.cancel(true);
            throw new HttpTimeoutException(
                    "no answer within " + settings.timeout().toMillis() + " ms");
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException fault ? fault : new IOException(e.getCause());
        } catch (InterruptedException e) {
            response.cancel(true);
            throw interrupted(e);
        }
    }

    private HttpRequest request(String address, String method, BodyPublisher body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address))
                .header("Accept", MEDIA_TYPE + ", application/json")
                .header("Content-Type", MEDIA_TYPE)
                .method(method, body);
        settings.credentials()
                .ifPresent(credentials -> request.header(
                        "Authorization",
                        "Basic "
                                + Base64.getEncoder()
                                        .encodeToString((credentials.user() + ":" + credentials.password())
                                                .getBytes(StandardCharsets.UTF_8))));
        return request.build();
    }

    private static void pause(int attempt) {
        long waitMs = FIRST_WAIT_MS << Math.min(attempt - 1, 6);
        try {
            Thread.sleep(waitMs / 2 + ThreadLocalRandom.current().nextLong(waitMs));
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static RegistryUnavailableException interrupted(InterruptedException cause) {
        Thread.currentThread().interrupt();
        return new RegistryUnavailableException("Interrupted while waiting for the schema registry.", cause);
    }
}
