package io.tidemark.registry.mlflow;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidemark.registry.ModelVersion;
import io.tidemark.registry.RegistryException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/// What a version's facts are called in MLflow: tags, those that Tidemark reads again with a prefix.
final class MlflowTags {
    static final String PREFIX = "tidemark.";
    static final String RUN = PREFIX + "run_id";
    static final String SHA256 = PREFIX + "bundle_sha256";
    static final String APPROVED = PREFIX + "approved";
    static final String METRICS = PREFIX + "metrics";

    /// Where the bundle lies, on a version that another tool registered: its source is that tool's model.
    static final String FOLDER = PREFIX + "bundle_folder";

    /// On a registered model: that it is one of ours.
    static final String OURS = "tidemark";

    /// MLflow refuses longer values of tags.
    private static final int LONGEST = 5000;

    private MlflowTags() {}

    /// All tags of a version that is to be created.
    static ArrayNode of(
            String runId, String sha256, boolean approved, Map<String, Double> metrics, Map<String, String> tags) {
        Map<String, String> all = new TreeMap<>(tags);
        all.put(RUN, runId);
        all.put(SHA256, sha256);
        all.put(APPROVED, Boolean.toString(approved));
        all.put(METRICS, json(metrics));
        ArrayNode array = MlflowConnection.JSON.createArrayNode();
        all.forEach((key, value) -> array.addObject().put("key", key).put("value", shortened(value)));
        return array;
    }

    static String shortened(String value) {
        return shortened(value, LONGEST);
    }

    static String shortened(String value, int longest) {
        return value.length() <= longest ? value : value.substring(0, longest - 3) + "...";
    }

    private static String json(Map<String, Double> metrics) {
        ObjectNode node = MlflowConnection.JSON.createObjectNode();
        new TreeMap<>(metrics).forEach(node::put);
        return node.toString();
    }

    /// Whether a version of MLflow has a bundle of ours.
    static boolean hasBundle(JsonNode version) {
        Map<String, String> tags = tags(version);
        return tags.containsKey(SHA256) && tags.containsKey(RUN);
    }

    /// Where a version's bundle lies, below the proxy's root.
    static String folder(JsonNode version) {
        String kept = tags(version).getOrDefault(FOLDER, "");
        return MlflowRuns.proxied(kept.isEmpty() ? version.path("source").asText() : kept);
    }

    /// A version of MLflow as ours.
    static ModelVersion version(JsonNode version) {
        Map<String, String> tags = tags(version);
        Map<String, String> others = new TreeMap<>(tags);
        others.keySet().removeIf(key -> key.startsWith(PREFIX));
        return new ModelVersion(
                version.path("name").asText(),
                version.path("version").asInt(),
                tags.getOrDefault(RUN, ""),
                tags.getOrDefault(SHA256, ""),
                Boolean.parseBoolean(tags.getOrDefault(APPROVED, "false")),
                Instant.ofEpochMilli(version.path("creation_timestamp").asLong()),
                metrics(tags.getOrDefault(METRICS, "{}"), version),
                others);
    }

    private static Map<String, Double> metrics(String json, JsonNode version) {
        try {
            Map<String, Double> metrics = new LinkedHashMap<>();
            MlflowConnection.JSON
                    .readTree(json)
                    .properties()
                    .forEach(metric ->
                            metrics.put(metric.getKey(), metric.getValue().asDouble()));
            return metrics;
        } catch (JsonProcessingException e) {
            throw new RegistryException(
                    "Found the tag " + METRICS + "=" + json + " on version "
                            + version.path("version").asText() + " of "
                            + version.path("name").asText() + " in MLflow, expected JSON.",
                    e);
        }
    }

    /// Tags of anything in MLflow that has some.
    static Map<String, String> tags(JsonNode node) {
        Map<String, String> tags = new TreeMap<>();
        node.path("tags")
                .forEach(tag ->
                        tags.put(tag.path("key").asText(), tag.path("value").asText()));
        return tags;
    }
}
