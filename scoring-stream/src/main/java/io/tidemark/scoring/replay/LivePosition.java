package io.tidemark.scoring.replay;

import io.tidemark.scoring.topology.ScoringTopology;
import io.tidemark.streamkit.runtime.StreamsRuntime;
import io.tidemark.streamkit.topic.TopicBinding;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;

/// How far the scoring stream has come; looked at, never changed.
public final class LivePosition {
    private LivePosition() {}

    /// First offset of each partition of requests that the scoring stream has not committed; partitions that it never
    /// read are absent.
    public static Map<Integer, Long> read(TopicBinding topics, String topic) {
        String group = StreamsRuntime.applicationId(ScoringTopology.SERVICE, topics);
        Map<Integer, Long> processed = new HashMap<>();
        try (Admin admin = Admin.create(topics.settings().common())) {
            admin.listConsumerGroupOffsets(group)
                    .partitionsToOffsetAndMetadata()
                    .get()
                    .forEach((partition, position) -> {
                        if (position != null && partition.topic().equals(topic)) {
                            processed.put(partition.partition(), position.offset());
                        }
                    });
            return processed;
        } catch (ExecutionException e) {
            throw new KafkaException("The position of the group " + group + " could not be read.", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaException("Interrupted while the position of the group " + group + " was read.", e);
        }
    }
}
