package io.tidemark.streamkit.timeline;

import io.tidemark.event.TimelineEvent;
import io.tidemark.streamkit.topic.Topic;
import io.tidemark.wire.MalformedRecordException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A fact and its place on the log.
///
/// @param offset offset on the timeline's only partition: the order of facts
public record TimelineEntry(long offset, TimelineEvent event) {
    private static final Logger LOG = LoggerFactory.getLogger(TimelineEntry.class);

    /// The fact of a record. Empty for bytes that are none: whoever writes such must not keep every service from
    /// starting for good. A schema id that the registry does not know may yet be a fact, and is waited for.
    static Optional<TimelineEntry> read(Topic<TimelineEvent> topic, long offset, byte @Nullable [] value) {
        try {
            TimelineEvent event = topic.values().deserializer().deserialize(topic.name(), value);
            return event == null ? Optional.empty() : Optional.of(new TimelineEntry(offset, event));
        } catch (MalformedRecordException e) {
            LOG.error("The record at offset {} of {} is no fact and is passed over.", offset, topic.name(), e);
            return Optional.empty();
        }
    }
}
