package io.tidemark.registry.mlflow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/// Webhooks of an MLflow server.
public final class MlflowHooks {
    private final MlflowConnection connection;

    public MlflowHooks(MlflowConnection connection) {
        this.connection = connection;
    }

    /// Makes MLflow tell an address of new versions and aliases. Their names are not unique: an active one with this
    /// address is left alone.
    ///
    /// @return whether it was made now
    public boolean ensure(String url, String secret) {
        for (JsonNode hook : connection.get("webhooks", Map.of()).path("webhooks")) {
            if (hook.path("url").asText().equals(url)
                    && hook.path("status").asText().equals("ACTIVE")) {
                return false;
            }
        }
        ObjectNode hook = MlflowConnection.JSON
                .createObjectNode()
                .put("name", "tidemark")
                .put("url", url)
                .put("secret", secret)
                .put("status", "ACTIVE");
        hook.putArray("events")
                .add(event("MODEL_VERSION_ALIAS", "CREATED"))
                .add(event("MODEL_VERSION_ALIAS", "DELETED"))
                .add(event("MODEL_VERSION", "CREATED"));
        connection.postOnce("webhooks", hook);
        return true;
    }

    private static ObjectNode event(String entity, String action) {
        return MlflowConnection.JSON.createObjectNode().put("entity", entity).put("action", action);
    }
}
