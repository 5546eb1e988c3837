package io.tidemark.notifier.app;

import io.tidemark.event.Alert;
import io.tidemark.event.DeadLetter;
import io.tidemark.event.TimelineEvent;
import io.tidemark.notifier.NotifierConfig;
import io.tidemark.notifier.notice.AlertNotice;
import io.tidemark.notifier.notice.Notice;
import io.tidemark.notifier.notice.TimelineNotices;
import io.tidemark.streamkit.deadletter.DeadLetterFactory;
import io.tidemark.streamkit.deadletter.Decoded;
import io.tidemark.streamkit.deadletter.Inbound;
import io.tidemark.streamkit.deadletter.InboundDecoder;
import io.tidemark.streamkit.topic.Topic;
import io.tidemark.streamkit.topic.TopicBinding;
import io.tidemark.topic.Topics;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/// Makes notices of records of the two topics. Belongs to one thread.
final class LogReader {
    private final NotifierConfig config;
    private final Topic<Alert> alerts;
    private final Topic<TimelineEvent> timeline;
    private final InboundDecoder<Alert> alertDecoder;
    private final InboundDecoder<TimelineEvent> timelineDecoder;
    private final Consumer<DeadLetter> rejected;

    /// @param rejected gets the dead letters of records that cannot be read
    LogReader(NotifierConfig config, TopicBinding topics, DeadLetterFactory letters, Consumer<DeadLetter> rejected) {
        this.config = config;
        this.rejected = rejected;
        alerts = topics.of(Topics.ALERTS);
        timeline = topics.of(Topics.TIMELINE);
        alertDecoder = new InboundDecoder<>(
                alerts.values().deserializer(), letters, InboundDecoder.Limits.DEFAULT, topics.schemaWaits());
        timelineDecoder = new InboundDecoder<>(
                timeline.values().deserializer(), letters, InboundDecoder.Limits.DEFAULT, topics.schemaWaits());
    }

    /// Names of the topics that are read.
    List<String> topics() {
        return config.timeline() ? List.of(alerts.name(), timeline.name()) : List.of(alerts.name());
    }

    String alertsTopic() {
        return alerts.name();
    }

    /// What is told of a record; empty: nothing, as of an alert that belongs to another one. A record that cannot be
    /// read becomes a dead letter.
    Optional<Notice> notice(ConsumerRecord<byte[], byte[]> message) {
        return notice(message, rejected);
    }

    /// The same of a record that was read before.
    Optional<Notice> known(ConsumerRecord<byte[], byte[]> message) {
        return notice(message, ignored -> {});
    }

    private Optional<Notice> notice(ConsumerRecord<byte[], byte[]> message, Consumer<DeadLetter> bad) {
        if (message.topic().equals(alerts.name())) {
            return read(alertDecoder, message, bad)
                    .filter(alert -> alert.getCause() == null)
                    .filter(alert -> alert.getSeverity().compareTo(config.minSeverity()) >= 0)
                    .map(AlertNotice::new);
        }
        return read(timelineDecoder, message, bad).flatMap(TimelineNotices::of);
    }

    private static <V> Optional<V> read(
            InboundDecoder<V> decoder, ConsumerRecord<byte[], byte[]> message, Consumer<DeadLetter> bad) {
        return switch (decoder.decode(Inbound.of(message))) {
            case Decoded.Good<V> good -> Optional.of(good.value());
            case Decoded.Bad<V> unreadable -> {
                bad.accept(unreadable.letter());
                yield Optional.empty();
            }
        };
    }
}
