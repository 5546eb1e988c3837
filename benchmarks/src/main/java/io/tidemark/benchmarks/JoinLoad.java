package io.tidemark.benchmarks;

import io.tidemark.cli.client.Sender;
import io.tidemark.event.GroundTruth;
import io.tidemark.event.Prediction;
import io.tidemark.event.PredictionRequest;
import io.tidemark.event.RequestCoordinates;
import io.tidemark.event.Task;
import io.tidemark.registry.ModelVersion;
import io.tidemark.streamkit.topic.Topic;
import io.tidemark.streamkit.topic.TopicBinding;
import io.tidemark.topic.Topics;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;

/// Predictions of one version, and their labels in another order.
///
/// @param rows rows whose features the predictions carry, over and over
record JoinLoad(ModelVersion version, List<PredictionRequest> rows, int count) {
    private static final long SEED = 7;

    JoinLoad {
        rows = List.copyOf(rows);
    }

    void sendPredictions(TopicBinding topics) {
        Topic<Prediction> topic = topics.of(Topics.PREDICTIONS);
        SplittableRandom random = new SplittableRandom(SEED);
        Instant now = Instant.now();
        try (Sender sender = new Sender(topics.settings())) {
            for (int i = 0; i < count; i++) {
                sender.send(topic, id(i), prediction(i, random.nextDouble(50_000, 500_000), now));
            }
        }
    }

    private Prediction prediction(int i, double value, Instant now) {
        return Prediction.newBuilder()
                .setRequestId(id(i))
                .setModel(version.model())
                .setVersion(version.version())
                .setBundleSha256(version.bundleSha256())
                .setVariant("champion")
                .setActivationId("bench")
                .setTask(Task.REGRESSION)
                .setEventTime(now)
                .setValue(value)
                .setFeatures(new HashMap<>(rows.get(i % rows.size()).getFeatures()))
                .setSource(new RequestCoordinates("prediction-requests", 0, (long) i))
                .build();
    }

    /// One label for each prediction.
    void sendLabels(TopicBinding topics) {
        Topic<GroundTruth> topic = topics.of(Topics.GROUND_TRUTH);
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            order.add(i);
        }
        Collections.shuffle(order, new Random(SEED));
        SplittableRandom random = new SplittableRandom(SEED + 1);
        Instant now = Instant.now();
        try (Sender sender = new Sender(topics.settings())) {
            for (int i : order) {
                sender.send(
                        topic,
                        id(i),
                        GroundTruth.newBuilder()
                                .setRequestId(id(i))
                                .setLabel(random.nextDouble(50_000, 500_000))
                                .setEventTime(now)
                                .build());
            }
        }
    }

    private static String id(int i) {
        return "bench-" + i;
    }
}
