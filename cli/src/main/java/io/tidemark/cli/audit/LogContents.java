package io.tidemark.cli.audit;

import io.tidemark.event.DeadLetter;
import io.tidemark.event.DeadLetterStatus;
import io.tidemark.event.Outcome;
import io.tidemark.event.Prediction;
import io.tidemark.streamkit.timeline.TimelineState;
import io.tidemark.streamkit.topic.Topic;
import io.tidemark.streamkit.topic.TopicBinding;
import io.tidemark.streamkit.topic.TopicReader;
import io.tidemark.topic.TopicSpec;
import io.tidemark.topic.Topics;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.avro.specific.SpecificRecord;

/// What stands on the topics, as far as an audit needs it; held in memory.
final class LogContents {
    private final TopicReader reader;
    private final TopicBinding topics;
    private final Set<Coordinates> requests = new HashSet<>();
    private final List<Prediction> predictions = new ArrayList<>();
    private final List<DeadLetter> rejected = new ArrayList<>();
    private final List<Outcome> outcomes = new ArrayList<>();
    private final TimelineState timeline;

    /// Reads the topics to their ends. The requests are read first: what comes while this reads is not missed as an
    /// answer to something that was not read.
    LogContents(TopicBinding topics) {
        this.topics = topics;
        this.reader = new TopicReader(topics.settings());
        String requestTopic = topics.of(Topics.REQUESTS).name();
        reader.read(requestTopic, message -> requests.add(new Coordinates(message.partition(), message.offset())));
        read(Topics.PREDICTIONS, predictions::add);
        read(Topics.DEAD_LETTERS, letter -> {
            if (letter.getTopic().equals(requestTopic) && letter.getStatus() == DeadLetterStatus.OPEN) {
                rejected.add(letter);
            }
        });
        read(Topics.OUTCOMES, outcomes::add);
        timeline = TimelineState.read(reader, topics.of(Topics.TIMELINE));
    }

    private <V extends SpecificRecord> void read(TopicSpec<V> spec, Consumer<V> sink) {
        Topic<V> topic = topics.of(spec);
        reader.read(topic.name(), message -> {
            V value = topic.values().deserializer().deserialize(topic.name(), message.value());
            if (value != null) {
                sink.accept(value);
            }
        });
    }

    Set<Coordinates> requests() {
        return requests;
    }

    List<Prediction> predictions() {
        return predictions;
    }

    /// Dead letters of requests.
    List<DeadLetter> rejected() {
        return rejected;
    }

    List<Outcome> outcomes() {
        return outcomes;
    }

    TimelineState timeline() {
        return timeline;
    }
}
