package io.tidemark.benchmarks.monitor;

import io.tidemark.cli.client.Sender;
import io.tidemark.drift.reference.Reference;
import io.tidemark.drift.reference.VersionKey;
import io.tidemark.event.Prediction;
import io.tidemark.event.RequestCoordinates;
import io.tidemark.event.Task;
import io.tidemark.model.manifest.MonitorsSpec.DriftSpec;
import io.tidemark.stats.histogram.FeatureProfile;
import io.tidemark.stats.histogram.NumericProfile;
import io.tidemark.streamkit.topic.KafkaSettings;
import io.tidemark.streamkit.topic.Topic;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Predictions of a model of 20 features with 20 bins each.
final class DriftLoad {
    static final int FEATURES = 20;
    static final int BINS = 20;
    static final VersionKey VERSION = new VersionKey("bench", 1, "b".repeat(64));

    private static final int REFERENCE_ROWS = 10_000;
    private static final Duration SPAN = Duration.ofMinutes(10);

    private final NormalDraws draws = new NormalDraws(7);
    private final Instant start = Instant.now().minus(SPAN);

    /// What the model is compared with: panes of a minute, windows of five and of sixty.
    Reference reference() {
        List<FeatureProfile> profiles = new ArrayList<>();
        for (int i = 0; i <= FEATURES; i++) {
            double[] column = new double[REFERENCE_ROWS];
            for (int row = 0; row < REFERENCE_ROWS; row++) {
                column[row] = draws.next();
            }
            profiles.add(NumericProfile.withBins(BINS, column));
        }
        return NumberModel.reference(
                profiles,
                new DriftSpec(
                        Duration.ofMinutes(1),
                        Map.of("fast", Duration.ofMinutes(5), "slow", Duration.ofHours(1)),
                        200,
                        0.1,
                        0.1,
                        1,
                        2));
    }

    /// A raw row: the features, then the answer.
    double[] row() {
        double[] row = new double[FEATURES + 1];
        for (int i = 0; i < row.length; i++) {
            row[i] = draws.next();
        }
        return row;
    }

    /// The prediction number `i` of `count`, which are spread evenly over ten minutes.
    Prediction prediction(int i, int count) {
        double[] row = row();
        Map<String, Object> features = new HashMap<>();
        for (int feature = 0; feature < FEATURES; feature++) {
            features.put(NumberModel.feature(feature), row[feature]);
        }
        return Prediction.newBuilder()
                .setRequestId("bench-" + i)
                .setModel(VERSION.model())
                .setVersion(VERSION.version())
                .setBundleSha256(VERSION.bundleSha256())
                .setVariant("champion")
                .setActivationId("bench")
                .setTask(Task.REGRESSION)
                .setEventTime(start.plusMillis(SPAN.toMillis() * i / count))
                .setValue(row[FEATURES])
                .setFeatures(features)
                .setSource(new RequestCoordinates("prediction-requests", 0, (long) i))
                .build();
    }

    void send(KafkaSettings kafka, Topic<Prediction> topic, int count) {
        try (Sender sender = new Sender(kafka)) {
            for (int i = 0; i < count; i++) {
                sender.send(topic, "bench-" + i, prediction(i, count));
            }
        }
    }
}
