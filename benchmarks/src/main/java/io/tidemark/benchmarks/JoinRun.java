package io.tidemark.benchmarks;

import io.tidemark.feedback.app.FeedbackService;
import io.tidemark.streamkit.runtime.StreamsRuntime;
import io.tidemark.streamkit.topic.TopicBinding;
import io.tidemark.topic.Topics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;

/// One join at work: all predictions while no label has come, then all labels.
///
/// @param predictionsPerSecond predictions read and kept, committed
/// @param labelsPerSecond labels that became outcomes, committed
/// @param stateBytes state on disk while all predictions were open and the join was stopped
record JoinRun(double predictionsPerSecond, double labelsPerSecond, long stateBytes) {
    private static final long POLL_MS = 20;
    private static final long PATIENCE_NS = 120_000_000_000L;
    private static final int WARM_UP_PART = 10;

    /// Records of both topics a second, of one and the other in turn.
    double recordsPerSecond() {
        return 2 / (1 / predictionsPerSecond + 1 / labelsPerSecond);
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
        try (JoinApplication running = join.get()) {
            running.start();
            predictions = awaitCommitted(topics, group, load.count());
        }
        long bytes = sizeOf(stateDir);
        load.sendLabels(topics);
        Throughput throughput =
                new Throughput(topics.settings(), topics.of(Topics.OUTCOMES).name(), load.count());
        try (JoinApplication running = join.get()) {
            running.start();
            return new JoinRun(predictions, throughput.await(), bytes);
        }
    }

    /// Something that joins while it runs.
    interface JoinApplication extends AutoCloseable {
        void start();

        @Override
        void close();

        /// The joiner as it runs in production.
        static JoinApplication of(FeedbackService service) {
            return new JoinApplication() {
                @Override
                public void start() {
                    service.start();
                }

                @Override
                public void close() {
                    service.close();
                }
            };
        }

        /// A Kafka Streams application.
        static JoinApplication of(StreamsRuntime runtime) {
            return new JoinApplication() {
                @Override
                public void start() {
                    runtime.start();
                }

                @Override
                public void close() {
                    runtime.close();
                }
            };
        }
    }

    /// The rate at which the group's offsets on the predictions grow, but for the first tenth.
    private static double awaitCommitted(TopicBinding topics, String group, int count) throws InterruptedException {
        String topic = topics.of(Topics.PREDICTIONS).name();
        long startNs = 0;
        long counted = 0;
        long lastNs = System.nanoTime();
        long seen = 0;
        try (Admin admin = Admin.create(topics.settings().common())) {
            while (seen < count) {
                TimeUnit.MILLISECONDS.sleep(POLL_MS);
                long committed = committed(admin, group, topic);
                long now = System.nanoTime();
                if (committed > seen) {
                    seen = committed;
                    lastNs = now;
                    if (startNs == 0 && seen >= count / WARM_UP_PART) {
                        startNs = now;
                        counted = seen;
                    }
                } else if (now - lastNs > PATIENCE_NS) {
                    throw new IllegalStateException("Found " + seen + " of " + count + " predictions read by " + group
                            + ", and none for " + PATIENCE_NS / 1_000_000_000L + " s.");
                }
            }
        }
        // A join that is done within one look has no rate but the time of that look.
        return Math.max(1, seen - counted) / (Math.max(POLL_MS * 1_000_000L, lastNs - startNs) / 1e9);
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
        } catch (IOException e) {
            throw new UncheckedIOException("The size of " + file + " cannot be read.", e);
        }
    }
}
