package io.tidemark.streamkit.topic;

import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.ToIntFunction;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;

/// Asks the cluster how many partitions a topic has.
public final class PartitionCounts implements ToIntFunction<String> {
    private static final long TIMEOUT_S = 30;

    private final KafkaSettings settings;

    public PartitionCounts(KafkaSettings settings) {
        this.settings = settings;
    }

    @Override
    public int applyAsInt(String topic) {
        try (Admin admin = Admin.create(settings.common())) {
            TopicDescription found = admin.describeTopics(List.of(topic))
                    .allTopicNames()
                    .get(TIMEOUT_S, TimeUnit.SECONDS)
                    .values()
                    .iterator()
                    .next();
            return found.partitions().size();
        } catch (ExecutionException e) {
            throw new KafkaException("The cluster does not say how many partitions " + topic + " has.", e.getCause());
        } catch (TimeoutException e) {
            throw new org.apache.kafka.common.errors.TimeoutException(
                    "The cluster did not say within " + TIMEOUT_S + " s how many partitions " + topic + " has.", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaException("Interrupted while asking for the partitions of " + topic + ".", e);
        }
    }
}
