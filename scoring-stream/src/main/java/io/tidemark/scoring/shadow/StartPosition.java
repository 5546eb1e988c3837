package io.tidemark.scoring.shadow;

import io.tidemark.streamkit.runtime.StreamsRuntime;
import io.tidemark.streamkit.topic.TopicBinding;
import io.tidemark.topic.Topics;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.GroupNotEmptyException;
import org.apache.kafka.common.errors.UnknownMemberIdException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Where a shadow's group begins to read: at the end of the requests, unless it goes on where it stopped. Feature
/// updates it reads from the first that the log holds: requests ask for what held long before.
final class StartPosition {
    private static final Logger LOG = LoggerFactory.getLogger(StartPosition.class);

    private final TopicBinding topics;
    private final String group;

    StartPosition(TopicBinding topics, String service) {
        this.topics = topics;
        this.group = StreamsRuntime.applicationId(service, topics);
    }

    /// Moves the group to the end. A group that has members is left alone: another instance began before this one.
    ///
    /// @param goesOn true: only when the group has no position yet
    /// @throws KafkaException when Kafka does not answer
    void prepare(boolean goesOn) {
        try (Admin admin = Admin.create(topics.settings().common())) {
            if (hasMembers(admin) || (goesOn && hasPosition(admin))) {
                return;
            }
            get(admin.alterConsumerGroupOffsets(group, ends(admin)).all());
        } catch (GroupNotEmptyException | UnknownMemberIdException raced) {
            LOG.debug("Another instance began to shadow at the same moment.", raced);
        }
    }

    private boolean hasMembers(Admin admin) {
        try {
            Map<String, ConsumerGroupDescription> found =
                    get(admin.describeConsumerGroups(List.of(group)).all());
            return found.values().stream()
                    .anyMatch(description -> !description.members().isEmpty());
        } catch (GroupIdNotFoundException absent) {
            return false;
        }
    }

    private boolean hasPosition(Admin admin) {
        try {
            String requests = topics.settings().name(Topics.REQUESTS);
            return get(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata()).keySet().stream()
                    .anyMatch(partition -> partition.topic().equals(requests));
        } catch (GroupIdNotFoundException absent) {
            return false;
        }
    }

    private Map<TopicPartition, OffsetAndMetadata> ends(Admin admin) {
        String topic = topics.settings().name(Topics.REQUESTS);
        Map<TopicPartition, OffsetSpec> latest =
                get(admin.describeTopics(List.of(topic)).allTopicNames()).values().stream()
                        .flatMap(found -> found.partitions().stream())
                        .collect(Collectors.toMap(
                                info -> new TopicPartition(topic, info.partition()), info -> OffsetSpec.latest()));
        Map<TopicPartition, OffsetAndMetadata> ends = new HashMap<>();
        get(admin.listOffsets(latest).all())
                .forEach((partition, end) -> ends.put(partition, new OffsetAndMetadata(end.offset())));
        return ends;
    }

    private static <T> T get(KafkaFuture<T> future) {
        try {
            return future.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof KafkaException cause) {
                throw cause;
            }
            throw new KafkaException("Kafka refused a question.", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaException("Interrupted.", e);
        }
    }
}
