package io.tidemark.trainer.data;

import io.tidemark.event.Outcome;
import io.tidemark.event.OutcomeStatus;
import io.tidemark.model.bundle.BundleDescriptor.Replay;
import io.tidemark.model.manifest.ModelManifest;
import io.tidemark.streamkit.topic.Topic;
import io.tidemark.streamkit.topic.TopicBinding;
import io.tidemark.streamkit.topic.TopicReader;
import io.tidemark.topic.Topics;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/// Reads labelled outcomes of a model from the log as training rows: each request once, with the newest revision of its
/// label and the features as they were served, in the order of event times. Of more than the manifest's `data.max_rows`
/// the newest are kept, and no more than these are held at any time.
public final class OutcomeReplay {
    private final TopicReader reader;
    private final Topic<Outcome> topic;

    public OutcomeReplay(TopicReader reader, Topic<Outcome> topic) {
        this.reader = reader;
        this.topic = topic;
    }

    /// Replay of a cluster's topic of outcomes.
    public static OutcomeReplay of(TopicBinding topics) {
        return new OutcomeReplay(new TopicReader(topics.settings()), topics.of(Topics.OUTCOMES));
    }

    /// The same of another topic of the cluster that carries outcomes.
    ///
    /// @param name its name without the deployment's prefix
    OutcomeReplay at(String name) {
        String prefix =
                topic.name().substring(0, topic.name().lastIndexOf(topic.spec().name()));
        return new OutcomeReplay(reader, new Topic<>(topic.spec(), prefix + name, topic.values()));
    }

    /// The rows of a window by event time.
    ///
    /// @param from start, inclusive
    /// @param to end, exclusive
    public ReplayedRows read(ModelManifest manifest, Instant from, Instant to) {
        return read(manifest, OutcomeWindow.between(from, to));
    }

    /// The rows that an earlier replay had: of its window, up to the offsets that it had seen.
    public ReplayedRows readAgain(ModelManifest manifest, Replay then) {
        return read(manifest, OutcomeWindow.of(then));
    }

    /// The rows of a window.
    ///
    /// @throws DataException when the manifest refuses too many of them
    public ReplayedRows read(ModelManifest manifest, OutcomeWindow window) {
        Served served = served(manifest, window);
        TableBuilder table = new TableBuilder(manifest);
        for (ServedRow row : served.rows()) {
            table.add(row.requestId(), "outcome of request " + row.requestId(), row.byName(manifest), row.label());
        }
        TrainingTable rows = table.build();
        return new ReplayedRows(
                rows, window.described(topic.name(), served.ends(), rows.rows()), served.counts(rows.rows()));
    }

    /// What was served, as it stands.
    Served served(ModelManifest manifest, OutcomeWindow window) {
        Intake intake = new Intake(manifest, window);
        Map<Integer, Long> ends = new TreeMap<>();
        reader.read(topic.name(), intake::take).forEach((partition, end) -> ends.put(partition.partition(), end));
        return new Served(intake.newest.inOrder(), topic.name(), window, ends, intake.counts());
    }

    /// Outcomes of a window.
    ///
    /// @param topic name on the cluster
    /// @param ends end of each partition when it was read
    record Served(
            List<ServedRow> rows, String topic, OutcomeWindow window, Map<Integer, Long> ends, ReplayCounts taken) {
        /// What became of them when so many were of use.
        ReplayCounts counts(long used) {
            return new ReplayCounts(
                    taken.read(),
                    used,
                    taken.otherModels(),
                    taken.unlabelled(),
                    taken.outside(),
                    taken.superseded(),
                    taken.older(),
                    rows.size() - used);
        }

        Replay replay() {
            return window.described(topic, ends, rows.size());
        }
    }

    private final class Intake {
        private final ModelManifest manifest;
        private final OutcomeWindow window;
        private final NewestRows newest;
        private long read;
        private long otherModels;
        private long unlabelled;
        private long outside;

        Intake(ModelManifest manifest, OutcomeWindow window) {
            this.manifest = manifest;
            this.window = window;
            this.newest = new NewestRows(manifest.data().maxRows());
        }

        void take(ConsumerRecord<byte[], byte[]> message) {
            Outcome outcome = topic.values().deserializer().deserialize(topic.name(), message.value());
            if (outcome == null) {
                return;
            }
            read++;
            if (!outcome.getModel().equals(manifest.name())) {
                otherModels++;
            } else if (!window.contains(message.partition(), message.offset())
                    || !window.contains(outcome.getEventTime())) {
                outside++;
            } else if (outcome.getStatus() == OutcomeStatus.EXPIRED) {
                unlabelled++;
            } else {
                newest.add(ServedRow.of(outcome, manifest));
            }
        }

        ReplayCounts counts() {
            return new ReplayCounts(read, 0, otherModels, unlabelled, outside, newest.superseded(), newest.older(), 0);
        }
    }
}
