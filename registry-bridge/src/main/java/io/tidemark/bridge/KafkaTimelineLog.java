package io.tidemark.bridge;

import io.tidemark.event.TimelineEvent;
import io.tidemark.streamkit.timeline.TimelineState;
import io.tidemark.streamkit.timeline.TimelineWriter;
import io.tidemark.streamkit.topic.Topic;
import io.tidemark.streamkit.topic.TopicBinding;
import io.tidemark.streamkit.topic.TopicReader;
import io.tidemark.topic.Topics;
import java.util.List;

/// The timeline on Kafka. Bridges fence each other, `tidemark registry sync` among them: of two that append the same
/// fact at once one does.
public final class KafkaTimelineLog implements TimelineLog {
    private static final String WRITER = "registry-bridge";

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
        TimelineWriter.appendAlone(topics.settings(), timeline, WRITER, () -> {
            TimelineState there = read();
            return facts.stream()
                    .filter(fact -> !there.contains(fact.getModel(), fact.getEventId()))
                    .toList();
        });
    }
}
