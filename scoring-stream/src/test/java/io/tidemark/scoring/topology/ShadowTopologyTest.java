package io.tidemark.scoring.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tidemark.event.FeatureUpdate;
import io.tidemark.event.Prediction;
import io.tidemark.event.PredictionRequest;
import io.tidemark.scoring.ScoringConfig;
import io.tidemark.scoring.ToyModel;
import io.tidemark.scoring.ToyRequest;
import io.tidemark.scoring.ToyUpdate;
import io.tidemark.scoring.answer.Answerer;
import io.tidemark.scoring.serving.ReadyActivation;
import io.tidemark.streamkit.runtime.StreamsRuntime;
import io.tidemark.streamkit.runtime.StreamsSettings;
import io.tidemark.streamkit.topic.KafkaSettings;
import io.tidemark.streamkit.topic.TopicBinding;
import io.tidemark.topic.HeaderNames;
import io.tidemark.topic.Topics;
import io.tidemark.wire.RegistrySettings;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShadowTopologyTest {
    private static final ToyModel SECOND = ToyModel.version(2);
    private static final ToyModel THIRD = ToyModel.version(3);

    @TempDir
    private Path folder;

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final ToyShadows shadows = new ToyShadows();
    private final TopicBinding topics =
            new TopicBinding(new KafkaSettings("unused:9092", "", Map.of(RegistrySettings.URL, "mock://shadow")));
    private TopologyTestDriver driver;
    private TestInputTopic<String, byte[]> requests;
    private TestInputTopic<String, byte[]> updates;
    private TestOutputTopic<String, Prediction> answers;

    @BeforeEach
    void open() {
        ToyClock clock = new ToyClock(ToyRequest.TIME);
        driver = new TopologyTestDriver(
                new ShadowTopology(
                                topics,
                                ScoringConfig.defaults(folder.resolve("cache")),
                                ToyModel.NAME,
                                shadows,
                                ShadowScorer.DIRECT,
                                meters,
                                clock)
                        .build(),
                StreamsRuntime.properties(
                        ShadowTopology.service(ToyModel.NAME),
                        new StreamsSettings(folder, 1, true, Duration.ofMillis(100), 0, "instance-1"),
                        topics,
                        meters,
                        clock),
                ToyRequest.TIME);
        requests = driver.createInputTopic(Topics.REQUESTS.name(), new StringSerializer(), new ByteArraySerializer());
        updates = driver.createInputTopic(
                Topics.FEATURE_UPDATES.name(), new StringSerializer(), new ByteArraySerializer());
        answers = driver.createOutputTopic(
                Topics.SHADOW_PREDICTIONS.name(),
                new StringDeserializer(),
                topics.of(Topics.SHADOW_PREDICTIONS).values().deserializer());
    }

    @AfterEach
    void close() {
        driver.close();
    }

    @Test
    void eachShadowScoresEachRequestWhateverItsShare() {
        shadows.put(new ReadyActivation(
                7, "activation-7", SECOND.serving(), List.of(new ReadyActivation.Trial(THIRD.serving(), 1, "shadow"))));

        send(ToyRequest.number(1));
        send(ToyRequest.number(2));

        List<Prediction> found = answers.readValuesToList();
        assertThat(found).extracting(Prediction::getVersion).containsExactly(2, 3, 2, 3);
        assertThat(found).extracting(Prediction::getVariant).containsOnly(Answerer.SHADOW);
        assertThat(found).extracting(Prediction::getActivationId).containsOnly("activation-7");
        assertThat(found.getLast().getValue()).isEqualTo(THIRD.score(ToyRequest.values(2)));
        assertThat(found.getLast().getSource().getOffset()).isEqualTo(1);
        assertThat(meters.counter("tidemark.shadow.predictions", "model", ToyModel.NAME, "version", "3")
                        .count())
                .isEqualTo(2);
    }

    @Test
    void aShadowSaysHowLongItTookAsTheScoringStreamDoes() {
        shadows.put(new ReadyActivation(
                7, "activation-7", SECOND.serving(), List.of(new ReadyActivation.Trial(THIRD.serving(), 1, "shadow"))));

        send(ToyRequest.number(1));

        assertThat(answers.readRecordsToList())
                .isNotEmpty()
                .allSatisfy(record -> assertThat(record.headers().lastHeader(HeaderNames.LATENCY_US))
                        .extracting(Header::value, InstanceOfAssertFactories.BYTE_ARRAY)
                        .asString()
                        .matches("\\d+"));
    }

    @Test
    void nothingIsScoredWhileNobodyShadows() {
        requests.pipeInput("key", "not Avro".getBytes(StandardCharsets.UTF_8));
        send(ToyRequest.number(1));

        assertThat(answers.isEmpty()).isTrue();
        assertThat(meters.find("tidemark.shadow.unscored").counters()).isEmpty();
    }

    @Test
    void requestsOfModelsWithoutShadowArePassedOver() {
        shadows.put(new ReadyActivation(7, "activation-7", SECOND.serving(), List.of()));

        send(ToyRequest.changed(1, request -> request.setModel("another")));

        assertThat(answers.isEmpty()).isTrue();
        assertThat(meters.find("tidemark.shadow.unscored").counters()).isEmpty();
    }

    @Test
    void aVersionWithViewsIsAskedAsTheScorerWouldAskIt() {
        ToyModel viewed = ToyModel.withViews(2);
        shadows.put(new ReadyActivation(7, "activation-7", viewed.serving(), List.of()));
        PredictionRequest request = PredictionRequest.newBuilder(ToyRequest.of("request-1", Map.of("region", "coast")))
                .setEntityId(ToyUpdate.ENTITY)
                .build();

        send(ToyUpdate.rooms(Duration.ofSeconds(-1), 4L));
        send(ToyUpdate.rooms(Duration.ofMillis(1), 7L));
        requests.pipeInput(ToyUpdate.ENTITY, bytes(request));

        Prediction answer = answers.readValue();
        assertThat(answer.getFeatures()).isEqualTo(Map.of("region", "coast", "rooms", 4L, "income", 1L));
        assertThat(meters.find("tidemark.view.values").counters()).isEmpty();
        assertThat(meters.find("tidemark.view.updates").counters()).isEmpty();
    }

    @Test
    void anUpdateThatIsNoneIsTheScorersToSay() {
        shadows.put(new ReadyActivation(7, "activation-7", SECOND.serving(), List.of()));

        updates.pipeInput("entity", "not Avro".getBytes(StandardCharsets.UTF_8));
        send(ToyRequest.number(1));

        assertThat(answers.readValuesToList()).hasSize(1);
        assertThat(driver.producedTopicNames()).doesNotContain(Topics.DEAD_LETTERS.name());
        assertThat(meters.find("tidemark.dead.letters").counters()).isEmpty();
    }

    @Test
    void whatCannotBeScoredIsCountedAndWrittenNowhere() {
        shadows.put(new ReadyActivation(7, "activation-7", SECOND.serving(), List.of()));

        requests.pipeInput("key", "not Avro".getBytes(StandardCharsets.UTF_8));
        send(ToyRequest.of("request-1", ToyRequest.valuesWith("rooms", null)));
        send(ToyRequest.changed(2, request -> request.setRequestId("")));

        assertThat(driver.producedTopicNames()).isEmpty();
        assertThat(unscored("2", "MISSING_FEATURE")).isEqualTo(1);
        assertThat(unscored("0", "INVALID_FIELD")).isEqualTo(1);
        assertThat(meters.find("tidemark.dead.letters").counters()).isEmpty();
    }

    @Test
    void aShadowThatIsStillBeingLoadedIsNotWaitedFor() {
        shadows.want(ToyModel.NAME);

        send(ToyRequest.number(1));

        assertThat(answers.isEmpty()).isTrue();
        assertThat(unscored("0", "NOT_READY")).isEqualTo(1);
    }

    private double unscored(String version, String reason) {
        return meters.counter("tidemark.shadow.unscored", "model", ToyModel.NAME, "version", version, "reason", reason)
                .count();
    }

    private void send(PredictionRequest request) {
        requests.pipeInput(request.getRequestId(), bytes(request));
    }

    private byte @Nullable [] bytes(PredictionRequest request) {
        return topics.of(Topics.REQUESTS).values().serializer().serialize(Topics.REQUESTS.name(), request);
    }

    private void send(FeatureUpdate update) {
        updates.pipeInput(
                update.getEntityId(),
                topics.of(Topics.FEATURE_UPDATES)
                        .values()
                        .serializer()
                        .serialize(Topics.FEATURE_UPDATES.name(), update));
    }

    /// Shadows as a test puts them.
    private static final class ToyShadows implements ShadowModels {
        private final Map<String, ReadyActivation> ready = new HashMap<>();
        private final Set<String> wanted = new HashSet<>();

        void put(ReadyActivation activation) {
            ready.put(activation.champion().name(), activation);
            want(activation.champion().name());
        }

        void want(String model) {
            wanted.add(model);
        }

        @Override
        public boolean wants(String model) {
            return wanted.contains(model);
        }

        @Override
        public @Nullable ReadyActivation newest(String model) {
            return ready.get(model);
        }
    }
}
