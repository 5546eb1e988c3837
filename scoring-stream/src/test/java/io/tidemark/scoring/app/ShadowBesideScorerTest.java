package io.tidemark.scoring.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tidemark.event.Acknowledged;
import io.tidemark.event.Activated;
import io.tidemark.event.ActivationCause;
import io.tidemark.event.Prediction;
import io.tidemark.event.PredictionRequest;
import io.tidemark.event.VersionRef;
import io.tidemark.model.bundle.WarmUp;
import io.tidemark.scoring.LoadingConfig;
import io.tidemark.scoring.ScoringConfig;
import io.tidemark.scoring.ToyModel;
import io.tidemark.scoring.ToyRegistry;
import io.tidemark.scoring.ToyRequest;
import io.tidemark.scoring.answer.Answerer;
import io.tidemark.scoring.shadow.ShadowService;
import io.tidemark.scoring.topology.ShadowScorer;
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
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.streams.KafkaStreams;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A shadow that hangs, breaks and dies in the process of the scoring stream, which goes on answering.
@WithStack
class ShadowBesideScorerTest {
    private static final Duration DEADLINE = Duration.ofMinutes(2);
    private static final ToyModel CHAMPION = ToyModel.version(1);
    private static final ToyModel SHADOW = ToyModel.version(2);
    private static final ToyModel OTHER = ToyModel.of("other", 1);
    private static final ToyModel OTHER_SHADOW = ToyModel.of("other", 2);

    @TempDir
    private Path folder;

    private final ToyRegistry registry = new ToyRegistry();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final TestStack stack;
    private final KafkaSettings settings;
    private volatile ShadowScorer behaviour = ShadowScorer.DIRECT;
    private int sent;

    ShadowBesideScorerTest(TestStack stack) {
        this.stack = stack;
        this.settings = new KafkaSettings(
                stack.bootstrapServers(), stack.prefix(), Map.of(RegistrySettings.URL, stack.registryUrl()));
    }

    @Test
    void whateverTheShadowDoesTheScorerAnswers() throws Exception {
        stack.createTopics(1);
        registry.add(CHAMPION);
        registry.add(SHADOW);
        registry.add(OTHER);
        registry.add(OTHER_SHADOW);
        activate("alone", CHAMPION, List.of());
        activate("other-shadowed", OTHER, List.of(OTHER_SHADOW));
        try (ScoringService scorer = scorer();
                ShadowService shadow = shadow()) {
            scorer.start();
            shadow.start();
            send(10);
            awaitAnswers(10);
            assertThat(shadow.state(ToyModel.NAME)).as("nobody shadows it yet").isEmpty();

            activate("shadowed", CHAMPION, List.of(SHADOW));
            awaitState(shadow, ToyModel.NAME, KafkaStreams.State.RUNNING);
            awaitState(shadow, "other", KafkaStreams.State.RUNNING);
            CountDownLatch hanging = new CountDownLatch(1);
            behaviour = (version, request, source) -> {
                if (request.getModel().equals(ToyModel.NAME)) {
                    await(hanging);
                }
                return ShadowScorer.DIRECT.score(version, request, source);
            };
            send(40);
            awaitAnswers(50);
            sendOther(5);
            awaitShadows(5);
            assertThat(values(Topics.SHADOW_PREDICTIONS))
                    .as("a shadow of another model does not wait for the one that hangs")
                    .extracting(Prediction::getModel)
                    .containsOnly("other");

            hanging.countDown();
            awaitShadows(45);
            behaviour = (version, request, source) -> {
                throw new IllegalStateException("A bad shadow.");
            };
            send(10);
            awaitAnswers(65);
            Await.until("requests that broke the shadow", DEADLINE, this::broken, count -> count >= 10);

            behaviour = (version, request, source) -> {
                throw new StackOverflowError("A shadow too deep.");
            };
            send(10);
            awaitState(shadow, ToyModel.NAME, KafkaStreams.State.ERROR);
            assertThat(shadow.state("other")).contains(KafkaStreams.State.RUNNING);
            send(10);
            awaitAnswers(85);
            assertThat(scorer.runtime().state()).isEqualTo(KafkaStreams.State.RUNNING);
        }

        assertThat(values(Topics.PREDICTIONS))
                .hasSize(85)
                .allSatisfy(answer -> assertThat(answer.getVariant()).isEqualTo(Answerer.CHAMPION));
        List<Prediction> shadows = values(Topics.SHADOW_PREDICTIONS).stream()
                .filter(answer -> answer.getModel().equals(ToyModel.NAME))
                .toList();
        assertThat(shadows)
                .extracting(Prediction::getRequestId)
                .as("what came while it was in shadow")
                .first()
                .isEqualTo("request-10");
        assertThat(shadows).hasSize(40).allSatisfy(answer -> {
            assertThat(answer.getVariant()).isEqualTo(Answerer.SHADOW);
            assertThat(answer.getVersion()).isEqualTo(2);
            assertThat(answer.getActivationId()).isEqualTo("shadowed");
        });
        assertThat(values(Topics.DEAD_LETTERS)).isEmpty();
        assertThat(values(Topics.TIMELINE))
                .extracting(fact -> fact.getFact() instanceof Acknowledged by ? by.getInstance() : "")
                .contains("instance-1/shadow");
    }

    private double broken() {
        return Optional.ofNullable(meters.find("tidemark.shadow.unscored")
                        .tags("reason", "PROCESSING_FAILED")
                        .counter())
                .map(counter -> counter.count())
                .orElse(0.0);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private ScoringService scorer() {
        return new ScoringService(
                "scoring-stream",
                new TopicBinding(settings),
                registry,
                config(),
                streams("scoring-stream"),
                meters,
                Clock.systemUTC());
    }

    private ShadowService shadow() {
        return new ShadowService(
                new TopicBinding(settings),
                registry,
                config(),
                streams("shadow-scoring"),
                (version, request, source) -> behaviour.score(version, request, source),
                meters,
                Clock.systemUTC());
    }

    private ScoringConfig config() {
        ScoringConfig defaults = ScoringConfig.defaults(folder.resolve("cache"));
        LoadingConfig loading = defaults.loading();
        return defaults.with(new LoadingConfig(
                loading.maxBundleBytes(),
                loading.verifier(),
                new WarmUp(100, Duration.ofSeconds(1)),
                loading.cacheDir(),
                loading.cacheBytes()));
    }

    private StreamsSettings streams(String service) {
        return new StreamsSettings(
                folder.resolve("state").resolve(service), 1, true, Duration.ofMillis(50), 0, "instance-1");
    }

    private void activate(String id, ToyModel champion, List<ToyModel> shadows) {
        try (TimelineWriter writer = new TimelineWriter(settings, new TopicBinding(settings).of(Topics.TIMELINE))) {
            writer.append(TimelineFacts.activated(
                    id,
                    champion.name(),
                    Activated.newBuilder()
                            .setCause(ActivationCause.SHADOW)
                            .setChampion(new VersionRef(champion.version(), champion.sha256()))
                            .setChallengers(List.of())
                            .setShadows(shadows.stream()
                                    .map(toy -> new VersionRef(toy.version(), toy.sha256()))
                                    .toList())
                            .build(),
                    "test",
                    "",
                    ToyRequest.TIME));
        }
    }

    private void send(int count) throws ExecutionException, InterruptedException {
        try (KafkaProducer<String, SpecificRecord> producer = stack.producer()) {
            for (int i = 0; i < count; i++) {
                producer.send(new ProducerRecord<>(stack.name(Topics.REQUESTS), "key", ToyRequest.number(sent++)))
                        .get();
            }
        }
    }

    private void sendOther(int count) throws ExecutionException, InterruptedException {
        try (KafkaProducer<String, SpecificRecord> producer = stack.producer()) {
            for (int i = 0; i < count; i++) {
                PredictionRequest request = ToyRequest.changed(
                        i, changed -> changed.setModel("other").setRequestId("other-" + changed.getRequestId()));
                producer.send(new ProducerRecord<>(stack.name(Topics.REQUESTS), "key", request))
                        .get();
            }
        }
    }

    private static void awaitState(ShadowService shadow, String model, KafkaStreams.State state) {
        Await.until(
                "the shadow of " + model + " to be " + state,
                DEADLINE,
                () -> shadow.state(model),
                now -> now.equals(Optional.of(state)));
    }

    private void awaitAnswers(int count) {
        Await.until(count + " answers", DEADLINE, () -> values(Topics.PREDICTIONS), found -> found.size() >= count);
    }

    private void awaitShadows(int count) {
        Await.until(
                count + " answers in shadow",
                DEADLINE,
                () -> values(Topics.SHADOW_PREDICTIONS),
                found -> found.size() >= count);
    }

    private <V extends SpecificRecord> List<V> values(TopicSpec<V> topic) {
        return stack.readAll(topic).stream().map(ConsumerRecord::value).toList();
    }
}
