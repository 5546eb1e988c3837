package io.tidemark.registry.mlflow;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidemark.registry.HistoryEntry.AliasSet;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Optional;

/// What MLflow does not keep of an alias: who moved it, when and why. A tag of the registered model, written before the
/// alias is moved and once more when it was: an alias that points elsewhere than a note of a move that was made, was
/// moved by somebody else.
///
/// @param set the move
/// @param made whether the alias was moved; false: it is about to be, or whoever wanted to died
public record AliasNote(AliasSet set, boolean made) {
    private static final String PREFIX = MlflowTags.PREFIX + "alias.";

    /// A note has to stay JSON below MLflow's bound.
    private static final int LONGEST_REASON = 1000;

    /// Whether the alias of this version is where this move has left it.
    public boolean isOf(int version) {
        return set.version() == version;
    }

    static String key(String alias) {
        return PREFIX + alias;
    }

    String value() {
        ObjectNode node = MlflowConnection.JSON
                .createObjectNode()
                .put("version", set.version())
                .put("made", made)
                .put("time", set.time().toString())
                .put("actor", set.actor())
                .put("reason", MlflowTags.shortened(set.reason(), LONGEST_REASON));
        return node.toString();
    }

    /// The note of an alias; empty where there is none that can be read: then nobody knows who moved it.
    static Optional<AliasNote> read(String alias, Map<String, String> modelTags) {
        String json = modelTags.get(key(alias));
        if (json == null) {
            return Optional.empty();
        }
        try {
            JsonNode node = MlflowConnection.JSON.readTree(json);
            AliasSet set = new AliasSet(
                    Instant.parse(node.path("time").asText()),
                    alias,
                    node.path("version").asInt(),
                    node.path("actor").asText(),
                    node.path("reason").asText());
            return Optional.of(new AliasNote(set, node.path("made").asBoolean(true)));
        } catch (JsonProcessingException | DateTimeParseException e) {
            return Optional.empty();
        }
    }
}
