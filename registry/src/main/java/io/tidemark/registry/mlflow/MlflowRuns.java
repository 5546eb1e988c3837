package io.tidemark.registry.mlflow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidemark.registry.RegistryException;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;

/// The runs that versions hang on.
final class MlflowRuns {
    static final String PROXIED = "mlflow-artifacts:/";

    private final MlflowConnection connection;
    private final Clock clock;

    MlflowRuns(MlflowConnection connection, Clock clock) {
        this.connection = connection;
        this.clock = clock;
    }

    /// Where the artifacts of a run lie below the proxy's root.
    ///
    /// @throws RegistryException when they are not behind the server's proxy
    String artifactRoot(String runId) {
        String uri = connection
                .get("runs/get", Map.of("run_id", runId))
                .path("run")
                .path("info")
                .path("artifact_uri")
                .asText();
        return proxied(uri);
    }

    /// The part of an address below the proxy's root.
    static String proxied(String uri) {
        if (!uri.startsWith(PROXIED)) {
            throw new RegistryException("Found artifacts at '" + uri + "', expected " + PROXIED
                    + "...: start the MLflow server with --serve-artifacts and --artifacts-destination.");
        }
        String path = uri.substring(PROXIED.length()).replaceAll("^/+", "");
        if (path.isEmpty() || ("/" + path + "/").contains("/../")) {
            throw new RegistryException("Found artifacts at '" + uri + "', expected a folder below the proxy's root.");
        }
        return path;
    }

    /// The run that bears a tag of this name, made when there is none.
    String ofTraining(String model, String trainingRunId) {
        String experiment = MlflowExperiment.idOf(model, connection);
        return found(experiment, trainingRunId).orElseGet(() -> created(experiment, trainingRunId));
    }

    private Optional<String> found(String experiment, String trainingRunId) {
        ObjectNode search = MlflowConnection.JSON.createObjectNode();
        search.putArray("experiment_ids").add(experiment);
        search.put("filter", "tags.`" + MlflowTags.RUN + "` = '" + trainingRunId.replace("'", "") + "'");
        search.putArray("order_by").add("attributes.start_time ASC");
        search.put("max_results", 1);
        JsonNode runs = connection.post("runs/search", search).path("runs");
        return runs.isEmpty()
                ? Optional.empty()
                : Optional.of(runs.get(0).path("info").path("run_id").asText());
    }

    private String created(String experiment, String trainingRunId) {
        ObjectNode run = MlflowConnection.JSON
                .createObjectNode()
                .put("experiment_id", experiment)
                .put("run_name", trainingRunId)
                .put("start_time", clock.millis());
        run.putArray("tags").addObject().put("key", MlflowTags.RUN).put("value", trainingRunId);
        String id = connection
                .postOnce("runs/create", run)
                .path("run")
                .path("info")
                .path("run_id")
                .asText();
        connection.post(
                "runs/update",
                MlflowConnection.JSON
                        .createObjectNode()
                        .put("run_id", id)
                        .put("status", "FINISHED")
                        .put("end_time", clock.millis()));
        return id;
    }
}
