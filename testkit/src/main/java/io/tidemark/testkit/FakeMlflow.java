package io.tidemark.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/// As much of an MLflow server as the registry uses, in this JVM, with faults at will. The integration test holds it
/// against a real one.
public final class FakeMlflow implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String API = "/api/2.0/mlflow/";
    private static final String ARTIFACTS = "/api/2.0/mlflow-artifacts/artifacts/";
    private static final String PROXIED = "mlflow-artifacts:/";

    private final HttpServer server;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Map<String, ObjectNode> models = new TreeMap<>();
    private final List<ObjectNode> versions = new ArrayList<>();
    private final Map<String, ObjectNode> experiments = new TreeMap<>();
    private final List<ObjectNode> runs = new ArrayList<>();
    private final Map<String, byte[]> artifacts = new ConcurrentHashMap<>();
    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicInteger failing = new AtomicInteger();
    private volatile String failingPart = "";
    private volatile boolean silent;
    private volatile boolean cutShort;
    private volatile String expectedAuthorization = "";

    public FakeMlflow() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::handle);
        server.start();
    }

    public String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /// Requests that came, whatever became of them.
    public int requests() {
        return requests.get();
    }

    /// Answers the next requests with status 500.
    public void fail(int times) {
        failing.set(times);
    }

    /// Answers with status 500 whatever has this in its path, from now on; empty: nothing more.
    public void failOn(String part) {
        failingPart = part;
    }

    /// Takes requests and does not answer.
    public void fallSilent() {
        silent = true;
    }

    /// Sends half of each artifact and closes the connection.
    public void cutArtifactsShort() {
        cutShort = true;
    }

    /// Behaves again, whatever it was told before.
    public void recover() {
        failing.set(0);
        failingPart = "";
        silent = false;
        cutShort = false;
    }

    /// Asks for this `Authorization` header.
    public void expectAuthorization(String value) {
        expectedAuthorization = value;
    }

    /// All artifacts by their path; changes are changes of the server's.
    public Map<String, byte[]> artifacts() {
        return artifacts;
    }

    /// Registers a version as another tool does.
    public synchronized void registerForeign(String model, String stage) {
        ObjectNode version = JSON.createObjectNode().put("name", model).put("current_stage", stage);
        add(version);
    }

    /// Marks a model as one of Tidemark's.
    public synchronized void claim(String model) {
        tag(
                model(JSON.createObjectNode().put("name", model)),
                JSON.createObjectNode().put("key", "tidemark").put("value", "true"));
    }

    /// Registers a version as Python does with `log_model`: its source is a logged model, and the server knows where
    /// that lies.
    ///
    /// @param files what was logged, by path below the model
    /// @return the folder of the logged model in the artifacts
    public synchronized String registerLogged(String model, Map<String, byte[]> files) {
        String run = run(JSON.createObjectNode().put("experiment_id", "9").put("run_name", "python"))
                .path("info")
                .path("run_id")
                .asText();
        String folder = "9/models/m-" + run + "/artifacts";
        files.forEach((path, bytes) -> artifacts.put(folder + "/" + path, bytes));
        add(JSON.createObjectNode()
                .put("name", model)
                .put("source", "models:/m-" + run)
                .put("run_id", run)
                .put("storage_location", PROXIED + folder));
        return folder;
    }

    /// Sets an alias as a person does.
    public synchronized void setAlias(String model, String alias, int version) {
        alias(JSON.createObjectNode().put("name", model).put("alias", alias).put("version", Integer.toString(version)));
    }

    /// Tags of a version.
    public synchronized Map<String, String> tagsOf(String model, int version) {
        Map<String, String> tags = new TreeMap<>();
        version(model, Integer.toString(version))
                .path("tags")
                .forEach(tag ->
                        tags.put(tag.path("key").asText(), tag.path("value").asText()));
        return tags;
    }

    /// Description of a version; empty: none.
    public synchronized String descriptionOf(String model, int version) {
        return version(model, Integer.toString(version)).path("description").asText();
    }

    private void handle(HttpExchange exchange) throws IOException {
        requests.incrementAndGet();
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            if (silent) {
                closing.await();
                return;
            }
            String path = exchange.getRequestURI().getPath();
            boolean isOutOfOrder = !failingPart.isEmpty() && path.contains(failingPart);
            if (isOutOfOrder || failing.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                send(exchange, 500, "out of order".getBytes(StandardCharsets.UTF_8));
                return;
            }
            String authorization = exchange.getRequestHeaders().getFirst("Authorization");
            if (!expectedAuthorization.isEmpty() && !expectedAuthorization.equals(authorization)) {
                send(exchange, 401, "who are you?".getBytes(StandardCharsets.UTF_8));
                return;
            }
            if (path.equals(ARTIFACTS.substring(0, ARTIFACTS.length() - 1))) {
                send(
                        exchange,
                        200,
                        JSON.writeValueAsBytes(listed(query(exchange).getOrDefault("path", ""))));
            } else if (path.startsWith(ARTIFACTS)) {
                artifact(exchange, path.substring(ARTIFACTS.length()), body);
            } else {
                json(exchange, path.substring(API.length()), body);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void artifact(HttpExchange exchange, String path, byte[] body) throws IOException {
        if (exchange.getRequestMethod().equals("PUT")) {
            artifacts.put(path, body);
            send(exchange, 200, "{}".getBytes(StandardCharsets.UTF_8));
            return;
        }
        byte[] stored = artifacts.get(path);
        if (stored == null) {
            send(exchange, 404, error("RESOURCE_DOES_NOT_EXIST"));
        } else if (cutShort) {
            exchange.sendResponseHeaders(200, stored.length);
            exchange.getResponseBody().write(stored, 0, stored.length / 2);
        } else {
            send(exchange, 200, stored);
        }
    }

    private ObjectNode listed(String folder) {
        ObjectNode out = JSON.createObjectNode();
        ArrayNode files = out.putArray("files");
        Set<String> folders = new TreeSet<>();
        new TreeMap<>(artifacts).forEach((path, bytes) -> {
            if (path.startsWith(folder + "/")) {
                String rest = path.substring(folder.length() + 1);
                int slash = rest.indexOf('/');
                if (slash < 0) {
                    files.addObject()
                            .put("path", rest)
                            .put("is_dir", false)
                            .put("file_size", Integer.toString(bytes.length));
                } else {
                    folders.add(rest.substring(0, slash));
                }
            }
        });
        folders.forEach(name -> files.addObject().put("path", name).put("is_dir", true));
        return out;
    }

    private void json(HttpExchange exchange, String call, byte[] body) throws IOException {
        try {
            JsonNode in = body.length == 0 ? JSON.valueToTree(query(exchange)) : JSON.readTree(body);
            send(exchange, 200, JSON.writeValueAsBytes(answer(exchange.getRequestMethod() + " " + call, in)));
        } catch (No e) {
            send(exchange, e.status, error(e.code));
        }
    }

    private synchronized JsonNode answer(String call, JsonNode in) {
        ObjectNode out = JSON.createObjectNode();
        return switch (call) {
            case "POST registered-models/create" -> created(in);
            case "GET registered-models/get" -> out.set("registered_model", shown(model(in)));
            case "GET registered-models/search" -> {
                ArrayNode all = out.putArray("registered_models");
                models.values().forEach(model -> all.add(shown(model)));
                yield out;
            }
            case "POST registered-models/set-tag" -> tag(model(in), in);
            case "POST registered-models/alias" -> alias(in);
            case "DELETE registered-models/alias" -> {
                ((ObjectNode) model(in).path("alias_map"))
                        .remove(in.path("alias").asText());
                yield out;
            }
            case "POST model-versions/create" -> out.set("model_version", add(in.deepCopy()));
            case "POST model-versions/set-tag" ->
                tag(version(in.path("name").asText(), in.path("version").asText()), in);
            case "DELETE model-versions/delete-tag" ->
                untag(version(in.path("name").asText(), in.path("version").asText()), in);
            case "PATCH model-versions/update" -> {
                version(in.path("name").asText(), in.path("version").asText())
                        .set("description", in.path("description"));
                yield out;
            }
            case "GET model-versions/get" ->
                out.set(
                        "model_version",
                        version(in.path("name").asText(), in.path("version").asText()));
            case "GET model-versions/get-download-uri" -> {
                ObjectNode version =
                        version(in.path("name").asText(), in.path("version").asText());
                yield out.put(
                        "artifact_uri",
                        version.path("storage_location")
                                .asText(version.path("source").asText()));
            }
            case "GET model-versions/search" -> {
                ArrayNode found = out.putArray("model_versions");
                versions.stream()
                        .filter(version -> in.path("filter")
                                .asText()
                                .equals("name='" + version.path("name").asText() + "'"))
                        .forEach(found::add);
                yield out;
            }
            case "GET experiments/get-by-name" -> {
                ObjectNode experiment =
                        experiments.get(in.path("experiment_name").asText());
                if (experiment == null) {
                    throw new No(404, "RESOURCE_DOES_NOT_EXIST");
                }
                yield out.set("experiment", experiment);
            }
            case "POST experiments/create" -> {
                String name = in.path("name").asText();
                if (experiments.containsKey(name)) {
                    throw new No(400, "RESOURCE_ALREADY_EXISTS");
                }
                String id = Integer.toString(experiments.size() + 1);
                ObjectNode experiment = JSON.createObjectNode().put("experiment_id", id);
                in.path("tags").forEach(experiment.putArray("tags")::add);
                experiments.put(name, experiment);
                yield out.put("experiment_id", id);
            }
            case "POST experiments/set-experiment-tag" -> {
                ObjectNode experiment = experiments.values().stream()
                        .filter(known -> known.path("experiment_id").equals(in.path("experiment_id")))
                        .findFirst()
                        .orElseThrow(() -> new No(404, "RESOURCE_DOES_NOT_EXIST"));
                experiment
                        .withArray("tags")
                        .addObject()
                        .put("key", in.path("key").asText())
                        .put("value", in.path("value").asText());
                yield out;
            }
            case "POST runs/search" -> {
                ArrayNode found = out.putArray("runs");
                runs.stream()
                        .filter(run -> in.path("filter")
                                .asText()
                                .endsWith(
                                        "'" + run.path("info").path("run_name").asText() + "'"))
                        .forEach(found::add);
                yield out;
            }
            case "POST runs/create" -> out.set("run", run(in));
            case "POST runs/update" -> out;
            case "GET runs/get" ->
                out.set(
                        "run",
                        runs.stream()
                                .filter(run -> run.path("info").path("run_id").equals(in.path("run_id")))
                                .findFirst()
                                .orElseThrow(() -> new No(404, "RESOURCE_DOES_NOT_EXIST")));
            default -> throw new No(404, "ENDPOINT_NOT_FOUND");
        };
    }

    private ObjectNode created(JsonNode in) {
        String name = in.path("name").asText();
        if (models.containsKey(name)) {
            throw new No(400, "RESOURCE_ALREADY_EXISTS");
        }
        ObjectNode model = in.deepCopy();
        model.putObject("alias_map");
        models.put(name, model);
        return model;
    }

    private ObjectNode run(JsonNode in) {
        String id = "run" + (runs.size() + 1);
        ObjectNode run = JSON.createObjectNode();
        run.putObject("info")
                .put("run_id", id)
                .put("run_name", in.path("run_name").asText())
                .put(
                        "artifact_uri",
                        "mlflow-artifacts:/" + in.path("experiment_id").asText() + "/" + id + "/artifacts");
        runs.add(run);
        return run;
    }

    private ObjectNode add(ObjectNode version) {
        String name = version.path("name").asText();
        models.computeIfAbsent(name, absent -> {
            ObjectNode model = JSON.createObjectNode().put("name", name);
            model.putObject("alias_map");
            return model;
        });
        long number = versions.stream()
                        .filter(other -> other.path("name").asText().equals(name))
                        .count()
                + 1;
        version.put("version", Long.toString(number)).put("creation_timestamp", 1_000_000L + number);
        versions.add(version);
        return version;
    }

    private ObjectNode alias(JsonNode in) {
        version(in.path("name").asText(), in.path("version").asText());
        ((ObjectNode) model(in).path("alias_map"))
                .put(in.path("alias").asText(), in.path("version").asText());
        return JSON.createObjectNode();
    }

    private static ObjectNode untag(ObjectNode node, JsonNode in) {
        ArrayNode tags = node.withArray("/tags");
        for (int i = tags.size() - 1; i >= 0; i--) {
            if (tags.get(i).path("key").equals(in.path("key"))) {
                tags.remove(i);
            }
        }
        return JSON.createObjectNode();
    }

    private static ObjectNode tag(ObjectNode node, JsonNode in) {
        untag(node, in);
        ArrayNode tags = node.withArray("/tags");
        tags.addObject().set("key", in.path("key"));
        ((ObjectNode) tags.get(tags.size() - 1)).set("value", in.path("value"));
        return JSON.createObjectNode();
    }

    private ObjectNode model(JsonNode in) {
        ObjectNode model = models.get(in.path("name").asText());
        if (model == null) {
            throw new No(404, "RESOURCE_DOES_NOT_EXIST");
        }
        return model;
    }

    private ObjectNode version(String model, String number) {
        return versions.stream()
                .filter(version -> version.path("name").asText().equals(model)
                        && version.path("version").asText().equals(number))
                .findFirst()
                .orElseThrow(() -> new No(404, "RESOURCE_DOES_NOT_EXIST"));
    }

    private ObjectNode shown(ObjectNode model) {
        ObjectNode shown = model.deepCopy();
        ArrayNode aliases = shown.putArray("aliases");
        model.path("alias_map")
                .properties()
                .forEach(alias ->
                        aliases.addObject().put("alias", alias.getKey()).set("version", alias.getValue()));
        ArrayNode latest = shown.putArray("latest_versions");
        versions.stream()
                .filter(version -> version.path("name").equals(model.path("name")))
                .forEach(latest::add);
        return shown;
    }

    private static Map<String, String> query(HttpExchange exchange) {
        Map<String, String> query = new TreeMap<>();
        String raw = exchange.getRequestURI().getRawQuery();
        if (raw != null) {
            for (String pair : raw.split("&", -1)) {
                String[] parts = pair.split("=", 2);
                query.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
            }
        }
        return query;
    }

    private static byte[] error(String code) {
        return ("{\"error_code\": \"" + code + "\", \"message\": \"no\"}").getBytes(StandardCharsets.UTF_8);
    }

    private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
    }

    @Override
    public void close() {
        closing.countDown();
        server.stop(0);
    }

    /// An answer that is an error.
    private static final class No extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final int status;
        private final String code;

        No(int status, String code) {
            super(code);
            this.status = status;
            this.code = code;
        }
    }
}
