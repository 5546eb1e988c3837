package io.tidemark.trainer.track;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidemark.model.bundle.BundleDescriptor.Replay;
import io.tidemark.model.bundle.BundleDescriptor.Training;
import io.tidemark.registry.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.TreeMap;

/// What a run was trained on, as MLflow shows it: the base data, and what was replayed from the log.
final class TrainingData {
    private static final ObjectMapper JSON = new ObjectMapper();

    /// MLflow takes no longer ones.
    private static final int LONGEST_DIGEST = 36;

    private static final int LONGEST_NAME = 500;

    private TrainingData() {}

    /// The call that tells MLflow; the same data told of twice is shown once.
    ///
    /// @param mlflowRun id of the run in MLflow
    static ObjectNode of(String mlflowRun, Training training) {
        ObjectNode inputs = JSON.createObjectNode().put("run_id", mlflowRun);
        ArrayNode datasets = inputs.putArray("datasets");
        long replayed = training.replay().map(Replay::rows).orElse(0L);
        add(datasets, training.data(), training.dataSha256(), training.rows() - replayed);
        training.replay().ifPresent(replay -> add(datasets, "topic:" + replay.topic(), digest(replay), replay.rows()));
        return inputs;
    }

    /// Of the window and of how far the log was read: other rows have another one.
    private static String digest(Replay replay) {
        String read = replay.fromMs() + "/" + replay.toMs() + "/" + new TreeMap<>(replay.offsets());
        return Sha256.of(read.getBytes(StandardCharsets.UTF_8));
    }

    private static void add(ArrayNode datasets, String address, String digest, long rows) {
        boolean isWeb = address.startsWith("http://") || address.startsWith("https://");
        ObjectNode input = datasets.addObject();
        input.putArray("tags").addObject().put("key", "mlflow.data.context").put("value", "training");
        input.putObject("dataset")
                .put("name", name(address))
                .put("digest", digest.substring(0, Math.min(digest.length(), LONGEST_DIGEST)))
                .put("source_type", isWeb ? "http" : "local")
                .put(
                        "source",
                        JSON.createObjectNode()
                                .put(isWeb ? "url" : "uri", address)
                                .toString())
                .put("profile", JSON.createObjectNode().put("num_rows", rows).toString());
    }

    /// The last part of an address.
    private static String name(String address) {
        String last = address.substring(address.lastIndexOf('/', address.length() - 2) + 1);
        return last.substring(0, Math.min(last.length(), LONGEST_NAME));
    }
}
