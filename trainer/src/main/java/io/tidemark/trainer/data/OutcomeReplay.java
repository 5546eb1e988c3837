package io.tidemark.trainer.data;

import io.tidemark.event.Outcome;
import io.tidemark.event.OutcomeStatus;
import io.tidemark.model.bundle.BundleDescriptor.Replay;
import io.tidemark.model.manifest.ModelManifest;
import io.tidemark.streamkit.topic.Topic;
import io.tidemark.streamkit.topic.TopicReader;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/// Reads labelled outcomes of a model from the log as training rows: each request once, with the newest revision of its
/// label and the features as they were served, in the order of event times.
public final class OutcomeReplay {
    private static final Comparator<Outcome> BY_TIME =
            Comparator.comparing(Outcome::getEventTime).thenComparing(Outcome::getRequestId);

    private final TopicReader reader;
    private final Topic<Outcome> topic;

    public OutcomeReplay(TopicReader reader, Topic<Outcome> topic) {
        this.reader = reader;
        this.topic = topic;
    }

    /// The rows of a window.
    ///
    /// @param from start by event time, inclusive
    /// @param to end by event time, exclusive
    public ReplayedRows read(ModelManifest manifest, Instant from, Instant to) {
        return read(manifest, from, to, message -> true);
    }

    /// The rows that an earlier replay had: of its window, up to the offsets that it had seen.
    public ReplayedRows readAgain(ModelManifest manifest, Replay then) {
        ReplayedRows rows = read(
                manifest,
                Instant.ofEpochMilli(then.fromMs()),
                Instant.ofEpochMilli(then.toMs()),
                message -> message.offset() < then.offsets().getOrDefault(message.partition(), 0L));
        return new ReplayedRows(
                rows.table(),
                new Replay(
                        then.topic(),
                        then.offsets(),
                        then.fromMs(),
                        then.toMs(),
                        rows.table().rows()));
    }

    private ReplayedRows read(
            ModelManifest manifest, Instant from, Instant to, Predicate<ConsumerRecord<byte[], byte[]>> seen) {
        Map<String, Outcome> newest = new HashMap<>();
        Map<Integer, Long> ends = new TreeMap<>();
        reader.read(topic.name(), message -> {
                    if (!seen.test(message)) {
                        return;
                    }
                    Outcome outcome = topic.values().deserializer().deserialize(topic.name(), message.value());
                    if (outcome != null && isWanted(outcome, manifest.name(), from, to)) {
                        newest.merge(
                                outcome.getRequestId(),
                                outcome,
                                (old, fresh) -> fresh.getRevision() >= old.getRevision() ? fresh : old);
                    }
                })
                .forEach((partition, end) -> ends.put(partition.partition(), end));
        List<Outcome> ordered = newest.values().stream().sorted(BY_TIME).toList();
        TableBuilder table = new TableBuilder(manifest);
        for (Outcome outcome : ordered) {
            table.add(
                    outcome.getRequestId(),
                    "outcome of request " + outcome.getRequestId(),
                    outcome.getFeatures(),
                    label(outcome.getLabel()));
        }
        TrainingTable rows = table.build();
        return new ReplayedRows(
                rows, new Replay(topic.name(), ends, from.toEpochMilli(), to.toEpochMilli(), rows.rows()));
    }

    private static boolean isWanted(Outcome outcome, String model, Instant from, Instant to) {
        return outcome.getModel().equals(model)
                && outcome.getStatus() != OutcomeStatus.EXPIRED
                && !outcome.getEventTime().isBefore(from)
                && outcome.getEventTime().isBefore(to);
    }

    /// Numbers as the table takes them.
    private static @Nullable Object label(@Nullable Object label) {
        return label instanceof Number number ? (Object) number.doubleValue() : label;
    }
}
