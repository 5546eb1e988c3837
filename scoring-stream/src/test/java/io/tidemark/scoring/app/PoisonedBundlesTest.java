package io.tidemark.scoring.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tidemark.event.Acknowledged;
import io.tidemark.event.ActivationCause;
import io.tidemark.event.Adopted;
import io.tidemark.event.Alert;
import io.tidemark.event.AlertStatus;
import io.tidemark.event.Refused;
import io.tidemark.event.TimelineEvent;
import io.tidemark.model.bundle.BundleVerifier;
import io.tidemark.model.bundle.TrafficCheck;
import io.tidemark.model.bundle.WarmUp;
import io.tidemark.scoring.LoadingConfig;
import io.tidemark.scoring.PoisonedBundles;
import io.tidemark.scoring.PoisonedBundles.Poison;
import io.tidemark.scoring.ScoringConfig;
import io.tidemark.scoring.ToyModel;
import io.tidemark.scoring.ToyRegistry;
import io.tidemark.scoring.ToyRequest;
import io.tidemark.streamkit.runtime.StreamsSettings;
import io.tidemark.streamkit.timeline.TimelineFacts;
import io.tidemark.streamkit.timeline.TimelineWriter;
import io.tidemark.streamkit.topic.KafkaSettings;
import io.tidemark.streamkit.topic.TopicBinding;
import io.tidemark.testkit.Await;
import io.tidemark.testkit.TestStack;
import io.tidemark.testkit.WithStack;
import io.tidemark.topic.TopicSpec;
import io.tidemark.topic.Topics;
import io.tidemark.wire.RegistrySettings;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Bundles that must not serve are activated one after the other, on two instances under load: none gives a single
/// prediction, each is refused once by each instance and alerts once, and the sound version answers everything.
@WithStack
class PoisonedBundlesTest {
    private static final Duration DEADLINE = Duration.ofMinutes(2);
    private static final List<String> INSTANCES = List.of("one", "two");
    private static final ToyModel SOUND = ToyModel.version(1);
    private static final ToyModel SUCCESSOR = ToyModel.version(9);

    @TempDir
    private Path folder;

    private final ToyRegistry registry = new ToyRegistry();
    private final TestStack stack;
    private final KafkaSettings settings;

    PoisonedBundlesTest(TestStack stack) {
        this.stack = stack;
        this.settings = new KafkaSettings(
                stack.bootstrapServers(), stack.prefix(), Map.of(RegistrySettings.URL, stack.registryUrl()));
    }

    @Test
    void noneOfThemAnswersAnybody() throws Exception {
        List<Poison> poisons = PoisonedBundles.all(2);
        stack.createTopics(2);
        registry.add(SOUND);
        registry.add(SUCCESSOR);
        activate("sound", SOUND.version(), SOUND.sha256());
        Traffic traffic = Traffic.start(stack);
        int requests;
        try (ScoringService one = service("one");
                ScoringService two = service("two")) {
            one.start();
            two.start();
            awaitEnoughTraffic();
            for (int i = 0; i < poisons.size(); i++) {
                registry.put(
                        ToyModel.NAME, poisons.get(i).sha256(), poisons.get(i).file());
                activate(poisons.get(i).name(), 2 + i, poisons.get(i).sha256());
                awaitRefusals((i + 1) * INSTANCES.size());
            }
            activate("successor", SUCCESSOR.version(), SUCCESSOR.sha256());
            awaitAdoptions("successor", 2);
            requests = traffic.stop();
            Await.until("an answer to each request", DEADLINE, this::answered, count -> count >= requests);
        } finally {
            traffic.stop();
        }

        assertThat(facts(Refused.class).stream()
                        .collect(Collectors.groupingBy(
                                refused -> refused.getActivationId() + ": " + refused.getCheck(),
                                Collectors.mapping(Refused::getInstance, Collectors.toList()))))
                .as("one refusal by each instance")
                .containsOnlyKeys(poisons.stream()
                        .map(poison -> poison.name() + ": " + poison.check())
                        .toList())
                .allSatisfy((what, instances) -> assertThat(instances).containsExactlyInAnyOrderElementsOf(INSTANCES));
        // Each instance may say it; that all say the same of one alert is what its id is for.
        assertThat(values(Topics.ALERTS).stream()
                        .filter(alert -> alert.getStatus() == AlertStatus.OPEN)
                        .map(Alert::getAlertId)
                        .distinct())
                .as("one alert for each")
                .hasSameSizeAs(poisons);
        assertThat(values(Topics.ALERTS).stream()
                        .filter(alert -> alert.getStatus() == AlertStatus.RESOLVED)
                        .map(Alert::getAlertId)
                        .distinct())
                .as("all are over")
                .hasSameSizeAs(poisons);
        OfflineOracle oracle = OfflineOracle.read(stack, List.of(SOUND, SUCCESSOR));
        oracle.check();
        oracle.checkAdoptions();
        assertThat(oracle.requests()).isEqualTo(requests);
        assertThat(facts(Acknowledged.class))
                .extracting(Acknowledged::getVersion)
                .containsOnly(1, 9);
    }

    /// Both instances have seen what shows them that columns were swapped.
    private void awaitEnoughTraffic() {
        Await.until(
                "predictions of each partition",
                DEADLINE,
                () -> stack.readAll(Topics.PREDICTIONS).stream()
                        .map(record -> record.value().getSource().getPartition())
                        .collect(Collectors.groupingBy(partition -> partition, Collectors.counting())),
                counts -> counts.size() == 2
                        && counts.values().stream().allMatch(count -> count >= 2 * TrafficCheck.MIN_ROWS));
    }

    private void awaitRefusals(int count) {
        Await.until(count + " refusals", DEADLINE, () -> facts(Refused.class), found -> found.size() >= count);
    }

    private void awaitAdoptions(String activation, int partitions) {
        Await.until(
                partitions + " adoptions of " + activation,
                DEADLINE,
                () -> facts(Adopted.class).stream()
                        .filter(adopted -> adopted.getActivationId().equals(activation))
                        .count(),
                count -> count == partitions);
    }

    private long answered() {
        try {
            return stack
                    .admin()
                    .listConsumerGroupOffsets(stack.prefix() + "tidemark-scoring-stream")
                    .partitionsToOffsetAndMetadata()
                    .get()
                    .values()
                    .stream()
                    .mapToLong(OffsetAndMetadata::offset)
                    .sum();
        } catch (ExecutionException e) {
            throw new AssertionError("The broker does not answer.", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("Interrupted.", e);
        }
    }

    private ScoringService service(String instance) {
        ScoringConfig defaults = ScoringConfig.defaults(folder.resolve("cache-" + instance));
        ScoringConfig config = defaults.with(new LoadingConfig(
                PoisonedBundles.MAX_BYTES,
                new BundleVerifier(1e-6, PoisonedBundles.LATENCY_US),
                new WarmUp(1_000, Duration.ofSeconds(1)),
                defaults.loading().cacheDir(),
                defaults.loading().cacheBytes()));
        return new ScoringService(
                "scoring-stream",
                new TopicBinding(settings),
                registry,
                config,
                new StreamsSettings(folder.resolve(instance), 1, true, Duration.ofMillis(50), 0, instance),
                new SimpleMeterRegistry(),
                Clock.systemUTC());
    }

    private void activate(String id, int version, String sha256) {
        try (TimelineWriter writer = new TimelineWriter(settings, new TopicBinding(settings).of(Topics.TIMELINE))) {
            writer.append(TimelineFacts.champion(
                    id, ToyModel.NAME, version, sha256, ActivationCause.PROMOTION, "test", "", ToyRequest.TIME));
        }
    }

    private <F> List<F> facts(Class<F> type) {
        return values(Topics.TIMELINE).stream()
                .map(TimelineEvent::getFact)
                .filter(type::isInstance)
                .map(type::cast)
                .toList();
    }

    private <V extends SpecificRecord> List<V> values(TopicSpec<V> topic) {
        return stack.readAll(topic).stream().map(ConsumerRecord::value).toList();
    }
}
