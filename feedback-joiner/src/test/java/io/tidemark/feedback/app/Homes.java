package io.tidemark.feedback.app;

import io.tidemark.event.GroundTruth;
import io.tidemark.event.Performance;
import io.tidemark.event.Prediction;
import io.tidemark.event.RequestCoordinates;
import io.tidemark.event.Task;
import io.tidemark.testkit.TestStack;
import io.tidemark.topic.Topics;
import java.time.Instant;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/// What tests over a broker send of the model `homes`, and read of its live quality.
final class Homes {
    private Homes() {}

    /// The answer of version 1.
    static Prediction prediction(String id, String sha256, double value, Instant asked) {
        return Prediction.newBuilder()
                .setRequestId(id)
                .setModel("homes")
                .setVersion(1)
                .setBundleSha256(sha256)
                .setVariant("champion")
                .setActivationId("activation")
                .setTask(Task.REGRESSION)
                .setEventTime(asked)
                .setValue(value)
                .setFeatures(Map.of("rooms", 3.0))
                .setSource(new RequestCoordinates("prediction-requests", 0, 7L))
                .build();
    }

    static GroundTruth truth(String id, double label, Instant labelled) {
        return GroundTruth.newBuilder()
                .setRequestId(id)
                .setLabel(label)
                .setEventTime(labelled)
                .build();
    }

    /// The newest total of the whole traffic; an empty one before there is any.
    static Performance total(TestStack stack) {
        return stack.readAll(Topics.PERFORMANCE).stream()
                .map(ConsumerRecord::value)
                .filter(p -> p.getWindow().equals("total") && p.getSegment() == null)
                .reduce((first, second) -> second)
                .orElseGet(() -> Performance.newBuilder()
                        .setModel("homes")
                        .setVersion(1)
                        .setVariant("champion")
                        .setWindow("total")
                        .setWindowStart(Instant.EPOCH)
                        .setWindowEnd(Instant.EPOCH)
                        .setPredictions(0)
                        .setLabelled(0)
                        .setMetrics(Map.of())
                        .build());
    }
}
