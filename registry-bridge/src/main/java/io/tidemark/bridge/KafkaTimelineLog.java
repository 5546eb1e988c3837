package io.tidemark.bridge;

import io.tidemark.event.TimelineEvent;
import io.tidemark.streamkit.timeline.TimelineState;
import io.tidemark.streamkit.timeline.TimelineWriter;
import io.tidemark.streamkit.topic.Topic;
import io.tidemark.streamkit.topic.TopicBinding;
import io.tidemark.streamkit.topic.TopicReader;
import io.tidemark.topic.Topics;
import java.util.List;

/// The timeline on Kafka.
public final class KafkaTimelineLog implements TimelineLog {
    private final TopicBinding topics;
    private final Topic<TimelineEvent> timeline;

    public KafkaTimelineLog(TopicBinding topics) {
        this.topics = topics;
        this.timeline = topics.of(Topics.TIMELINE);
    }

    @Override
    public TimelineState read() {
        return TimelineState.read(new TopicReader(topics.settings()), timeline);
    }

    @Override
    public void append(List<TimelineEvent> facts) {
        TimelineWriter.appendTogether(topics.settings(), timeline, facts);
    }
}
