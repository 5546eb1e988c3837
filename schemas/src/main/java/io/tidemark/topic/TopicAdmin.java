package io.tidemark.topic;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/// Creates the catalogue's topics on a cluster and tells where a cluster differs from the catalogue.
public final class TopicAdmin {
    private static final long TIMEOUT_S = 60;
    private static final long POLL_MS = 20;

    private final Admin admin;
    private final String prefix;

    /// @param prefix what all topic names begin with; may be empty
    public TopicAdmin(Admin admin, String prefix) {
        this.admin = admin;
        this.prefix = prefix;
    }

    /// Creates the topics that do not exist yet and leaves the others alone. On return clients can use all of them.
    ///
    /// @param partitions partitions of the topics that hold data, instead of the catalogue's; topics of facts keep one
    /// @return names of the topics that were created
    public List<String> create(OptionalInt partitions) {
        Map<String, NewTopic> wanted = new HashMap<>();
        for (TopicSpec<? extends SpecificRecord> spec : Topics.all()) {
            String name = Topics.name(prefix, spec);
            int count = spec.partitions() == 1 ? 1 : partitions.orElse(spec.partitions());
            wanted.put(name, new NewTopic(name, Optional.of(count), Optional.empty()).configs(spec.config()));
        }
        existing(wanted.keySet()).keySet().forEach(wanted::remove);
        List<String> created = new ArrayList<>();
        admin.createTopics(wanted.values()).values().forEach((name, result) -> {
            try {
                get(result);
                created.add(name);
            } catch (TopicExistsException raced) {
                // Another process created it between the look and the call; it does so from the same catalogue.
            }
        });
        awaitVisible(wanted.keySet());
        awaitLeaders(wanted.keySet());
        created.sort(null);
        return created;
    }

    /// The controller answers before the brokers know the topic; a Streams application that starts in between ends for
    /// lack of its sources.
    private void awaitVisible(Collection<String> names) {
        long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(TIMEOUT_S);
        while (existing(names).size() < names.size()) {
            if (System.nanoTime() > deadlineNs) {
                throw new KafkaException("The brokers do not show the new topics within " + TIMEOUT_S + " s.");
            }
            try {
                Thread.sleep(POLL_MS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new KafkaException("Interrupted while waiting for the new topics.", e);
            }
        }
    }

    /// A broker shows a partition before it leads it. A batch that comes in between is refused, and when the one behind
    /// it is not, Kafka's idempotent producer goes on for two minutes to send what is out of order by then. Each leader
    /// is asked for something that only a leader knows; the client asks until it answers.
    private void awaitLeaders(Collection<String> names) {
        Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
        existing(names)
                .forEach((name, topic) -> topic.partitions()
                        .forEach(partition ->
                                ends.put(new TopicPartition(name, partition.partition()), OffsetSpec.latest())));
        if (!ends.isEmpty()) {
            get(admin.listOffsets(ends).all());
        }
    }

    /// Differences between catalogue and cluster; empty when all is as it should be.
    public List<TopicFinding> check() {
        List<String> names =
                Topics.all().stream().map(spec -> Topics.name(prefix, spec)).toList();
        Map<String, TopicDescription> found = existing(names);
        Map<String, Config> configs = configs(found.keySet());
        List<TopicFinding> findings = new ArrayList<>();
        for (TopicSpec<? extends SpecificRecord> spec : Topics.all()) {
            String name = Topics.name(prefix, spec);
            Config config = configs.get(name);
            if (config == null) {
                findings.add(new TopicFinding(name, "topic", "missing", "present"));
                continue;
            }
            spec.config().forEach((key, expected) -> {
                String value =
                        config.get(key) == null ? "unset" : config.get(key).value();
                if (!expected.equals(value)) {
                    findings.add(new TopicFinding(name, key, value, expected));
                }
            });
        }
        copartitioned(found, Topics.PREDICTIONS, Topics.GROUND_TRUTH).ifPresent(findings::add);
        copartitioned(found, Topics.PREDICTIONS, Topics.MOVED_LABELS).ifPresent(findings::add);
        copartitioned(found, Topics.PREDICTIONS, Topics.SHADOW_PREDICTIONS).ifPresent(findings::add);
        copartitioned(found, Topics.PREDICTIONS, Topics.OUTCOMES).ifPresent(findings::add);
        copartitioned(found, Topics.REQUESTS, Topics.FEATURE_UPDATES).ifPresent(findings::add);
        return findings;
    }

    /// Records that meet by partition, such as predictions and labels, or requests and feature updates, need topics
    /// with the same number.
    private Optional<TopicFinding> copartitioned(
            Map<String, TopicDescription> found, TopicSpec<?> leading, TopicSpec<?> joined) {
        TopicDescription leader = found.get(Topics.name(prefix, leading));
        TopicDescription other = found.get(Topics.name(prefix, joined));
        if (leader == null
                || other == null
                || leader.partitions().size() == other.partitions().size()) {
            return Optional.empty();
        }
        return Optional.of(new TopicFinding(
                other.name(),
                "partitions",
                Integer.toString(other.partitions().size()),
                leader.partitions().size() + ", as " + leader.name()));
    }

    private Map<String, TopicDescription> existing(Collection<String> names) {
        Map<String, TopicDescription> found = new HashMap<>();
        admin.describeTopics(names).topicNameValues().forEach((name, result) -> putIfExists(found, name, result));
        return found;
    }

    private Map<String, Config> configs(Collection<String> names) {
        Map<String, Config> found = new HashMap<>();
        admin.describeConfigs(names.stream()
                        .map(name -> new ConfigResource(ConfigResource.Type.TOPIC, name))
                        .toList())
                .values()
                .forEach((resource, result) -> putIfExists(found, resource.name(), result));
        return found;
    }

    private static <T> void putIfExists(Map<String, T> found, String name, KafkaFuture<T> result) {
        try {
            found.put(name, get(result));
        } catch (UnknownTopicOrPartitionException absent) {
            // Not there, which is what the caller wants to know.
        }
    }

    private static <T> T get(KafkaFuture<T> future) {
        try {
            return future.get(TIMEOUT_S, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new KafkaException("The cluster refused an administrative call.", e.getCause());
        } catch (TimeoutException e) {
            throw new KafkaException("The cluster did not answer within " + TIMEOUT_S + " s.", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaException("Interrupted while waiting for the cluster.", e);
        }
    }
}
