package io.tidemark.scoring.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.event.DeadLetter;
import io.tidemark.event.FeatureUpdate;
import io.tidemark.event.Prediction;
import io.tidemark.event.PredictionRequest;
import io.tidemark.model.view.ViewHistory;
import io.tidemark.model.view.ViewHistoryFormat;
import io.tidemark.scoring.ToyModel;
import io.tidemark.scoring.ToyRequest;
import io.tidemark.scoring.ToyUpdate;
import io.tidemark.scoring.serving.ReadyActivation;
import io.tidemark.streamkit.view.UpdateChecks;
import io.tidemark.topic.HeaderNames;
import io.tidemark.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EnrichmentTest {
    private static final Map<String, Object> REGION = Map.of("region", "coast");

    @TempDir
    Path folder;

    private ScoringDriver driver;
    private int sent;

    @BeforeEach
    void open() {
        driver = new ScoringDriver(folder);
        driver.serve(activation(5, ToyModel.withViews(1)));
    }

    @AfterEach
    void close() {
        driver.close();
    }

    @Test
    void requestIsScoredAndAnsweredWithTheValuesOfItsEntity() {
        driver.send(ToyUpdate.rooms(Duration.ZERO, 4L));
        driver.send(ToyUpdate.income(Duration.ofSeconds(-10), 2.5));

        Prediction prediction = answer(REGION);

        Map<String, Object> whole = Map.of("rooms", 4L, "region", "coast", "income", 2.5);
        assertThat(prediction.getFeatures()).isEqualTo(whole);
        assertThat(prediction.getValue()).isEqualTo(ToyModel.version(1).score(whole));
        assertThat(values("size", "hit")).isEqualTo(1);
        assertThat(values("wealth", "hit")).isEqualTo(1);
    }

    @Test
    void valueOfTheRequestWinsOverTheView() {
        driver.send(ToyUpdate.rooms(Duration.ZERO, 4L));

        assertThat(answer(Map.of("region", "coast", "rooms", 7L)).getFeatures()).containsEntry("rooms", 7L);
        assertThat(values("size", "given")).isEqualTo(1);
    }

    @Test
    void nullInTheRequestIsNoValue() {
        driver.send(ToyUpdate.rooms(Duration.ZERO, 4L));
        Map<String, @Nullable Object> features = new HashMap<>(REGION);
        features.put("rooms", null);

        assertThat(answer(features).getFeatures()).containsEntry("rooms", 4L);
    }

    @Test
    void updateAMillisecondAfterTheRequestNeverMatters() {
        driver.send(ToyUpdate.rooms(Duration.ZERO, 4L));
        driver.send(ToyUpdate.rooms(Duration.ofMillis(1), 5L));

        assertThat(answer(REGION).getFeatures()).containsEntry("rooms", 4L);
    }

    @Test
    void lateUpdateLandsAtItsEventTime() {
        driver.send(ToyUpdate.rooms(Duration.ofSeconds(5), 5L));
        driver.send(ToyUpdate.rooms(Duration.ofSeconds(-5), 3L));

        assertThat(answer(REGION).getFeatures()).containsEntry("rooms", 3L);
    }

    @Test
    void staleValueGivesWayToTheDefaultAndIsCounted() {
        driver.send(ToyUpdate.rooms(Duration.ZERO, 4L));
        driver.send(ToyUpdate.income(Duration.ofMillis(-60_001), 2.5));

        assertThat(answer(REGION).getFeatures()).containsEntry("income", 1L);
        assertThat(values("wealth", "stale")).isEqualTo(1);
    }

    @Test
    void valueThatWasTakenBackIsMissing() {
        driver.send(ToyUpdate.rooms(Duration.ZERO, 4L));
        driver.send(ToyUpdate.income(Duration.ofSeconds(-10), 2.5));
        driver.send(ToyUpdate.income(Duration.ofSeconds(-5), null));

        assertThat(answer(REGION).getFeatures()).containsEntry("income", 1L);
        assertThat(values("wealth", "miss")).isEqualTo(1);
    }

    @Test
    void requiredFeatureThatNobodyKnowsIsADeadLetter() {
        send(REGION, ToyUpdate.ENTITY, ToyUpdate.ENTITY);

        assertThat(driver.letters.readValue().getReason()).isEqualTo("MISSING_FEATURE");
        assertThat(values("size", "miss")).isEqualTo(1);
    }

    @Test
    void requestWithoutEntityMissesAndIsCounted() {
        driver.send(ToyUpdate.income(Duration.ZERO, 2.5));
        send(Map.of("region", "coast", "rooms", 7L), "some-request", null);

        assertThat(driver.predictions.readValue().getFeatures()).containsEntry("income", 1L);
        assertThat(values("wealth", "miss")).isEqualTo(1);
    }

    @Test
    void requestUnderAnotherKeyThanItsEntityIsCountedAsMisplaced() {
        driver.send(ToyUpdate.income(Duration.ZERO, 2.5));
        send(Map.of("region", "coast", "rooms", 7L), "another-key", ToyUpdate.ENTITY);

        assertThat(driver.predictions.readValue().getFeatures())
                .as("on a cluster of several partitions it would be elsewhere")
                .containsEntry("income", 1L);
        assertThat(values("wealth", "misplaced")).isEqualTo(1);
    }

    @Test
    void otherEntitiesAndViewsKeepTheirValuesToThemselves() {
        driver.send(ToyUpdate.of("size", "customer-8", Duration.ZERO, Map.of("rooms", 8L)));
        driver.send(ToyUpdate.of("wealth", ToyUpdate.ENTITY, Duration.ZERO, Map.of("rooms", 2L)));
        driver.send(ToyUpdate.rooms(Duration.ZERO, 4L));

        assertThat(answer(REGION).getFeatures()).containsEntry("rooms", 4L);
    }

    @Test
    void historyOutlivesTheVersionAndServesOneThatDeclaresItsViewLater() {
        driver.serve(ToyModels.activation(6, 1));
        driver.send(ToyUpdate.rooms(Duration.ZERO, 4L));
        driver.serve(activation(7, ToyModel.withViews(2)));

        assertThat(answer(REGION).getFeatures()).containsEntry("rooms", 4L);
    }

    @Test
    void modelWithoutViewsIsAskedWithWhatTheRequestHas() {
        driver.serve(ToyModels.activation(6, 1));
        driver.send(ToyUpdate.income(Duration.ZERO, 2.5));

        assertThat(answer(Map.of("region", "coast", "rooms", 7L)).getFeatures()).doesNotContainKey("income");
    }

    @Test
    void answerSaysWhichUpdatesWereKnown() {
        assertThat(updatesEnd(Map.of("region", "coast", "rooms", 7L)))
                .as("nothing was known")
                .isEqualTo("0");
        driver.send(ToyUpdate.rooms(Duration.ZERO, 4L));
        driver.send(ToyUpdate.income(Duration.ofSeconds(-10), 2.5));
        driver.send(ToyUpdate.of("size", "customer-8", Duration.ZERO, Map.of("rooms", 8L)));

        assertThat(updatesEnd(REGION)).as("the third is another's").isEqualTo("2");
    }

    @Test
    void answerOfAModelWithoutViewsSaysNothingOfUpdates() {
        driver.serve(ToyModels.activation(6, 1));

        assertThat(updatesEnd(Map.of("region", "coast", "rooms", 7L))).isNull();
    }

    @Test
    void whatAnEarlierReleaseKeptIsReadAndItsUpdatesAreNotGuessed() {
        ViewHistory history = new ViewHistory();
        history.put(UpdateChecks.toViewUpdate(ToyUpdate.rooms(Duration.ofSeconds(-5), 4L)));
        driver.histories().put("size\0" + ToyUpdate.ENTITY, ViewHistoryFormat.write(history));

        assertThat(answer(REGION).getFeatures()).containsEntry("rooms", 4L);
        assertThat(updatesEnd(REGION)).isNull();

        driver.send(ToyUpdate.rooms(Duration.ZERO, 5L));

        assertThat(updatesEnd(REGION)).isEqualTo("1");
    }

    /// What the answer to a request says of the updates that were known; null when nothing.
    private @Nullable String updatesEnd(Map<String, Object> features) {
        send(features, ToyUpdate.ENTITY, ToyUpdate.ENTITY);
        Header end = driver.predictions.readRecord().headers().lastHeader(HeaderNames.VIEW_UPDATES_END);
        return end == null ? null : new String(end.value(), StandardCharsets.UTF_8);
    }

    @Test
    void badUpdatesBecomeDeadLettersWithTheirReason() {
        assertThat(refused(ToyUpdate.rooms(Duration.ofHours(2), 4L))).isEqualTo("TIMESTAMP_OUT_OF_RANGE");
        assertThat(refused(ToyUpdate.income(Duration.ZERO, Double.NaN))).isEqualTo("NOT_FINITE");
        assertThat(refused(ToyUpdate.rooms(Duration.ZERO, "x".repeat(1_001)))).isEqualTo("INVALID_FIELD");
        assertThat(refused(ToyUpdate.of("", "e", Duration.ZERO, Map.of("rooms", 1L))))
                .isEqualTo("INVALID_FIELD");
        assertThat(refused(ToyUpdate.of("size", "e", Duration.ZERO, Map.of()))).isEqualTo("INVALID_FIELD");
        driver.sendUpdate("e", null);
        assertThat(driver.letters.readValue().getReason()).isEqualTo("NULL_VALUE");
        driver.sendUpdate("e", new byte[] {1, 2, 3});
        assertThat(driver.letters.readValue().getReason()).isEqualTo("MALFORMED");
        try (var kept = driver.histories().all()) {
            assertThat(kept.hasNext()).isFalse();
        }
    }

    @Test
    void updateUnderAnotherKeyThanItsEntityIsADeadLetterThatSaysSo() {
        driver.sendUpdate("another", driver.encode(Topics.FEATURE_UPDATES, ToyUpdate.rooms(Duration.ZERO, 4L)));

        DeadLetter letter = driver.letters.readValue();
        assertThat(letter.getTopic()).isEqualTo("feature-updates");
        assertThat(letter.getMessage()).contains("record key 'another'", "expected the entity_id 'customer-9'");
    }

    @Test
    void historyThatServesNobodyAnyMoreIsPurgedAndFreshOnesStay() {
        driver.send(ToyUpdate.rooms(Duration.ZERO, 4L));
        driver.advance(ViewHistory.KEPT);
        driver.send(ToyUpdate.of("size", "customer-8", ViewHistory.KEPT, Map.of("rooms", 8L)));
        driver.advance(KeepUpdateProcessor.PURGE_INTERVAL);

        assertThat(driver.histories().get("size\0customer-8")).isNotNull();
        assertThat(driver.histories().get("size\0" + ToyUpdate.ENTITY)).isNull();
        assertThat(driver.meters.get("tidemark.view.purged").counter().count()).isEqualTo(1);
    }

    private String refused(FeatureUpdate update) {
        driver.send(update);
        return driver.letters.readValue().getReason();
    }

    private Prediction answer(Map<String, ? extends @Nullable Object> features) {
        send(features, ToyUpdate.ENTITY, ToyUpdate.ENTITY);
        return driver.predictions.readValue();
    }

    private void send(Map<String, ? extends @Nullable Object> features, String key, @Nullable String entity) {
        PredictionRequest request = PredictionRequest.newBuilder(ToyRequest.of("request-" + sent++, features))
                .setEntityId(entity)
                .build();
        driver.requests.pipeInput(
                new TestRecord<>(key.getBytes(StandardCharsets.UTF_8), driver.encode(request), driver.clock.instant()));
    }

    private double values(String view, String outcome) {
        return driver.count("tidemark.view.values", "model", ToyModel.NAME, "view", view, "outcome", outcome);
    }

    private static ReadyActivation activation(long offset, ToyModel champion) {
        return new ReadyActivation(offset, "activation-" + offset, champion.serving(), List.of());
    }
}
