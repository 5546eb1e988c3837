package io.tidemark.benchmarks;

import io.tidemark.feedback.app.FeedbackService;
import io.tidemark.streamkit.runtime.StreamsRuntime;
import io.tidemark.streamkit.topic.TopicBinding;
import io.tidemark.topic.Topics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;

/// One join at work: all predictions while no label has come, then all labels.
///
/// @param predictionsPerSecond predictions read and kept, committed
/// @param labelsPerSecond labels that became outcomes, committed
/// @param runningBytes state on disk while all predictions were open and the join ran
/// @param stateBytes state on disk while all predictions were open and the join was stopped
/// @param changelogRecords records on changelogs for each pair, markers of transactions among them
record JoinRun(
        double predictionsPerSecond,
        double labelsPerSecond,
        double runningBytes,
        double stateBytes,
        double changelogRecords) {
    private static final long POLL_MS = 20;
    private static final long PATIENCE_NS = 120_000_000_000L;

    /// Records of both topics a second, of one and the other in turn.
    double recordsPerSecond() {
        return 2 / (1 / predictionsPerSecond + 1 / labelsPerSecond);
    }

    /// Two runs as one that is twice as long.
    JoinRun and(JoinRun other) {
        return new JoinRun(
                2 / (1 / predictionsPerSecond + 1 / other.predictionsPerSecond),
                2 / (1 / labelsPerSecond + 1 / other.labelsPerSecond),
                (runningBytes + other.runningBytes) / 2,
                (stateBytes + other.stateBytes) / 2,
                (changelogRecords + other.changelogRecords) / 2);
    }

    /// Measures a join.
    ///
    /// @param topics topics of its own
    /// @param stateDir its state
    /// @param group its consumer group
    /// @param join makes the join; it is stopped and made again between predictions and labels
    static JoinRun of(
            TopicBinding topics, JoinLoad load, Path stateDir, String group, Supplier<? extends JoinApplication> join)
            throws InterruptedException {
        load.sendPredictions(topics);
        double predictions;
        long running;
        try (JoinApplication first = join.get()) {
            first.start();
            predictions = awaitCommitted(topics, group, load.count());
            running = sizeOf(stateDir);
        }
        long stopped = sizeOf(stateDir);
        load.sendLabels(topics);
        Throughput throughput =
                new Throughput(topics.settings(), topics.of(Topics.OUTCOMES).name(), load.count());
        double labels;
        try (JoinApplication second = join.get()) {
            second.start();
            labels = throughput.await();
        }
        return new JoinRun(predictions, labels, running, stopped, changelogRecords(topics, group) / load.count());
    }

    /// Something that joins while it runs.
    interface JoinApplication extends AutoCloseable {
        void start();

        @Override
        void close();

        /// The joiner as it runs in production.
        static JoinApplication of(FeedbackService service) {
            return of(service.runtime(), service::start, service::close);
        }

        /// A Kafka Streams application.
        static JoinApplication of(StreamsRuntime runtime) {
            return of(runtime, runtime::start, runtime::close);
        }

        private static JoinApplication of(StreamsRuntime runtime, Runnable start, Runnable close) {
            return new JoinApplication() {
                @Override
                public void start() {
                    start.run();
                }

                // Waits until its state is free for the next one.
                @Override
                public void close() {
                    close.run();
                    long beginNs = System.nanoTime();
                    while (!runtime.state().hasCompletedShutdown()) {
                        if (System.nanoTime() - beginNs > PATIENCE_NS
                                || Thread.currentThread().isInterrupted()) {
                            throw new IllegalStateException("Found " + runtime.service() + " " + runtime.state()
                                    + " after it was closed, expected it to end within " + PATIENCE_NS / 1_000_000_000L
                                    + " s.");
                        }
                        LockSupport.parkNanos(POLL_MS * 1_000_000L);
                    }
                }
            };
        }
    }

    /// The rate at which the group's offsets on the predictions grow, but for the first tenth.
    private static double awaitCommitted(TopicBinding topics, String group, int count) throws InterruptedException {
        String topic = topics.of(Topics.PREDICTIONS).name();
        Rate rate = new Rate(count);
        try (Admin admin = Admin.create(topics.settings().common())) {
            while (!rate.isComplete()) {
                TimeUnit.MILLISECONDS.sleep(POLL_MS);
                rate.look(committed(admin, group, topic), System.nanoTime());
                if (rate.idleNs() > PATIENCE_NS) {
                    throw new IllegalStateException("Found " + rate.seen() + " of " + count + " predictions read by "
                            + group + ", and none for " + PATIENCE_NS / 1_000_000_000L + " s.");
                }
            }
        }
        return rate.perSecond();
    }

    private static double changelogRecords(TopicBinding topics, String group) throws InterruptedException {
        try (Admin admin = Admin.create(topics.settings().common())) {
            Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
            List<String> names = admin.listTopics().names().get().stream()
                    .filter(name -> name.startsWith(group + "-") && name.endsWith("-changelog"))
                    .toList();
            admin.describeTopics(names)
                    .allTopicNames()
                    .get()
                    .forEach((name, topic) -> topic.partitions()
                            .forEach(found ->
                                    ends.put(new TopicPartition(name, found.partition()), OffsetSpec.latest())));
            return admin.listOffsets(ends).all().get().values().stream()
                    .mapToLong(ListOffsetsResultInfo::offset)
                    .sum();
        } catch (ExecutionException e) {
            throw new IllegalStateException("The changelogs of " + group + " cannot be counted.", e.getCause());
        }
    }

    private static long committed(Admin admin, String group, String topic) throws InterruptedException {
        try {
            return admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get().entrySet().stream()
                    .filter(entry -> entry.getKey().topic().equals(topic) && entry.getValue() != null)
                    .mapToLong(entry -> entry.getValue().offset())
                    .sum();
        } catch (ExecutionException e) {
            throw new IllegalStateException("The offsets of " + group + " cannot be read.", e.getCause());
        }
    }

    private static long sizeOf(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).mapToLong(JoinRun::size).sum();
        } catch (IOException e) {
            throw new UncheckedIOException("The state in " + folder + " cannot be measured.", e);
        }
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (NoSuchFileException e) {
            // A store that runs removes files that it has no use for.
            return 0;
        } catch (IOException e) {
            throw new UncheckedIOException("The size of " + file + " cannot be read.", e);
        }
    }
}
