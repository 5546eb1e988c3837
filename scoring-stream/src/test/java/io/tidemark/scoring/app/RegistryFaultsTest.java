package io.tidemark.scoring.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tidemark.event.ActivationCause;
import io.tidemark.event.Adopted;
import io.tidemark.event.Alert;
import io.tidemark.event.AlertStatus;
import io.tidemark.event.TimelineEvent;
import io.tidemark.model.bundle.BundleVerifier;
import io.tidemark.model.bundle.WarmUp;
import io.tidemark.registry.BundleFolder;
import io.tidemark.registry.ModelRegistry;
import io.tidemark.registry.Registration;
import io.tidemark.registry.cascade.CascadingRegistry;
import io.tidemark.registry.guard.Guard;
import io.tidemark.registry.guard.GuardRules;
import io.tidemark.registry.mlflow.MlflowAddress;
import io.tidemark.registry.mlflow.MlflowConnection;
import io.tidemark.registry.mlflow.MlflowRegistry;
import io.tidemark.scoring.LoadingConfig;
import io.tidemark.scoring.ScoringConfig;
import io.tidemark.scoring.ToyModel;
import io.tidemark.scoring.ToyRequest;
import io.tidemark.streamkit.runtime.StreamsSettings;
import io.tidemark.streamkit.timeline.TimelineFacts;
import io.tidemark.streamkit.timeline.TimelineWriter;
import io.tidemark.streamkit.topic.KafkaSettings;
import io.tidemark.streamkit.topic.TopicBinding;
import io.tidemark.testkit.Await;
import io.tidemark.testkit.FakeMlflow;
import io.tidemark.testkit.TestStack;
import io.tidemark.testkit.WithStack;
import io.tidemark.topic.TopicSpec;
import io.tidemark.topic.Topics;
import io.tidemark.wire.RegistrySettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A version is activated under load while the registry is out of order, each time in another way: the version before
/// answers on, one alert is opened, and once the registry is well the version is adopted and the alert resolved.
@WithStack
class RegistryFaultsTest {
    private static final Duration DEADLINE = Duration.ofMinutes(2);
    private static final int PARTITIONS = 2;
    private static final long MORE = 50;

    /// The usual rules, and less patience.
    private static final GuardRules RULES =
            new GuardRules(Duration.ofMillis(500), 3, Duration.ofMillis(20), Duration.ofMillis(100), 5, Duration.ZERO);

    @TempDir
    private Path folder;

    private final FakeMlflow server = new FakeMlflow();
    private final TestStack stack;
    private final KafkaSettings settings;

    RegistryFaultsTest(TestStack stack) {
        this.stack = stack;
        this.settings = new KafkaSettings(
                stack.bootstrapServers(), stack.prefix(), Map.of(RegistrySettings.URL, stack.registryUrl()));
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void theVersionBeforeAnswersUntilTheRegistryIsWell() throws Exception {
        List<Fault> faults = faults();
        List<ToyModel> versions = IntStream.rangeClosed(1, 1 + faults.size())
                .mapToObj(ToyModel::version)
                .toList();
        stack.createTopics(PARTITIONS);
        versions.forEach(this::register);
        activate(versions.getFirst());
        Traffic traffic = Traffic.start(stack);
        int requests;
        try (ScoringService scorer = service()) {
            scorer.start();
            awaitAdoptions(versions.getFirst());
            for (int i = 0; i < faults.size(); i++) {
                suffer(faults.get(i), versions.get(i), versions.get(i + 1));
            }
            requests = traffic.stop();
            Await.until("an answer to each request", DEADLINE, this::ends, count -> count >= requests);
        } finally {
            traffic.stop();
        }

        OfflineOracle oracle = OfflineOracle.read(stack, versions);
        oracle.check();
        oracle.checkAdoptions();
        assertThat(oracle.requests()).isEqualTo(requests);
        assertThat(statuses(AlertStatus.OPEN)).hasSameSizeAs(faults).doesNotHaveDuplicates();
        assertThat(statuses(AlertStatus.RESOLVED)).containsExactlyInAnyOrderElementsOf(statuses(AlertStatus.OPEN));
    }

    private void suffer(Fault fault, ToyModel before, ToyModel next) {
        fault.begin().accept(next);
        activate(next);
        int number = next.version() - 1;
        Await.until(
                fault.name() + ": an alert", DEADLINE, () -> statuses(AlertStatus.OPEN), ids -> ids.size() == number);
        long answered = predictionsOf(before);
        Await.until(
                fault.name() + ": answers of the version before",
                DEADLINE,
                () -> predictionsOf(before),
                count -> count >= answered + MORE);
        assertThat(predictionsOf(next)).as(fault.name()).isZero();
        fault.end().accept(next);
        awaitAdoptions(next);
        Await.until(
                fault.name() + ": the alert is over",
                DEADLINE,
                () -> statuses(AlertStatus.RESOLVED),
                ids -> ids.size() == number);
    }

    /// What goes wrong with a version's bundle, and how that ends.
    private record Fault(String name, Step begin, Step end) {}

    private interface Step {
        void accept(ToyModel version);
    }

    private List<Fault> faults() {
        Step recover = version -> server.recover();
        return List.of(
                new Fault("killed in the middle of a download", version -> server.cutArtifactsShort(), recover),
                new Fault("no answer in time", version -> server.fallSilent(), recover),
                new Fault("500 to everything", version -> server.failOn("/"), recover),
                new Fault("an altered bundle", version -> replace(version, RegistryFaultsTest::altered), this::restore),
                new Fault(
                        "a truncated bundle",
                        version -> replace(version, file -> Arrays.copyOf(file, file.length / 2)),
                        this::restore),
                new Fault(
                        "out of order while this machine's disk takes nothing",
                        version -> {
                            takeDisk();
                            server.failOn("mlflow-artifacts");
                        },
                        recover));
    }

    private interface Change {
        byte[] of(byte[] file);
    }

    private void replace(ToyModel version, Change change) {
        server.artifacts().replaceAll((path, file) -> path.contains(version.sha256()) ? change.of(file) : file);
    }

    private void restore(ToyModel version) {
        replace(version, file -> version.file());
    }

    private static byte[] altered(byte[] file) {
        byte[] other = file.clone();
        other[other.length / 2] ^= 1;
        return other;
    }

    /// Nothing can be written below a file.
    private void takeDisk() {
        try {
            for (String place : List.of("local", "cache")) {
                Path dir = folder.resolve(place);
                if (Files.exists(dir)) {
                    Files.move(dir, folder.resolve(place + "-before"));
                }
                Files.createFile(dir);
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private ScoringService service() {
        ScoringConfig defaults = ScoringConfig.defaults(folder.resolve("cache"));
        ScoringConfig config = defaults.with(new LoadingConfig(
                defaults.loading().maxBundleBytes(),
                new BundleVerifier(1e-6, 10_000),
                new WarmUp(1_000, Duration.ofSeconds(1)),
                folder.resolve("cache"),
                defaults.loading().cacheBytes()));
        ModelRegistry registry = new CascadingRegistry(
                mlflow(), Optional.empty(), new BundleFolder(folder.resolve("local")), (what, cause) -> {});
        return new ScoringService(
                "scoring-stream",
                new TopicBinding(settings),
                registry,
                config,
                new StreamsSettings(folder.resolve("state"), 1, true, Duration.ofMillis(50), 0, "one"),
                new SimpleMeterRegistry(),
                Clock.systemUTC());
    }

    private MlflowRegistry mlflow() {
        return new MlflowRegistry(
                new MlflowConnection(MlflowAddress.of(server.address(), Map.of()), Guard.of("MLflow", RULES)),
                Clock.systemUTC());
    }

    private void register(ToyModel version) {
        mlflow().register(new Registration(
                ToyModel.NAME, "run-" + version.version(), version.sha256(), true, Map.of(), Map.of(), version::file));
    }

    private void activate(ToyModel version) {
        try (TimelineWriter writer = new TimelineWriter(settings, new TopicBinding(settings).of(Topics.TIMELINE))) {
            writer.append(TimelineFacts.champion(
                    activation(version),
                    ToyModel.NAME,
                    version.version(),
                    version.sha256(),
                    ActivationCause.PROMOTION,
                    "test",
                    "",
                    ToyRequest.TIME));
        }
    }

    private static String activation(ToyModel version) {
        return "activation-of-" + version.version();
    }

    private void awaitAdoptions(ToyModel version) {
        Await.until(
                "adoptions of version " + version.version(),
                DEADLINE,
                () -> values(Topics.TIMELINE)
                        .map(TimelineEvent::getFact)
                        .filter(fact -> fact instanceof Adopted adopted
                                && adopted.getActivationId().equals(activation(version)))
                        .count(),
                count -> count == PARTITIONS);
    }

    private long predictionsOf(ToyModel version) {
        return values(Topics.PREDICTIONS)
                .filter(prediction -> prediction.getVersion() == version.version())
                .count();
    }

    private long ends() {
        return values(Topics.PREDICTIONS).count() + values(Topics.DEAD_LETTERS).count();
    }

    /// Ids of the alerts that were written with a status, each as often as it was written.
    private List<String> statuses(AlertStatus status) {
        List<String> ids = new ArrayList<>();
        values(Topics.ALERTS)
                .filter(alert -> alert.getStatus() == status)
                .map(Alert::getAlertId)
                .forEach(ids::add);
        return ids;
    }

    private <V extends SpecificRecord> Stream<V> values(TopicSpec<V> topic) {
        return stack.readAll(topic).stream().map(ConsumerRecord::value);
    }
}
