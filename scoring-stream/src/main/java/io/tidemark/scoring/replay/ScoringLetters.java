package io.tidemark.scoring.replay;

import io.tidemark.event.DeadLetter;
import io.tidemark.scoring.topology.ScoringTopology;
import io.tidemark.streamkit.topic.Topic;
import io.tidemark.streamkit.topic.TopicBinding;
import io.tidemark.streamkit.topic.TopicReader;
import io.tidemark.topic.Topics;
import java.util.function.Consumer;

/// What the scoring stream gave up.
final class ScoringLetters {
    private ScoringLetters() {}

    /// Reads the dead letters that it wrote about the records of a topic.
    ///
    /// @param topic name on the cluster
    static void read(TopicBinding topics, String topic, Consumer<DeadLetter> sink) {
        Topic<DeadLetter> letters = topics.of(Topics.DEAD_LETTERS);
        new TopicReader(topics.settings())
                .read(
                        letters.name(),
                        message -> Replay.decoded(letters, message)
                                .filter(letter -> letter.getService().equals(ScoringTopology.SERVICE)
                                        && letter.getTopic().equals(topic))
                                .ifPresent(sink));
    }
}
