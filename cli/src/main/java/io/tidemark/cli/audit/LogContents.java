package io.tidemark.cli.audit;

import io.tidemark.event.DeadLetter;
import io.tidemark.event.DeadLetterStatus;
import io.tidemark.event.GroundTruth;
import io.tidemark.event.Outcome;
import io.tidemark.event.Prediction;
import io.tidemark.streamkit.timeline.TimelineState;
import io.tidemark.streamkit.topic.Topic;
import io.tidemark.streamkit.topic.TopicBinding;
import io.tidemark.streamkit.topic.TopicReader;
import io.tidemark.topic.Topics;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What stands on the topics, as far as an audit needs it; held in memory.
///
/// @param requests where the requests stand
/// @param predictions the predictions, each with its record's timestamp
/// @param rejected dead letters of requests
/// @param labels labels that can be read, each with its record's timestamp
/// @param refused dead letters of labels
/// @param outcomes the outcomes, in order within a request
/// @param unreadable labels that neither can be read nor ended as a dead letter
record LogContents(
        Set<Coordinates> requests,
        List<Stamped<Prediction>> predictions,
        List<DeadLetter> rejected,
        List<Stamped<GroundTruth>> labels,
        List<DeadLetter> refused,
        List<Outcome> outcomes,
        Set<Coordinates> unreadable,
        TimelineState timeline) {

    private static final Logger LOG = LoggerFactory.getLogger(LogContents.class);

    /// A record and its timestamp.
    ///
    /// @param at where it stands on its topic
    /// @param timestampMs milliseconds since 1970-01-01 UTC
    record Stamped<V>(Coordinates at, long timestampMs, V value) {}

    /// Reads the topics to their ends. What follows from something is read before it: an answer that is read has its
    /// request, an outcome its prediction and its label, whatever is written meanwhile. Only dead letters come last,
    /// since
    /// they say which labels cannot be read.
    ///
    /// @param slim true: without what only computing predictions again needs
    static LogContents read(TopicBinding topics, boolean slim) {
        TopicReader reader = new TopicReader(topics.settings());
        Topic<GroundTruth> truths = topics.of(Topics.GROUND_TRUTH);
        String requestTopic = topics.of(Topics.REQUESTS).name();
        List<Outcome> outcomes = new ArrayList<>();
        read(
                reader,
                topics.of(Topics.OUTCOMES),
                outcome -> outcomes.add(slim ? slim(outcome.value()) : outcome.value()));
        List<Stamped<Prediction>> predictions = new ArrayList<>();
        read(
                reader,
                topics.of(Topics.PREDICTIONS),
                prediction -> predictions.add(
                        slim
                                ? new Stamped<>(prediction.at(), prediction.timestampMs(), slim(prediction.value()))
                                : prediction));
        List<ConsumerRecord<byte[], byte[]>> labels = new ArrayList<>();
        reader.read(truths.name(), labels::add);
        Set<Coordinates> requests = new HashSet<>();
        reader.read(requestTopic, message -> requests.add(at(message)));
        List<DeadLetter> rejected = new ArrayList<>();
        List<DeadLetter> refused = new ArrayList<>();
        read(reader, topics.of(Topics.DEAD_LETTERS), letter -> {
            if (letter.value().getStatus() == DeadLetterStatus.OPEN) {
                if (letter.value().getTopic().equals(requestTopic)) {
                    rejected.add(letter.value());
                } else if (letter.value().getTopic().equals(truths.name())) {
                    refused.add(letter.value());
                }
            }
        });
        Set<Coordinates> unreadable = new HashSet<>();
        return new LogContents(
                requests,
                predictions,
                rejected,
                readable(labels, truths, refused, unreadable),
                refused,
                outcomes,
                unreadable,
                TimelineState.read(reader, topics.of(Topics.TIMELINE)));
    }

    private static Prediction slim(Prediction prediction) {
        return Prediction.newBuilder(prediction)
                .setFeatures(Map.of())
                .setProbabilities(Map.of())
                .setExplanation(null)
                .build();
    }

    private static Outcome slim(Outcome outcome) {
        return Outcome.newBuilder(outcome)
                .setFeatures(Map.of())
                .setProbabilities(Map.of())
                .build();
    }

    /// The part that concerns one model. Requests whose answer tells that they were of another one are left out; of one
    /// without answer nothing tells.
    LogContents of(String model) {
        Set<Coordinates> left = new HashSet<>(requests);
        predictions.stream()
                .filter(prediction -> !prediction.value().getModel().equals(model))
                .forEach(prediction -> left.remove(Coordinates.of(prediction.value())));
        rejected.stream()
                .filter(letter ->
                        letter.getModel() != null && !letter.getModel().equals(model))
                .forEach(letter -> left.remove(Coordinates.of(letter)));
        return new LogContents(
                left,
                predictions.stream()
                        .filter(prediction -> prediction.value().getModel().equals(model))
                        .toList(),
                rejected.stream()
                        .filter(letter -> left.contains(Coordinates.of(letter)))
                        .toList(),
                labels,
                refused,
                outcomes.stream()
                        .filter(outcome -> outcome.getModel().equals(model))
                        .toList(),
                unreadable,
                timeline);
    }

    /// The labels but those that ended as dead letters: they need not even be Avro.
    private static List<Stamped<GroundTruth>> readable(
            List<ConsumerRecord<byte[], byte[]>> labels,
            Topic<GroundTruth> topic,
            List<DeadLetter> refused,
            Set<Coordinates> unreadable) {
        Set<Coordinates> isRefused = new HashSet<>();
        refused.forEach(letter -> isRefused.add(Coordinates.of(letter)));
        List<Stamped<GroundTruth>> readable = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> message : labels) {
            if (!isRefused.contains(at(message))) {
                try {
                    readable.add(stamped(topic, message));
                } catch (SerializationException | IllegalStateException e) {
                    LOG.debug("A label that cannot be read: {}-{}", topic.name(), at(message), e);
                    unreadable.add(at(message));
                }
            }
        }
        return readable;
    }

    private static <V extends SpecificRecord> void read(TopicReader reader, Topic<V> topic, Consumer<Stamped<V>> sink) {
        reader.read(topic.name(), message -> sink.accept(stamped(topic, message)));
    }

    private static <V extends SpecificRecord> Stamped<V> stamped(
            Topic<V> topic, ConsumerRecord<byte[], byte[]> message) {
        V value = topic.values().deserializer().deserialize(topic.name(), message.value());
        if (value == null) {
            throw new IllegalStateException(
                    "Found no value at " + topic.name() + "-" + at(message) + ", expected a record.");
        }
        return new Stamped<>(at(message), message.timestamp(), value);
    }

    private static Coordinates at(ConsumerRecord<byte[], byte[]> message) {
        return new Coordinates(message.partition(), message.offset());
    }
}
