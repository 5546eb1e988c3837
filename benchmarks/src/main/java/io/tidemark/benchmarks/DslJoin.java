package io.tidemark.benchmarks;

import io.tidemark.event.GroundTruth;
import io.tidemark.event.Outcome;
import io.tidemark.event.OutcomeStatus;
import io.tidemark.event.Prediction;
import io.tidemark.streamkit.topic.Topic;
import io.tidemark.streamkit.topic.TopicBinding;
import io.tidemark.topic.Topics;
import java.time.Duration;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.JoinWindows;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.kstream.StreamJoined;
import org.jspecify.annotations.Nullable;

/// The same join in the DSL: predictions and labels that lie at most the horizon apart become outcomes; predictions
/// without label, those without. It knows no revisions, no duplicates, no models and no live quality.
final class DslJoin {
    private DslJoin() {}

    static Topology topology(TopicBinding topics, Duration horizon) {
        Topic<Prediction> predictions = topics.of(Topics.PREDICTIONS);
        Topic<GroundTruth> labels = topics.of(Topics.GROUND_TRUTH);
        Topic<Outcome> outcomes = topics.of(Topics.OUTCOMES);
        StreamsBuilder builder = new StreamsBuilder();
        builder.stream(predictions.name(), Consumed.with(Serdes.String(), predictions.values()))
                .leftJoin(
                        builder.stream(labels.name(), Consumed.with(Serdes.String(), labels.values())),
                        DslJoin::outcome,
                        JoinWindows.ofTimeDifferenceWithNoGrace(horizon),
                        StreamJoined.with(Serdes.String(), predictions.values(), labels.values())
                                .withName("join")
                                .withStoreName("join"))
                .to(outcomes.name(), Produced.with(Serdes.String(), outcomes.values()));
        return builder.build();
    }

    private static Outcome outcome(Prediction prediction, @Nullable GroundTruth label) {
        Outcome.Builder outcome = Outcome.newBuilder()
                .setRequestId(prediction.getRequestId())
                .setModel(prediction.getModel())
                .setVersion(prediction.getVersion())
                .setBundleSha256(prediction.getBundleSha256())
                .setVariant(prediction.getVariant())
                .setTask(prediction.getTask())
                .setStatus(label == null ? OutcomeStatus.EXPIRED : OutcomeStatus.MATCHED)
                .setEventTime(prediction.getEventTime())
                .setPredicted(prediction.getValue())
                .setFeatures(prediction.getFeatures());
        if (label != null) {
            outcome.setLabel(label.getLabel())
                    .setLabelTime(label.getEventTime())
                    .setRevision(label.getRevision());
        }
        return outcome.build();
    }
}
