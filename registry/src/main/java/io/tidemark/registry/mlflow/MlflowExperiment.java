package io.tidemark.registry.mlflow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidemark.registry.RegistryRefusedException;
import java.util.Map;
import java.util.Optional;

/// The experiment that holds the runs of a model.
public final class MlflowExperiment {
    /// Tag by which MLflow tells experiments of training from those of agents, and its value for training.
    private static final String KIND = "mlflow.experimentKind";

    private static final String TRAINING = "custom_model_development";

    private MlflowExperiment() {}

    /// Its id. It is made when there is none, and said to be of training when it does not say what it is. Several may
    /// do so at once.
    public static String idOf(String model, MlflowConnection connection) {
        String name = "tidemark/" + model;
        JsonNode experiment = found(name, connection).orElseGet(() -> made(name, connection));
        String id = experiment.path("experiment_id").asText();
        if (experiment.path("tags").findValues("key").stream()
                .noneMatch(key -> key.asText().equals(KIND))) {
            connection.post("experiments/set-experiment-tag", kind().put("experiment_id", id));
        }
        return id;
    }

    private static Optional<JsonNode> found(String name, MlflowConnection connection) {
        return connection
                .find("experiments/get-by-name", Map.of("experiment_name", name))
                .map(answer -> answer.path("experiment"));
    }

    private static JsonNode made(String name, MlflowConnection connection) {
        ObjectNode experiment = MlflowConnection.JSON.createObjectNode().put("name", name);
        experiment.putArray("tags").add(kind());
        try {
            String id = connection
                    .post("experiments/create", experiment)
                    .path("experiment_id")
                    .asText();
            return experiment.put("experiment_id", id);
        } catch (RegistryRefusedException e) {
            if (e.code().equals("RESOURCE_ALREADY_EXISTS")) {
                return found(name, connection).orElseThrow(() -> e);
            }
            throw e;
        }
    }

    private static ObjectNode kind() {
        return MlflowConnection.JSON.createObjectNode().put("key", KIND).put("value", TRAINING);
    }
}
