package io.tidemark.scoring.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.tidemark.event.Adopted;
import io.tidemark.event.Prediction;
import io.tidemark.event.TimelineEvent;
import io.tidemark.scoring.ToyModel;
import io.tidemark.scoring.ToyRequest;
import io.tidemark.scoring.serving.ReadyActivation;
import io.tidemark.scoring.serving.ReadyActivation.Trial;
import java.nio.file.Path;
import java.util.List;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Which activation answers is written down with the first answer under it, once.
class AdoptionFactsTest {
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
    void theFirstAnswerUnderAnActivationTakesItsAdoptionAlong() {
        driver.send(ToyRequest.number(0));
        driver.send(ToyRequest.number(1));

        TestRecord<String, TimelineEvent> record = driver.timeline.readRecord();
        TimelineEvent event = record.value();
        assertThat(record.key()).isEqualTo(ToyModel.NAME);
        assertThat(event.getModel()).isEqualTo(ToyModel.NAME);
        assertThat(event.getActor()).isEqualTo("instance-1");
        assertThat(event.getTime()).isEqualTo(ToyRequest.TIME);
        assertThat(event.getEventId()).isEqualTo("activation-5/adopted/prediction-requests-0@0");
        assertThat(event.getFact())
                .isEqualTo(Adopted.newBuilder()
                        .setInstance("instance-1")
                        .setActivationId("activation-5")
                        .setChampionVersion(1)
                        .setTopic("prediction-requests")
                        .setPartition(0)
                        .setFirstOffset(0)
                        .build());
        assertThat(driver.timeline.isEmpty()).isTrue();
        assertThat(driver.predictions.readValuesToList()).hasSize(2);
        assertThat(driver.adoptions().get(ToyModel.NAME)).isEqualTo("5 activation-5");
    }

    @Test
    void aNewerActivationIsAdoptedBetweenTwoRecordsAtTheOffsetOfTheSecond() {
        driver.send(ToyRequest.number(0));
        driver.send(ToyRequest.number(1));
        driver.serve(ToyModels.activation(9, 2));
        driver.send(ToyRequest.number(2));
        driver.send(ToyRequest.number(3));

        assertThat(driver.timeline.readValuesToList())
                .extracting(TimelineEvent::getFact)
                .extracting("activationId", "championVersion", "firstOffset")
                .containsExactly(tuple("activation-5", 1, 0L), tuple("activation-9", 2, 2L));
        assertThat(driver.predictions.readValuesToList())
                .extracting(Prediction::getVersion, Prediction::getActivationId)
                .containsExactly(
                        tuple(1, "activation-5"),
                        tuple(1, "activation-5"),
                        tuple(2, "activation-9"),
                        tuple(2, "activation-9"));
    }

    @Test
    void aBadRecordFirstLeavesTheAdoptionToTheFirstGoodOne() {
        driver.send("null", null);
        driver.send(ToyRequest.of("bad", ToyRequest.valuesWith("rooms", null)));
        driver.send(ToyRequest.of("endless", ToyRequest.valuesWith("income", Double.POSITIVE_INFINITY)));
        driver.send(ToyRequest.number(3));

        assertThat(driver.letters.readValuesToList()).hasSize(3);
        assertThat(driver.timeline.readValuesToList())
                .extracting(TimelineEvent::getFact)
                .extracting("firstOffset")
                .containsExactly(3L);
    }

    @Test
    void changedSharesAreAnActivationOfTheirOwn() {
        driver.send(ToyRequest.number(0));
        ToyModel champion = ToyModel.version(1);
        driver.serve(new ReadyActivation(
                7,
                "rollout-1",
                champion.serving(),
                List.of(new Trial(ToyModel.version(2).serving(), 100, "spring"))));
        driver.send(ToyRequest.number(1));

        assertThat(driver.timeline.readValuesToList())
                .extracting(TimelineEvent::getFact)
                .extracting("activationId", "championVersion", "firstOffset")
                .containsExactly(tuple("activation-5", 1, 0L), tuple("rollout-1", 1, 1L));
    }

    /// As after a restart or on the instance that takes a partition over: the state store knows.
    @Test
    void whatThePartitionAdoptedBeforeIsNotWrittenAgain() {
        driver.adoptions().put(ToyModel.NAME, "5 activation-5");

        driver.send(ToyRequest.number(0));

        assertThat(driver.timeline.isEmpty()).isTrue();
        assertThat(driver.predictions.readValue().getActivationId()).isEqualTo("activation-5");
    }

    @Test
    void afterARestartANewerActivationIsAdopted() {
        driver.adoptions().put(ToyModel.NAME, "3 activation-3");

        driver.send(ToyRequest.number(0));

        assertThat(driver.timeline.readValue().getFact())
                .extracting("activationId")
                .isEqualTo("activation-5");
        assertThat(driver.models.waits()).isEmpty();
    }
}
