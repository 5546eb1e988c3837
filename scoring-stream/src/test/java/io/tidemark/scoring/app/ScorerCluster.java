package io.tidemark.scoring.app;

import io.tidemark.event.Activated;
import io.tidemark.event.ActivationCause;
import io.tidemark.event.Adopted;
import io.tidemark.event.Challenger;
import io.tidemark.event.VersionRef;
import io.tidemark.registry.LocalDirectoryRegistry;
import io.tidemark.registry.Registration;
import io.tidemark.scoring.ToyModel;
import io.tidemark.scoring.ToyRequest;
import io.tidemark.streamkit.timeline.TimelineFacts;
import io.tidemark.streamkit.timeline.TimelineWriter;
import io.tidemark.streamkit.topic.KafkaSettings;
import io.tidemark.streamkit.topic.TopicBinding;
import io.tidemark.testkit.Await;
import io.tidemark.testkit.ServiceProcess;
import io.tidemark.testkit.TestStack;
import io.tidemark.topic.TopicSpec;
import io.tidemark.topic.Topics;
import io.tidemark.wire.RegistrySettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;

/// Scorers in processes of their own against the real broker, and what a test needs to see of them.
final class ScorerCluster {
    static final int PARTITIONS = 4;

    private static final Duration DEADLINE = Duration.ofMinutes(2);
    private static final List<String> FAST_START = List.of("-Xmx384m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

    private final TestStack stack;
    private final Path folder;

    ScorerCluster(TestStack stack, Path folder) {
        this.stack = stack;
        this.folder = folder;
        stack.createTopics(PARTITIONS);
    }

    /// Starts an instance; returns when it has started.
    ///
    /// @param name of the instance; the same name finds the same state again
    ServiceProcess start(String name) {
        return startAll(name).getFirst();
    }

    /// Starts instances side by side; returns when all have started.
    List<ServiceProcess> startAll(String... names) {
        List<ServiceProcess> scorers =
                Arrays.stream(names).map(name -> begin(name, true)).toList();
        scorers.forEach(scorer -> scorer.awaitLine(ScorerMain.STARTED, DEADLINE));
        return scorers;
    }

    /// Starts an instance that may repeat answers after a crash, and commits so seldom that a kill makes it repeat
    /// some.
    ServiceProcess startAtLeastOnce(String name) {
        ServiceProcess scorer = begin(name, false);
        scorer.awaitLine(ScorerMain.STARTED, DEADLINE);
        return scorer;
    }

    private ServiceProcess begin(String name, boolean exactlyOnce) {
        return ServiceProcess.start(ScorerMain.class, FAST_START, options(name, exactlyOnce));
    }

    private List<String> options(String name, boolean exactlyOnce) {
        return List.of(
                "--tidemark.kafka.bootstrap-servers=" + stack.bootstrapServers(),
                "--tidemark.kafka.topic-prefix=" + stack.prefix(),
                "--tidemark.kafka.properties[" + RegistrySettings.URL + "]=" + stack.registryUrl(),
                // The least that brokers allow: the group waits so long for a member that was killed.
                "--tidemark.kafka.properties[session.timeout.ms]=6000",
                "--tidemark.kafka.properties[heartbeat.interval.ms]=1000",
                "--tidemark.streams.state-dir=" + folder.resolve(name),
                "--tidemark.streams.instance=" + name,
                "--tidemark.streams.exactly-once=" + exactlyOnce,
                // Long transactions, so that a kill meets one.
                "--tidemark.streams.commit-interval=" + (exactlyOnce ? "500ms" : "5s"),
                "--tidemark.registry.dir=" + folder.resolve("registry"),
                "--tidemark.scoring.cache-dir=" + folder.resolve("cache-" + name),
                "--tidemark.scoring.warm-up-rows=1000",
                "--server.port=0");
    }

    /// Registers a version and makes it the champion.
    ///
    /// @return id of the activation
    String activate(ToyModel toy) {
        return activate(toy, List.of());
    }

    /// As [#activate(ToyModel)], with a challenger beside it.
    ///
    /// @param shareBp share of the challenger, basis points
    String activate(ToyModel toy, ToyModel challenger, int shareBp) {
        register(challenger);
        return activate(toy, List.of(new Challenger(challenger.version(), challenger.sha256(), shareBp, "experiment")));
    }

    private String activate(ToyModel toy, List<Challenger> challengers) {
        register(toy);
        String id = "activation-of-" + toy.version() + (challengers.isEmpty() ? "" : "-and-" + challengers.size());
        KafkaSettings settings = settings();
        try (TimelineWriter writer = new TimelineWriter(settings, new TopicBinding(settings).of(Topics.TIMELINE))) {
            writer.append(TimelineFacts.activated(
                    id,
                    toy.name(),
                    Activated.newBuilder()
                            .setCause(ActivationCause.PROMOTION)
                            .setChampion(new VersionRef(toy.version(), toy.sha256()))
                            .setChallengers(challengers)
                            .setShadows(List.of())
                            .build(),
                    "test",
                    "",
                    ToyRequest.TIME));
        }
        return id;
    }

    private void register(ToyModel toy) {
        registry()
                .register(new Registration(
                        toy.name(), "run-" + toy.version(), toy.sha256(), true, Map.of(), Map.of(), toy::file));
    }

    /// Where the scorers fetch bundles from.
    LocalDirectoryRegistry registry() {
        return new LocalDirectoryRegistry(folder.resolve("registry"));
    }

    /// Waits until this many requests are answered and committed.
    void awaitAnswered(long requests) {
        Await.until(requests + " answered requests", DEADLINE, this::answered, count -> count >= requests);
    }

    /// Waits until this many predictions lie on the log, committed or not.
    void awaitPredictions(long predictions) {
        Await.until(
                predictions + " predictions",
                DEADLINE,
                () -> ends(Topics.PREDICTIONS, IsolationLevel.READ_UNCOMMITTED).values().stream()
                        .mapToLong(Long::longValue)
                        .sum(),
                count -> count >= predictions);
    }

    /// Waits until all requests on the log are answered.
    void awaitNoneLeft() {
        Map<TopicPartition, Long> ends = ends(Topics.REQUESTS, IsolationLevel.READ_UNCOMMITTED);
        long all = ends.values().stream().mapToLong(Long::longValue).sum();
        awaitAnswered(all);
    }

    /// Waits until some partition has adopted an activation.
    void awaitAdopted(String activationId) {
        Await.until(
                "an adoption of " + activationId,
                DEADLINE,
                () -> stack.readAll(Topics.TIMELINE).stream()
                        .anyMatch(record -> record.value().getFact() instanceof Adopted adopted
                                && adopted.getActivationId().equals(activationId)),
                adopted -> adopted);
    }

    /// Waits until so many members of the group have partitions.
    void awaitMembers(int members) {
        Await.until(members + " members with partitions", DEADLINE, this::members, count -> count == members);
    }

    /// Kills an instance at a moment when predictions of it lie on the log that are not committed.
    void killInsideTransaction(ServiceProcess scorer) {
        Await.until(
                "a transaction with predictions, seen while its writer is frozen",
                DEADLINE,
                () -> {
                    scorer.freeze();
                    boolean open = hasOpenTransaction();
                    if (!open) {
                        scorer.thaw();
                    }
                    return open;
                },
                open -> open);
        scorer.kill();
    }

    /// Requests that are answered and committed.
    long answered() {
        return get(stack.admin().listConsumerGroupOffsets(group()).partitionsToOffsetAndMetadata()).values().stream()
                .mapToLong(offset -> offset == null ? 0 : offset.offset())
                .sum();
    }

    /// The offline oracle over all that lies on the topics.
    OfflineOracle oracle(ToyModel... versions) {
        return OfflineOracle.read(stack, List.of(versions));
    }

    private boolean hasOpenTransaction() {
        return !ends(Topics.PREDICTIONS, IsolationLevel.READ_COMMITTED)
                .equals(ends(Topics.PREDICTIONS, IsolationLevel.READ_UNCOMMITTED));
    }

    private long members() {
        return get(stack.admin().describeConsumerGroups(List.of(group())).all()).values().stream()
                .flatMap(description -> description.members().stream())
                .filter(member -> !member.assignment().topicPartitions().isEmpty())
                .count();
    }

    private Map<TopicPartition, Long> ends(TopicSpec<?> topic, IsolationLevel isolation) {
        Map<TopicPartition, OffsetSpec> latest = IntStream.range(0, PARTITIONS)
                .mapToObj(partition -> new TopicPartition(stack.name(topic), partition))
                .collect(Collectors.toMap(Function.identity(), partition -> OffsetSpec.latest()));
        return get(stack.admin()
                        .listOffsets(latest, new ListOffsetsOptions(isolation))
                        .all())
                .entrySet()
                .stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> entry.getValue().offset()));
    }

    private String group() {
        return stack.prefix() + "tidemark-scoring-stream";
    }

    /// How the broker is reached.
    KafkaSettings settings() {
        return new KafkaSettings(
                stack.bootstrapServers(), stack.prefix(), Map.of(RegistrySettings.URL, stack.registryUrl()));
    }

    private static <T> T get(KafkaFuture<T> future) {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw new AssertionError("The broker does not answer.", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("Interrupted.", e);
        }
    }
}
