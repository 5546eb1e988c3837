package io.tidemark.scoring.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.event.DeadLetter;
import io.tidemark.event.Prediction;
import io.tidemark.scoring.ToyModel;
import io.tidemark.scoring.ToyRequest;
import io.tidemark.scoring.serving.ServingModels.Prospect;
import io.tidemark.scoring.topology.ToyModels.Wait;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// When a request waits for a model, and when it does not.
class ModelWaitTest {
    @TempDir
    private Path folder;

    @SuppressWarnings("NullAway.Init") // opened before each test
    private ScoringDriver driver;

    @BeforeEach
    void open() {
        driver = new ScoringDriver(folder);
    }

    @AfterEach
    void close() {
        driver.close();
    }

    @Test
    void aModelThatNobodyActivatedIsNotWaitedFor() {
        driver.send(ToyRequest.number(0));

        assertThat(driver.models.waits()).isEmpty();
        DeadLetter letter = driver.letters.readValue();
        assertThat(letter.getReason()).isEqualTo("UNKNOWN_MODEL");
        assertThat(letter.getRedrivable()).isTrue();
        assertThat(letter.getModel()).isEqualTo(ToyModel.NAME);
        assertThat(letter.getRequestId()).isEqualTo("request-0");
        assertThat(letter.getMessage())
                .contains("'toy'")
                .contains("Train and activate one")
                .contains("redrive");
    }

    @Test
    void aModelThatIsBeingLoadedIsWaitedForAndThenAnswers() {
        driver.models.prospect(ToyModel.NAME, Prospect.LOADING);
        driver.models.serveAfterWait(ToyModels.activation(4, 1));

        driver.send(ToyRequest.number(0));

        assertThat(driver.models.waits()).containsExactly(new Wait("toy", -1, ScoringDriver.MODEL_WAIT));
        assertThat(driver.predictions.readValue().getActivationId()).isEqualTo("activation-4");
        assertThat(driver.letters.isEmpty()).isTrue();
    }

    @Test
    void aModelThatDoesNotComeHoldsTheStreamUpOnce() {
        driver.models.prospect(ToyModel.NAME, Prospect.LOADING);

        driver.send(ToyRequest.number(0));
        driver.clock.advance(Duration.ofSeconds(7));
        driver.send(ToyRequest.number(1));
        driver.clock.advance(Duration.ofSeconds(7));
        driver.send(ToyRequest.number(2));

        assertThat(driver.models.waits())
                .extracting(Wait::timeout)
                .containsExactly(Duration.ofSeconds(10), Duration.ofSeconds(3), Duration.ZERO);
        assertThat(driver.letters.readValuesToList())
                .hasSize(3)
                .allSatisfy(letter -> assertThat(letter.getMessage()).contains("still being loaded"));
    }

    @Test
    void aModelThatWasRefusedIsNotWaitedFor() {
        driver.models.prospect(ToyModel.NAME, Prospect.REFUSED);

        driver.send(ToyRequest.number(0));

        assertThat(driver.models.waits()).isEmpty();
        assertThat(driver.letters.readValue().getMessage()).contains("was refused; see the alerts");
    }

    @Test
    void onceItIsThereTheModelAnswers() {
        driver.send(ToyRequest.number(0));
        driver.serve(ToyModels.activation(4, 1));
        driver.send(ToyRequest.number(1));

        assertThat(driver.letters.readValuesToList()).hasSize(1);
        assertThat(driver.predictions.readValue().getRequestId()).isEqualTo("request-1");
    }

    @Test
    void whileANewerVersionLoadsTheOldOneAnswersWithoutAWait() {
        driver.serve(ToyModels.activation(4, 1));
        driver.send(ToyRequest.number(0));
        driver.models.prospect(ToyModel.NAME, Prospect.LOADING);

        driver.send(ToyRequest.number(1));

        assertThat(driver.models.waits()).isEmpty();
        assertThat(driver.predictions.readValuesToList())
                .extracting(Prediction::getVersion)
                .containsExactly(1, 1);
    }

    /// The partition comes from an instance that was ahead; here the newer version is not ready yet.
    @Test
    void aPartitionThatAdoptedMoreElsewhereWaitsInsteadOfSteppingBack() {
        driver.adoptions().put(ToyModel.NAME, "9 activation-9");
        driver.serve(ToyModels.activation(4, 1));
        driver.models.serveAfterWait(ToyModels.activation(9, 2));

        driver.send(ToyRequest.number(0));

        assertThat(driver.models.waits()).containsExactly(new Wait("toy", 9, ScoringDriver.MODEL_WAIT));
        assertThat(driver.predictions.readValue().getVersion()).isEqualTo(2);
        assertThat(driver.timeline.isEmpty()).as("it adopted this before").isTrue();
    }

    @Test
    void whenTheNewerVersionDoesNotComeTheStepBackIsAFact() {
        driver.adoptions().put(ToyModel.NAME, "9 activation-9");
        driver.serve(ToyModels.activation(4, 1));

        driver.send(ToyRequest.number(0));

        assertThat(driver.predictions.readValue().getVersion()).isEqualTo(1);
        assertThat(driver.timeline.readValue().getFact())
                .extracting("activationId")
                .isEqualTo("activation-4");
    }
}
