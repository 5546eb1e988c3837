package io.tidemark.cli.audit;

import io.tidemark.cli.UserError;
import io.tidemark.cli.stack.Service;
import io.tidemark.streamkit.topic.KafkaSettings;
import io.tidemark.topic.Topics;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;

/// Which part of the log can be judged. What a service has not committed yet is under way; what a topic has given up to
/// its retention cannot be missed elsewhere.
///
/// @param scored first offset of each request partition that the scorer has not answered
/// @param predictionsJoined first offset of each prediction partition that the joiner has not read
/// @param labelsJoined first offset of each label partition that the joiner has not read
/// @param requestsFrom first offset of each request partition that is still there
/// @param predictionsTrimmed true when predictions are no longer there
/// @param labelsTrimmed true when labels are no longer there
record LogReach(
        Extent scored,
        Extent predictionsJoined,
        Extent labelsJoined,
        Map<Integer, Long> requestsFrom,
        boolean predictionsTrimmed,
        boolean labelsTrimmed) {
    /// A log at rest, of which nothing is gone.
    static final LogReach ALL = new LogReach(Extent.ENDLESS, Extent.ENDLESS, Extent.ENDLESS, Map.of(), false, false);

    private static final long TIMEOUT_S = 10;

    LogReach {
        requestsFrom = Map.copyOf(requestsFrom);
    }

    /// How far records were processed.
    ///
    /// @param ends first offset of each partition that was not; a partition that is not named has `otherwise`
    record Extent(Map<Integer, Long> ends, long otherwise) {
        static final Extent ENDLESS = new Extent(Map.of(), Long.MAX_VALUE);

        Extent {
            ends = Map.copyOf(ends);
        }

        boolean holds(Coordinates at) {
            return at.offset() < ends.getOrDefault(at.partition(), otherwise);
        }
    }

    /// True when a request's topic still has it, or should.
    boolean keepsRequest(Coordinates at) {
        return at.offset() >= requestsFrom.getOrDefault(at.partition(), 0L);
    }

    /// Asks the cluster. What is read of the topics after this holds all that follows from what was committed before.
    static LogReach read(KafkaSettings settings) {
        try (Admin admin = Admin.create(settings.common())) {
            Map<TopicPartition, OffsetAndMetadata> scorer = committed(admin, Service.SCORING_STREAM, settings);
            Map<TopicPartition, OffsetAndMetadata> joiner = committed(admin, Service.FEEDBACK_JOINER, settings);
            return new LogReach(
                    extent(scorer, settings.name(Topics.REQUESTS)),
                    extent(joiner, settings.name(Topics.PREDICTIONS)),
                    labels(admin, joiner, settings),
                    begins(admin, settings.name(Topics.REQUESTS)),
                    isTrimmed(begins(admin, settings.name(Topics.PREDICTIONS))),
                    isTrimmed(begins(admin, settings.name(Topics.GROUND_TRUTH))));
        }
    }

    /// While labels are being moved to their predictions' partitions, none can be called lost.
    private static Extent labels(Admin admin, Map<TopicPartition, OffsetAndMetadata> joiner, KafkaSettings settings) {
        String moved = settings.name(Topics.MOVED_LABELS);
        Map<Integer, Long> read = extent(joiner, moved).ends();
        boolean isMoving = offsets(admin, moved, OffsetSpec.latest()).entrySet().stream()
                .anyMatch(end -> end.getValue() > read.getOrDefault(end.getKey(), 0L));
        return isMoving ? new Extent(Map.of(), 0) : extent(joiner, settings.name(Topics.GROUND_TRUTH));
    }

    private static Map<TopicPartition, OffsetAndMetadata> committed(
            Admin admin, Service service, KafkaSettings settings) {
        return get(admin.listConsumerGroupOffsets(service.group(settings.topicPrefix()))
                .partitionsToOffsetAndMetadata());
    }

    private static Extent extent(Map<TopicPartition, OffsetAndMetadata> committed, String topic) {
        Map<Integer, Long> ends = new HashMap<>();
        committed.forEach((partition, offset) -> {
            if (partition.topic().equals(topic) && offset != null) {
                ends.put(partition.partition(), offset.offset());
            }
        });
        return new Extent(ends, 0);
    }

    private static Map<Integer, Long> begins(Admin admin, String topic) {
        return offsets(admin, topic, OffsetSpec.earliest());
    }

    private static boolean isTrimmed(Map<Integer, Long> begins) {
        return begins.values().stream().anyMatch(first -> first > 0);
    }

    private static Map<Integer, Long> offsets(Admin admin, String topic, OffsetSpec which) {
        Set<TopicPartition> partitions = get(
                        admin.describeTopics(List.of(topic)).allTopicNames())
                .values()
                .stream()
                .flatMap(description -> description.partitions().stream())
                .map(info -> new TopicPartition(topic, info.partition()))
                .collect(Collectors.toSet());
        return get(admin.listOffsets(partitions.stream().collect(Collectors.toMap(p -> p, p -> which)))
                        .all())
                .entrySet()
                .stream()
                .collect(Collectors.toMap(
                        e -> e.getKey().partition(), e -> e.getValue().offset()));
    }

    private static <T> T get(KafkaFuture<T> future) {
        try {
            return future.get(TIMEOUT_S, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UserError("Interrupted while Kafka was asked.");
        } catch (ExecutionException | TimeoutException e) {
            throw new UserError("Kafka does not answer: " + e.getMessage());
        }
    }
}
