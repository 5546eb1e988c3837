package io.tidemark.registry.gcs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.zip.CRC32C;

/// As much of Google Cloud Storage's JSON interface as the mirror uses, in this JVM, with faults at will: metadata,
/// media, listing, and uploads in pieces with a precondition.
final class FakeBucket implements AutoCloseable {
    static final String NAME = "some-bucket";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String OBJECTS = "/storage/v1/b/" + NAME + "/o";
    private static final String UPLOADS = "/upload/storage/v1/b/" + NAME + "/o";

    private final HttpServer server;
    private final Map<String, byte[]> objects = new TreeMap<>();
    private final Map<String, ByteArrayOutputStream> uploads = new HashMap<>();
    private int requests;
    private int failing;
    private int refusal;
    private boolean altersUploads;

    FakeBucket() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::handle);
        server.start();
    }

    String host() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /// Objects by name; changes are changes of the bucket's.
    Map<String, byte[]> objects() {
        return objects;
    }

    int requests() {
        return requests;
    }

    /// Answers the next requests with status 503.
    void fail(int times) {
        failing = times;
    }

    /// Answers everything with this status.
    void refuse(int status) {
        refusal = status;
    }

    /// Keeps something else than what is sent.
    void alterUploads() {
        altersUploads = true;
    }

    private synchronized void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            requests++;
            byte[] body = exchange.getRequestBody().readAllBytes();
            String path = exchange.getRequestURI().getRawPath();
            Map<String, String> query = query(exchange);
            if (refusal > 0 || failing-- > 0) {
                int status = refusal > 0 ? refusal : 503;
                error(exchange, status);
            } else if (path.startsWith(UPLOADS)) {
                upload(exchange, query, body);
            } else if (path.equals(OBJECTS)) {
                list(exchange, query);
            } else if (path.startsWith(OBJECTS) || path.startsWith("/download" + OBJECTS)) {
                String name = decoded(path.substring(path.indexOf(OBJECTS) + OBJECTS.length() + 1));
                object(exchange, name, query);
            } else {
                error(exchange, 404);
            }
        }
    }

    private void object(HttpExchange exchange, String name, Map<String, String> query) throws IOException {
        byte[] bytes = objects.get(name);
        if (bytes == null) {
            error(exchange, 404);
        } else if ("media".equals(query.get("alt"))) {
            send(exchange, 200, bytes);
        } else {
            send(exchange, 200, JSON.writeValueAsBytes(metadata(name, bytes)));
        }
    }

    private void list(HttpExchange exchange, Map<String, String> query) throws IOException {
        ObjectNode page = JSON.createObjectNode().put("kind", "storage#objects");
        ArrayNode items = page.putArray("items");
        objects.forEach((name, bytes) -> {
            if (name.startsWith(query.getOrDefault("prefix", ""))) {
                items.add(metadata(name, bytes));
            }
        });
        send(exchange, 200, JSON.writeValueAsBytes(page));
    }

    private void upload(HttpExchange exchange, Map<String, String> query, byte[] body) throws IOException {
        String id = query.get("upload_id");
        if (id == null) {
            JsonNode wanted = JSON.readTree(body);
            String name = wanted.path("name").asText(query.getOrDefault("name", ""));
            if ("0".equals(query.get("ifGenerationMatch")) && objects.containsKey(name)) {
                error(exchange, 412);
                return;
            }
            uploads.put(name, new ByteArrayOutputStream());
            exchange.getResponseHeaders().set("Location", host() + UPLOADS + "?uploadType=resumable&upload_id=" + name);
            send(exchange, 200, new byte[0]);
            return;
        }
        ByteArrayOutputStream upload = Objects.requireNonNull(uploads.get(id));
        String range = String.valueOf(exchange.getRequestHeaders().getFirst("Content-Range"));
        upload.writeBytes(body);
        if (range.endsWith("/*")) {
            exchange.getResponseHeaders().set("Range", "bytes=0-" + (upload.size() - 1));
            send(exchange, 308, new byte[0]);
            return;
        }
        byte[] bytes = upload.toByteArray();
        if (altersUploads) {
            bytes[0]++;
        }
        objects.put(id, bytes);
        send(exchange, 200, JSON.writeValueAsBytes(metadata(id, bytes)));
    }

    private static ObjectNode metadata(String name, byte[] bytes) {
        CRC32C sum = new CRC32C();
        sum.update(bytes);
        return JSON.createObjectNode()
                .put("kind", "storage#object")
                .put("bucket", NAME)
                .put("name", name)
                .put("generation", "1")
                .put("size", Integer.toString(bytes.length))
                .put(
                        "crc32c",
                        Base64.getEncoder()
                                .encodeToString(ByteBuffer.allocate(Integer.BYTES)
                                        .putInt((int) sum.getValue())
                                        .array()));
    }

    private static Map<String, String> query(HttpExchange exchange) {
        Map<String, String> query = new TreeMap<>();
        String raw = exchange.getRequestURI().getRawQuery();
        if (raw != null) {
            for (String pair : raw.split("&", -1)) {
                String[] parts = pair.split("=", 2);
                query.put(parts[0], parts.length > 1 ? decoded(parts[1]) : "");
            }
        }
        return query;
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    private static void error(HttpExchange exchange, int status) throws IOException {
        String body = "{\"error\": {\"code\": " + status + ", \"message\": \"status " + status + "\"}}";
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        send(exchange, status, body.getBytes(StandardCharsets.UTF_8));
    }

    private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
