package io.tidemark.cli.history;

import io.tidemark.scoring.replay.AnswerTopic;
import io.tidemark.scoring.replay.Replayed;
import io.tidemark.scoring.replay.RequestRange;
import io.tidemark.streamkit.topic.TopicBinding;
import org.jspecify.annotations.Nullable;

/// Where answers go: a topic, a file, or nowhere.
public final class AnswerOutput implements AutoCloseable {
    private final @Nullable AnswerTopic topic;
    private final @Nullable AnswerFile file;

    private AnswerOutput(@Nullable AnswerTopic topic, @Nullable AnswerFile file) {
        this.topic = topic;
        this.file = file;
    }

    /// Opens the place.
    ///
    /// @param name a topic, or a file that ends in .jsonl or .avro; null: nowhere
    /// @param range its number of partitions is that of a new topic
    /// @param resume go on behind what an earlier replay wrote to the topic
    public static AnswerOutput open(
            @Nullable String name, TopicBinding topics, String model, RequestRange range, boolean resume) {
        if (name == null) {
            return new AnswerOutput(null, null);
        }
        return AnswerFile.isFile(name)
                ? new AnswerOutput(null, AnswerFile.open(name, topics.settings()))
                : new AnswerOutput(
                        AnswerTopic.open(topics, name, model, range.partitions().size(), resume), null);
    }

    /// What of a range is not there yet.
    public RequestRange rest(RequestRange range) {
        return topic == null ? range : topic.rest(range);
    }

    /// Adds an answer.
    public void write(Replayed.Answered answered, byte[] value) {
        if (topic != null) {
            topic.write(answered, value);
        }
        if (file != null) {
            file.write(answered.prediction(), value);
        }
    }

    /// Makes all of it visible.
    public void finish() {
        if (topic != null) {
            topic.finish();
        }
        if (file != null) {
            file.finish();
        }
    }

    @Override
    public void close() {
        if (topic != null) {
            topic.close();
        }
        if (file != null) {
            file.close();
        }
    }
}
