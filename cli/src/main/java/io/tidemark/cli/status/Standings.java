package io.tidemark.cli.status;

import io.tidemark.event.Performance;
import io.tidemark.streamkit.timeline.TimelineEntry;
import io.tidemark.streamkit.topic.KafkaSettings;
import io.tidemark.streamkit.topic.TopicBinding;
import io.tidemark.topic.Topics;
import java.util.Optional;

/// How a version on trial stands, as the rollout tells it.
public final class Standings {
    /// Window of the records that tell it.
    private static final String WINDOW = "rollout";

    private static final long TAIL = 20_000;

    private Standings() {}

    /// The newest record about a version whose trial runs under this activation.
    public static Optional<Performance> newest(
            KafkaSettings settings, String model, int version, TimelineEntry activation) {
        return TopicTail.read(settings, new TopicBinding(settings).of(Topics.PERFORMANCE), TAIL).reversed().stream()
                .filter(record -> record.getWindow().equals(WINDOW))
                .filter(record -> record.getModel().equals(model) && record.getVersion() == version)
                .filter(record ->
                        !record.getWindowStart().isAfter(activation.event().getTime()))
                .findFirst();
    }
}
