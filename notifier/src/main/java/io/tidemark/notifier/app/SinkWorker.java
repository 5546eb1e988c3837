package io.tidemark.notifier.app;

import io.tidemark.event.DeadLetter;
import io.tidemark.notifier.delivery.Answer;
import io.tidemark.notifier.delivery.Courier;
import io.tidemark.notifier.delivery.Settled;
import io.tidemark.notifier.delivery.Sink;
import io.tidemark.notifier.ledger.Ledger;
import io.tidemark.notifier.ledger.OpenAlerts;
import io.tidemark.notifier.ledger.Positions;
import io.tidemark.notifier.notice.AlertNotice;
import io.tidemark.notifier.notice.Notice;
import io.tidemark.streamkit.deadletter.DeadLetterFactory;
import io.tidemark.streamkit.deadletter.Inbound;
import io.tidemark.streamkit.deadletter.Reason;
import io.tidemark.streamkit.topic.TopicBinding;
import io.tidemark.streamkit.topic.TopicReader;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads the log for one sink and settles notice after notice: tell, write to the ledger, commit the offset. A process
/// that dies between the sink's answer and the broker's acknowledgement of the ledger tells that one message again.
///
/// While something waits, it goes on polling: it stays in its group however long the sink is away. Belongs to one
/// thread.
final class SinkWorker implements ConsumerRebalanceListener {
    /// More are left on the log until these are told.
    private static final int MOST_WAITING = 1_000;

    private static final Duration POLL = Duration.ofMillis(100);
    private static final Logger LOG = LoggerFactory.getLogger(SinkWorker.class);

    private final Sink sink;
    private final Courier courier;
    private final Ledger ledger;
    private final LogReader reader;
    private final LogWriter writer;
    private final DeadLetterFactory letters;
    private final TopicBinding topics;
    private final Consumer<byte[], byte[]> consumer;
    private final Runnable loadLedger;
    private final Clock clock;
    private final Positions positions = new Positions();
    private final OpenAlerts open = new OpenAlerts();
    private final Map<String, ConsumerRecord<byte[], byte[]>> sources = new HashMap<>();
    private Instant refreshAt = Instant.MIN;
    private Optional<String> refreshTrouble = Optional.empty();

    SinkWorker(Parts parts, Consumer<byte[], byte[]> consumer, Runnable loadLedger, TopicBinding topics, Clock clock) {
        sink = parts.sink();
        courier = parts.courier();
        ledger = parts.ledger();
        reader = parts.reader();
        writer = parts.writer();
        letters = parts.letters();
        this.consumer = consumer;
        this.loadLedger = loadLedger;
        this.topics = topics;
        this.clock = clock;
    }

    /// Joins the group.
    void start() {
        consumer.subscribe(reader.topics(), this);
    }

    /// One round: read what has come, tell what is due, note what is done.
    void round() {
        if (courier.waiting() >= MOST_WAITING) {
            consumer.pause(consumer.assignment());
        } else {
            consumer.resume(consumer.paused());
        }
        consumer.poll(POLL).forEach(this::read);
        settle(courier.step(clock.instant()));
        refresh(clock.instant());
        commit();
    }

    private void read(ConsumerRecord<byte[], byte[]> message) {
        TopicPartition partition = new TopicPartition(message.topic(), message.partition());
        Optional<Notice> notice = reader.notice(message).filter(sink::wants);
        notice.ifPresent(this::remember);
        boolean told = notice.isEmpty()
                || isKnown(notice.get().id())
                || notice.get().twin().filter(this::isKnown).isPresent();
        positions.read(partition, message.offset(), told);
        if (!told) {
            sources.put(notice.get().id(), message);
            courier.accept(notice.get(), clock.instant());
        }
    }

    /// Told, or about to be.
    private boolean isKnown(String noticeId) {
        return ledger.isSettled(noticeId) || sources.containsKey(noticeId);
    }

    private void remember(Notice notice) {
        if (notice instanceof AlertNotice alert) {
            open.take(alert.alert());
        }
    }

    private void settle(List<Settled> settled) {
        for (Settled each : settled) {
            if (each instanceof Settled.GivenUp givenUp) {
                writer.write(letter(source(givenUp.notice()), givenUp));
            }
        }
        ledger.settle(settled, clock.instant());
        for (Settled each : settled) {
            ConsumerRecord<byte[], byte[]> source = source(each.notice());
            positions.done(new TopicPartition(source.topic(), source.partition()), source.offset());
            sources.remove(each.notice().id());
        }
    }

    private ConsumerRecord<byte[], byte[]> source(Notice notice) {
        ConsumerRecord<byte[], byte[]> source = sources.get(notice.id());
        if (source == null) {
            throw new IllegalStateException("Found no source of the notice " + notice.id() + ", expected one.");
        }
        return source;
    }

    private DeadLetter letter(ConsumerRecord<byte[], byte[]> source, Settled.GivenUp givenUp) {
        return letters.of(
                Inbound.of(source),
                Reason.UNDELIVERABLE,
                "Not told to " + sink.name() + ": " + givenUp.why()
                        + ". Mend the sink's settings: `tidemark notify --test`.",
                givenUp.notice().model(),
                null);
    }

    /// Tells a sink that forgets what is open. A failure is tried again with the next round that is due.
    private void refresh(Instant now) {
        Optional<Duration> every = sink.refresh();
        if (every.isEmpty() || now.isBefore(refreshAt)) {
            return;
        }
        refreshAt = now.plus(every.get());
        if (open.all().isEmpty()) {
            refreshTrouble = Optional.empty();
            return;
        }
        refreshTrouble = switch (sink.tellAgain(open.all(), now)) {
            case Answer.Delivered ignored -> Optional.empty();
            case Answer.Later later -> Optional.of(later.why());
            case Answer.Never never -> Optional.of(never.why());
        };
        refreshTrouble.ifPresent(why -> LOG.warn("What is open could not be told again: {}", why));
    }

    /// What the sink said last, when it was not that it has the message.
    Optional<String> trouble() {
        return courier.trouble().or(() -> refreshTrouble);
    }

    private void commit() {
        Map<TopicPartition, OffsetAndMetadata> offsets = positions.takeCommittable();
        if (!offsets.isEmpty()) {
            consumer.commitSync(offsets);
        }
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
        forget();
    }

    /// Another instance may have told what this one reads next.
    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
        forget();
        StartPositions.seek(consumer, partitions, clock.instant()).forEach(positions::begin);
        loadLedger.run();
        // Whoever does not read the alerts would not hear that one is over.
        boolean readsAlerts = consumer.assignment().stream()
                .anyMatch(partition -> partition.topic().equals(reader.alertsTopic()));
        if (sink.refresh().isPresent() && readsAlerts) {
            new TopicReader(topics.settings())
                    .read(reader.alertsTopic(), message -> reader.known(message).ifPresent(this::remember));
            refreshAt = Instant.MIN;
        }
    }

    private void forget() {
        courier.clear();
        sources.clear();
        positions.clear();
        open.clear();
    }

    /// What one sink has of its own.
    record Parts(
            Sink sink, Courier courier, Ledger ledger, LogReader reader, LogWriter writer, DeadLetterFactory letters) {}
}
