package io.tidemark.drift.app;

import io.tidemark.drift.topology.DriftTopology;
import io.tidemark.testkit.Await;
import io.tidemark.testkit.ServiceProcess;
import io.tidemark.testkit.TestStack;
import io.tidemark.topic.Topics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.clients.admin.ProducerState;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;

/// Two instances of the service, each a process with state of its own; which of them judges a partition, and whether it
/// has written alerts that are not committed.
final class MonitorPair implements AutoCloseable {
    static final List<String> NAMES = List.of("left", "right");

    private static final Pattern UUID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    private static final Duration DEADLINE = Duration.ofMinutes(4);

    private final TestStack stack;
    private final Path folder;
    private final Duration commit;
    private final Map<String, ServiceProcess> running = new HashMap<>();

    /// @param folder has the registry, and gets the state
    /// @param commit commit interval of both
    MonitorPair(TestStack stack, Path folder, Duration commit) {
        this.stack = stack;
        this.folder = folder;
        this.commit = commit;
    }

    /// Starts an instance, with the state that it left.
    void start(String name) {
        running.put(
                name,
                ServiceProcess.start(
                        MonitorMain.class,
                        stack.bootstrapServers(),
                        stack.registryUrl(),
                        stack.prefix(),
                        folder.resolve("registry").toString(),
                        folder.resolve("state-" + name).toString(),
                        name,
                        Long.toString(commit.toMillis())));
    }

    /// Waits until an instance has a partition of the panes' topic, and so judges the models there.
    void awaitJudge(String name, int panes) {
        Await.until(
                name + " to judge\n" + output(),
                DEADLINE,
                () -> judge(panes),
                judge -> judge.filter(name::equals).isPresent());
    }

    private Optional<String> judge(int panes) {
        TopicPartition partition = new TopicPartition(stack.name(Topics.DRIFT_PANES), panes);
        return members()
                .filter(member -> member.assignment().topicPartitions().contains(partition))
                .map(MonitorPair::instance)
                .findFirst();
    }

    private Stream<MemberDescription> members() {
        String group = stack.prefix() + "tidemark-" + DriftTopology.SERVICE;
        return get(stack.admin().describeConsumerGroups(List.of(group)).all()).values().stream()
                .flatMap(description -> description.members().stream());
    }

    /// Client ids are those of the application, its instance and its thread.
    private static String instance(MemberDescription member) {
        return NAMES.stream()
                .filter(name -> member.clientId().contains("-" + name + "-"))
                .findFirst()
                .orElseThrow(() -> new AssertionError("An unknown member: " + member));
    }

    /// Freezes the instance that has alerts in an open transaction: they are not committed before it goes on.
    ///
    /// @return its name; empty when nothing is open, and all go on
    Optional<String> freezeInsideTransaction() {
        running.values().forEach(ServiceProcess::freeze);
        Optional<String> writer = writer();
        running.forEach((name, process) -> {
            if (!writer.equals(Optional.of(name))) {
                process.thaw();
            }
        });
        return writer;
    }

    /// Who has the newest of the transactions that are open in the alerts; one of a killed process may be open as well.
    /// The id of a transaction has that of its process, which lies in its state.
    private Optional<String> writer() {
        String topic = stack.name(Topics.ALERTS);
        List<TopicPartition> alerts =
                get(stack.admin().describeTopics(List.of(topic)).allTopicNames()).values().stream()
                        .flatMap(description -> description.partitions().stream())
                        .map(partition -> new TopicPartition(topic, partition.partition()))
                        .toList();
        Optional<Long> newest = get(stack.admin().describeProducers(alerts).all()).values().stream()
                .flatMap(partition -> partition.activeProducers().stream())
                .filter(producer -> producer.currentTransactionStartOffset().isPresent())
                .max(Comparator.comparingLong(
                        producer -> producer.currentTransactionStartOffset().orElse(-1)))
                .map(ProducerState::producerId);
        return newest.flatMap(id -> get(stack.admin().listTransactions().all()).stream()
                .filter(transaction ->
                        transaction.producerId() == id && transaction.state() == TransactionState.ONGOING)
                .flatMap(transaction -> NAMES.stream()
                        .filter(name -> transaction.transactionalId().contains(processId(name))))
                .findFirst());
    }

    private String processId(String name) {
        Path file = folder.resolve("state-" + name)
                .resolve(stack.prefix() + "tidemark-" + DriftTopology.SERVICE)
                .resolve("kafka-streams-process-metadata");
        try {
            Matcher id = UUID.matcher(Files.readString(file));
            if (id.find()) {
                return id.group();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        throw new AssertionError("Found no id of a process in " + file + ".");
    }

    void thaw(String name) {
        process(name).thaw();
    }

    void kill(String name) {
        process(name).kill();
    }

    String output() {
        return running.entrySet().stream()
                .map(entry -> entry.getKey() + ":\n" + entry.getValue().output())
                .collect(Collectors.joining("\n"));
    }

    private ServiceProcess process(String name) {
        ServiceProcess process = running.get(name);
        if (process == null) {
            throw new AssertionError("Found no instance " + name + ", expected one of " + running.keySet() + ".");
        }
        return process;
    }

    private static <T> T get(KafkaFuture<T> future) {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw new AssertionError("The broker did not answer.", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("Interrupted while asking the broker.", e);
        }
    }

    @Override
    public void close() {
        running.values().forEach(ServiceProcess::close);
    }
}
