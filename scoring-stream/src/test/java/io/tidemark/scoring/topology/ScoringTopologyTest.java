package io.tidemark.scoring.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import io.tidemark.event.Prediction;
import io.tidemark.event.PredictionInterval;
import io.tidemark.event.PredictionRequest;
import io.tidemark.event.RequestCoordinates;
import io.tidemark.event.Task;
import io.tidemark.event.TimelineEvent;
import io.tidemark.scoring.ToyModel;
import io.tidemark.scoring.ToyRequest;
import io.tidemark.scoring.serving.ReadyActivation;
import io.tidemark.scoring.serving.ReadyActivation.Trial;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScoringTopologyTest {
    private static final Path GOLDEN = Path.of("src", "test", "resources", "golden", "topology.txt");

    /// Names in it are where offsets and state are found again: a change here is a migration.
    private static final String UPDATE_COMMAND = "mvn -pl scoring-stream -am test -Dgolden.update=true";

    @TempDir
    private Path folder;

    @SuppressWarnings("NullAway.Init") // opened before each test
    private ScoringDriver driver;

    @BeforeEach
    void open() {
        driver = ScoringDriver.serving(folder);
    }

    @AfterEach
    void close() {
        driver.close();
    }

    @Test
    void theTopologyIsTheGoldenOne() throws IOException {
        String found = driver.topology(folder).describe().toString();
        if (Boolean.getBoolean("golden.update")) {
            Files.writeString(GOLDEN, found);
        }
        assertThat(found).as("if this is meant: " + UPDATE_COMMAND).isEqualTo(Files.readString(GOLDEN));
    }

    @Test
    void aRequestBecomesOnePredictionThatSaysHowItCameAbout() {
        driver.send(ToyRequest.number(0));
        PredictionRequest request =
                ToyRequest.changed(7, changed -> changed.setRequestId("r-7").setEntityId("customer-9"));

        driver.clock.advance(Duration.ofMillis(40));
        driver.requests.pipeInput(new TestRecord<>(
                bytes("customer-9"),
                driver.encode(request),
                traced(),
                driver.clock.instant().minusMillis(25)));

        assertThat(driver.predictions.readValue().getRequestId()).isEqualTo("request-0");
        TestRecord<String, Prediction> answer = driver.predictions.readRecord();
        ToyModel toy = ToyModel.version(1);
        Prediction prediction = answer.value();
        assertThat(answer.key()).isEqualTo("r-7");
        assertThat(answer.timestamp()).isEqualTo(ToyRequest.TIME.toEpochMilli() + 15);
        assertThat(prediction.getRequestId()).isEqualTo("r-7");
        assertThat(prediction.getModel()).isEqualTo(ToyModel.NAME);
        assertThat(prediction.getVersion()).isEqualTo(1);
        assertThat(prediction.getBundleSha256()).isEqualTo(toy.sha256());
        assertThat(prediction.getVariant()).isEqualTo("champion");
        assertThat(prediction.getActivationId()).isEqualTo("activation-5");
        assertThat(prediction.getEntityId()).isEqualTo("customer-9");
        assertThat(prediction.getEventTime()).isEqualTo(ToyRequest.TIME);
        assertThat(prediction.getTask()).isEqualTo(Task.REGRESSION);
        assertThat(prediction.getValue()).isEqualTo(toy.score(ToyRequest.values(7)));
        assertThat(prediction.getInterval())
                .isEqualTo(new PredictionInterval(prediction.getValue() - 2, prediction.getValue() + 2, 0.9));
        assertThat(prediction.getFeatures()).isEqualTo(ToyRequest.values(7));
        assertThat(prediction.getSource()).isEqualTo(new RequestCoordinates("prediction-requests", 0, 1L));
        assertThat(driver.predictions.isEmpty()).isTrue();
        assertThat(driver.letters.isEmpty()).isTrue();
    }

    @Test
    void whatWasMeasuredAndTheTraceTravelInHeaders() {
        driver.requests.pipeInput(new TestRecord<>(
                bytes("k"),
                driver.encode(ToyRequest.number(1)),
                traced(),
                driver.clock.instant().minusMillis(25)));

        Headers headers = driver.predictions.readRecord().headers();
        assertThat(headers).extracting(Header::key).containsExactly("tidemark-latency-us", "traceparent", "tracestate");
        assertThat(headers.lastHeader("tidemark-latency-us").value()).isEqualTo(bytes("25000"));
        assertThat(headers.lastHeader("traceparent").value()).isEqualTo(bytes("00-4bf9-00f0-01"));
        assertThat(headers.lastHeader("tracestate").value()).isEqualTo(bytes("vendor=1"));
    }

    @Test
    void aRequestFromAheadOfTheClockHasNoNegativeLatency() {
        driver.requests.pipeInput(new TestRecord<>(
                bytes("k"),
                driver.encode(ToyRequest.number(1)),
                driver.clock.instant().plusMillis(500)));

        assertThat(driver.predictions
                        .readRecord()
                        .headers()
                        .lastHeader("tidemark-latency-us")
                        .value())
                .isEqualTo(bytes("0"));
    }

    @Test
    void aModelOfSeveralClassesAnswersWithTheMostProbableOneAndTheProbabilitiesOfAll() {
        driver.serve(new ReadyActivation(6, "sizes", ToyModel.sizes(2).serving(), List.of()));

        driver.send(ToyRequest.of("large", ToyRequest.valuesWith("rooms", 9L)));
        driver.send(ToyRequest.of("middle", ToyRequest.valuesWith("rooms", 4L)));

        Prediction large = driver.predictions.readValue();
        double sum = Math.exp(2.5 - 9) + 1 + Math.exp(9 - 6.5);
        assertThat(large.getTask()).isEqualTo(Task.MULTICLASS);
        assertThat(large.getPredictedClass()).isEqualTo("large");
        assertThat(large.getValue()).isCloseTo(Math.exp(2.5) / sum, within(1e-12));
        assertThat(large.getProbabilities()).containsOnlyKeys("small", "middle", "large");
        assertThat(large.getProbabilities().get("large")).isEqualTo(large.getValue());
        assertThat(large.getProbabilities().values().stream()
                        .mapToDouble(Double::doubleValue)
                        .sum())
                .isCloseTo(1, within(1e-12));
        assertThat(large.getInterval()).isNull();
        Prediction middle = driver.predictions.readValue();
        assertThat(middle.getPredictedClass()).isEqualTo("middle");
        assertThat(middle.getValue()).isEqualTo(middle.getProbabilities().get("middle"));
        assertThat(driver.letters.isEmpty()).isTrue();
    }

    @Test
    void aClassifierAnswersWithProbabilitiesAndTheClassAtItsThreshold() {
        driver.serve(new ReadyActivation(6, "binary", ToyModel.classifier(2).serving(), List.of()));

        driver.send(ToyRequest.of("yes", ToyRequest.valuesWith("rooms", 4L)));
        driver.send(ToyRequest.of("no", ToyRequest.valuesWith("rooms", 3L)));

        Prediction yes = driver.predictions.readValue();
        double probability = 1 / (1 + Math.exp(1));
        assertThat(yes.getTask()).isEqualTo(Task.BINARY);
        assertThat(yes.getValue()).isCloseTo(probability, within(1e-12));
        assertThat(yes.getInterval()).isNull();
        assertThat(yes.getProbabilities()).containsOnlyKeys("no", "yes");
        assertThat(yes.getProbabilities().get("yes")).isEqualTo(yes.getValue());
        assertThat(yes.getProbabilities().get("no")).isEqualTo(1 - yes.getValue());
        assertThat(yes.getPredictedClass())
                .as("0.27 is above the threshold of 0.25")
                .isEqualTo("yes");
        assertThat(driver.predictions.readValue().getPredictedClass())
                .as("0.12 is below")
                .isEqualTo("no");
    }

    @Test
    void aMissingOptionalFeatureIsFilledInAndAnUnknownOneIsPassedOverAndCounted() {
        driver.send(ToyRequest.of("r", Map.of("rooms", 2L, "region", "inland", "colour", "red", "garden", true)));

        Prediction prediction = driver.predictions.readValue();
        assertThat(prediction.getValue())
                .isEqualTo(ToyModel.version(1).score(Map.of("rooms", 2L, "region", "inland", "income", 0.0)));
        assertThat(prediction.getFeatures()).containsEntry("colour", "red");
        assertThat(driver.count("tidemark.unknown.features", "model", "toy", "version", "1"))
                .isEqualTo(2);
    }

    @Test
    void aKeyStaysWithItsVersionAndTheOthersStayWithTheChampion() {
        driver.serve(new ReadyActivation(
                6,
                "rollout",
                ToyModel.version(1).serving(),
                List.of(new Trial(ToyModel.version(2).serving(), 3_000, "spring"))));

        for (int i = 0; i < 400; i++) {
            String entity = "entity-" + i % 100;
            driver.send(ToyRequest.changed(i, request -> request.setEntityId(entity)));
        }

        List<Prediction> predictions = driver.predictions.readValuesToList();
        assertThat(predictions).hasSize(400);
        for (int i = 0; i < 400; i++) {
            Prediction prediction = predictions.get(i);
            assertThat(prediction.getVersion())
                    .as("request " + i)
                    .isEqualTo(predictions.get(i % 100).getVersion());
            assertThat(prediction.getVariant()).isEqualTo(prediction.getVersion() == 1 ? "champion" : "challenger");
            assertThat(prediction.getValue())
                    .isEqualTo(ToyModel.version(prediction.getVersion()).score(ToyRequest.values(i)));
        }
        assertThat(predictions).extracting(Prediction::getVersion).contains(1, 2);
        double challenger = predictions.stream()
                .filter(prediction -> prediction.getVersion() == 2)
                .count();
        assertThat(driver.count("tidemark.predictions", "version", "2", "variant", "challenger"))
                .isEqualTo(challenger);
        assertThat(driver.count("tidemark.predictions", "version", "1", "variant", "champion"))
                .isEqualTo(400 - challenger);
    }

    @Test
    void withoutAnEntityTheRequestIdChooses() {
        driver.serve(new ReadyActivation(
                6,
                "rollout",
                ToyModel.version(1).serving(),
                List.of(new Trial(ToyModel.version(2).serving(), 5_000, "spring"))));

        for (int i = 0; i < 200; i++) {
            driver.send("same key", driver.encode(ToyRequest.number(i)));
        }

        assertThat(driver.predictions.readValuesToList())
                .extracting(Prediction::getVersion)
                .contains(1, 2);
    }

    @Test
    void twoModelsAreAnsweredEachByItsOwn() {
        driver.serve(new ReadyActivation(9, "other-1", ToyModel.of("other", 3).serving(), List.of()));

        driver.send(ToyRequest.number(0));
        driver.send(ToyRequest.changed(1, request -> request.setModel("other")));

        assertThat(driver.predictions.readValuesToList())
                .extracting(Prediction::getModel, Prediction::getVersion)
                .containsExactly(tuple("toy", 1), tuple("other", 3));
        assertThat(driver.timeline.readValuesToList())
                .extracting(TimelineEvent::getModel)
                .containsExactly("toy", "other");
    }

    @Test
    void theRowsThatWereAnsweredAreKeptToTryTheNextVersionOn() {
        ReadyActivation activation = ToyModels.activation(6, 1);
        driver.serve(activation);

        driver.send(ToyRequest.of("r", Map.of("rooms", 2L, "region", "inland", "income", 3.5)));
        driver.send(ToyRequest.of("bad", Map.of("region", "inland")));

        assertThat(activation.champion().recentRows().sample()).singleElement().isEqualTo(new double[] {2, 1, 3.5});
    }

    private static Headers traced() {
        return new RecordHeaders()
                .add("traceparent", bytes("00-4bf9-00f0-01"))
                .add("tracestate", bytes("vendor=1"))
                .add("private", bytes("stays here"));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
