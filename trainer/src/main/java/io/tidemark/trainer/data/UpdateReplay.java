package io.tidemark.trainer.data;

import io.tidemark.event.FeatureUpdate;
import io.tidemark.model.manifest.DataSource;
import io.tidemark.model.manifest.ViewSpec;
import io.tidemark.model.view.PastUpdates;
import io.tidemark.streamkit.topic.Topic;
import io.tidemark.streamkit.topic.TopicBinding;
import io.tidemark.streamkit.topic.TopicReader;
import io.tidemark.streamkit.view.UpdateChecks;
import io.tidemark.topic.Topics;
import io.tidemark.wire.MalformedRecordException;
import java.time.Duration;
import java.time.Instant;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/// Reads the feature updates of the log; what the scorer makes a dead letter is passed over.
public final class UpdateReplay {
    /// How far an event time may lie ahead of the record's own, as for the scorer.
    private static final Duration MAX_AHEAD = Duration.ofHours(1);

    private final TopicReader reader;
    private final Topic<FeatureUpdate> updates;
    private final String prefix;

    private UpdateReplay(TopicReader reader, Topic<FeatureUpdate> updates, String prefix) {
        this.reader = reader;
        this.updates = updates;
        this.prefix = prefix;
    }

    /// Replay of a cluster's topic of updates.
    public static UpdateReplay of(TopicBinding topics) {
        return new UpdateReplay(
                new TopicReader(topics.settings()),
                topics.of(Topics.FEATURE_UPDATES),
                topics.settings().topicPrefix());
    }

    /// Adds the updates of a view that are on the topic now.
    void addTo(PastUpdates past, ViewSpec view, DataSource.Topic address) {
        OutcomeWindow window = OutcomeWindow.of(address, Instant.MAX);
        reader.read(prefix + address.topic(), message -> {
            if (message.value() == null || !window.contains(message.partition(), message.offset())) {
                return;
            }
            FeatureUpdate update = update(message);
            if (update != null && update.getView().equals(view.name()) && window.contains(update.getEventTime())) {
                long eventTimeMs = update.getEventTime().toEpochMilli();
                long knownMs = switch (view.late()) {
                    case USE -> eventTimeMs;
                    case IGNORE -> Math.max(eventTimeMs, message.timestamp());
                };
                past.add(UpdateChecks.toViewUpdate(update), knownMs);
            }
        });
    }

    private @org.jspecify.annotations.Nullable FeatureUpdate update(ConsumerRecord<byte[], byte[]> message) {
        try {
            FeatureUpdate update = updates.values().deserializer().deserialize(updates.name(), message.value());
            Instant latest = Instant.ofEpochMilli(message.timestamp()).plus(MAX_AHEAD);
            return UpdateChecks.check(message.key(), update, latest).isEmpty() ? update : null;
        } catch (MalformedRecordException e) {
            return null;
        }
    }
}
