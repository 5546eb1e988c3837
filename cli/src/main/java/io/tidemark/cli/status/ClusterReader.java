package io.tidemark.cli.status;

import io.tidemark.cli.UserError;
import io.tidemark.cli.stack.Service;
import io.tidemark.cli.status.Status.Flow;
import io.tidemark.cli.status.Status.Lag;
import io.tidemark.streamkit.topic.KafkaSettings;
import io.tidemark.topic.TopicSpec;
import io.tidemark.topic.Topics;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.ListGroupsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;

/// Asks the cluster how much flows and how far the services are behind.
final class ClusterReader implements AutoCloseable {
    private static final long TIMEOUT_S = 10;
    private static final List<TopicSpec<?>> FLOWS =
            List.of(Topics.REQUESTS, Topics.PREDICTIONS, Topics.GROUND_TRUTH, Topics.OUTCOMES, Topics.DEAD_LETTERS);

    private final KafkaSettings settings;
    private final Admin admin;

    ClusterReader(KafkaSettings settings) {
        this.settings = settings;
        Map<String, Object> config = settings.common();
        config.put("request.timeout.ms", (int) TimeUnit.SECONDS.toMillis(TIMEOUT_S));
        config.put("default.api.timeout.ms", (int) TimeUnit.SECONDS.toMillis(TIMEOUT_S));
        this.admin = Admin.create(config);
    }

    /// Flows, measured over `ms`.
    List<Flow> flows(long ms) throws InterruptedException {
        Map<String, Long> before = totals(OffsetSpec.latest());
        Map<String, Long> begin = totals(OffsetSpec.earliest());
        long start = System.nanoTime();
        TimeUnit.MILLISECONDS.sleep(ms);
        Map<String, Long> after = totals(OffsetSpec.latest());
        double seconds = (System.nanoTime() - start) / 1e9;
        return FLOWS.stream()
                .map(topic -> {
                    String name = settings.name(topic);
                    long end = after.getOrDefault(name, 0L);
                    return new Flow(
                            topic.name(),
                            end - begin.getOrDefault(name, 0L),
                            (end - before.getOrDefault(name, 0L)) / seconds);
                })
                .toList();
    }

    /// Records that each service has not processed yet.
    List<Lag> lags() {
        List<String> groups = get(
                        admin.listGroups(ListGroupsOptions.forConsumerGroups()).all())
                .stream()
                .map(GroupListing::groupId)
                .toList();
        return Arrays.stream(Service.values())
                .map(service -> new Lag(
                        service.serviceName(),
                        groups.stream()
                                .filter(group -> service.owns(group, settings.topicPrefix()))
                                .mapToLong(this::lag)
                                .sum()))
                .toList();
    }

    private long lag(String group) {
        Map<TopicPartition, OffsetAndMetadata> committed =
                get(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata());
        Map<TopicPartition, OffsetSpec> wanted = new HashMap<>();
        committed.keySet().forEach(partition -> wanted.put(partition, OffsetSpec.latest()));
        Map<TopicPartition, ListOffsetsResultInfo> ends =
                get(admin.listOffsets(wanted).all());
        long lag = 0;
        for (Map.Entry<TopicPartition, OffsetAndMetadata> entry : committed.entrySet()) {
            ListOffsetsResultInfo end = ends.get(entry.getKey());
            if (entry.getValue() != null && end != null) {
                lag += Math.max(0, end.offset() - entry.getValue().offset());
            }
        }
        return lag;
    }

    private Map<String, Long> totals(OffsetSpec which) {
        List<String> names = FLOWS.stream().map(settings::name).toList();
        Map<String, TopicDescription> topics = get(admin.describeTopics(names).allTopicNames());
        Map<TopicPartition, OffsetSpec> wanted = new HashMap<>();
        topics.forEach((name, topic) ->
                topic.partitions().forEach(info -> wanted.put(new TopicPartition(name, info.partition()), which)));
        Map<String, Long> totals = new HashMap<>();
        get(admin.listOffsets(wanted).all())
                .forEach((partition, info) -> totals.merge(partition.topic(), info.offset(), Long::sum));
        return totals;
    }

    private <T> T get(KafkaFuture<T> future) {
        try {
            return future.get(TIMEOUT_S, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new UserError("Kafka at " + settings.bootstrapServers() + " refused a question: " + e.getCause());
        } catch (TimeoutException e) {
            throw new UserError(
                    "Kafka at " + settings.bootstrapServers() + " did not answer within " + TIMEOUT_S + " s.");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UserError("Interrupted.");
        }
    }

    @Override
    public void close() {
        admin.close();
    }
}
