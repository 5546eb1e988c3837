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
import java.util.Set;
import java.util.function.Consumer;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/// What stands on the topics, as far as an audit needs it; held in memory.
///
/// @param requests where the requests stand
/// @param predictions the first answers to requests, each with its record's timestamp
/// @param corrections answers that take the place of others
/// @param rejected dead letters of requests
/// @param labels labels that can be read, each with its record's timestamp
/// @param refused dead letters of labels
/// @param outcomes the outcomes, in order within a request
record LogContents(
        Set<Coordinates> requests,
        List<Stamped<Prediction>> predictions,
        List<Stamped<Prediction>> corrections,
        List<DeadLetter> rejected,
        List<Stamped<GroundTruth>> labels,
        List<DeadLetter> refused,
        List<Outcome> outcomes,
        TimelineState timeline) {

    /// A record and its timestamp.
    ///
    /// @param at where it stands on its topic
    /// @param timestampMs milliseconds since 1970-01-01 UTC
    record Stamped<V>(Coordinates at, long timestampMs, V value) {}

    /// Reads the topics to their ends. Requests and labels are read first: what comes while this reads is not missed as
    /// an answer to something that was not read.
    static LogContents read(TopicBinding topics) {
        TopicReader reader = new TopicReader(topics.settings());
        Topic<GroundTruth> truths = topics.of(Topics.GROUND_TRUTH);
        String requestTopic = topics.of(Topics.REQUESTS).name();
        Set<Coordinates> requests = new HashSet<>();
        reader.read(requestTopic, message -> requests.add(at(message)));
        List<ConsumerRecord<byte[], byte[]>> labels = new ArrayList<>();
        reader.read(truths.name(), labels::add);
        List<Stamped<Prediction>> predictions = new ArrayList<>();
        List<Stamped<Prediction>> corrections = new ArrayList<>();
        read(
                reader,
                topics.of(Topics.PREDICTIONS),
                answer -> (answer.value().getSupersedes() == null ? predictions : corrections).add(answer));
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
        List<Outcome> outcomes = new ArrayList<>();
        read(reader, topics.of(Topics.OUTCOMES), outcome -> outcomes.add(outcome.value()));
        return new LogContents(
                requests,
                predictions,
                corrections,
                rejected,
                readable(labels, truths, refused),
                refused,
                outcomes,
                TimelineState.read(reader, topics.of(Topics.TIMELINE)));
    }

    /// The labels but those that ended as dead letters: they need not even be Avro.
    private static List<Stamped<GroundTruth>> readable(
            List<ConsumerRecord<byte[], byte[]>> labels, Topic<GroundTruth> topic, List<DeadLetter> refused) {
        Set<Coordinates> isRefused = new HashSet<>();
        refused.forEach(letter -> isRefused.add(Coordinates.of(letter)));
        List<Stamped<GroundTruth>> readable = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> message : labels) {
            if (!isRefused.contains(at(message))) {
                readable.add(stamped(topic, message));
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
