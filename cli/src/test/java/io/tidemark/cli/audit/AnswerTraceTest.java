package io.tidemark.cli.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.event.ActivationCause;
import io.tidemark.event.Prediction;
import io.tidemark.event.RequestCoordinates;
import io.tidemark.streamkit.timeline.TimelineEntry;
import io.tidemark.streamkit.timeline.TimelineFacts;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AnswerTraceTest {
    private static final String SHA = "a".repeat(64);
    private final LogScene log = new LogScene(SHA);
    private final Prediction third = log.prediction(3).value();

    @Test
    void aPredictionIsFollowedToItsActivationAdoptionAndTraining() {
        log.timeline.accept(new TimelineEntry(
                7, TimelineFacts.registered("homes", 1, SHA, "run-9", true, Map.of(), "trainer", Instant.EPOCH)));

        AnswerTrace trace = AnswerTrace.of(third, log.timeline);

        assertThat(trace.contradictions()).isEmpty();
        assertThat(trace.activation())
                .hasValueSatisfying(entry -> assertThat(entry.offset()).isZero());
        assertThat(trace.adoption())
                .hasValueSatisfying(entry -> assertThat(entry.offset()).isEqualTo(1));
        assertThat(trace.registration())
                .hasValueSatisfying(entry -> assertThat(entry.offset()).isEqualTo(7));
    }

    /// After a rebalance another instance adopts the same activation again, from a later offset on.
    @Test
    void theAdoptionIsTheNewestUpToTheRequest() {
        log.timeline.accept(new TimelineEntry(8, LogScene.adopted("a-1", 3)));
        log.timeline.accept(new TimelineEntry(9, LogScene.adopted("a-1", 4)));

        assertThat(AnswerTrace.of(third, log.timeline).adoption())
                .hasValueSatisfying(entry -> assertThat(entry.offset()).isEqualTo(8));
    }

    @Test
    void aVersionThatTheActivationDoesNotNameIsAContradiction() {
        Prediction other = Prediction.newBuilder(third).setVersion(2).build();

        assertThat(AnswerTrace.of(other, log.timeline).contradictions())
                .singleElement()
                .asString()
                .contains("Found version 2")
                .contains("a-1");
    }

    @Test
    void anActivationThatIsNotThereIsAContradiction() {
        Prediction other = Prediction.newBuilder(third).setActivationId("a-2").build();

        assertThat(AnswerTrace.of(other, log.timeline).contradictions()).hasSize(2);
    }

    @Test
    void anAdoptionAfterTheRequestIsNone() {
        log.timeline.accept(new TimelineEntry(
                5,
                TimelineFacts.champion(
                        "a-2", "homes", 1, SHA, ActivationCause.ROLLBACK, "somebody", "back", Instant.EPOCH)));
        log.timeline.accept(new TimelineEntry(6, LogScene.adopted("a-2", 4)));
        Prediction early = Prediction.newBuilder(third)
                .setActivationId("a-2")
                .setSource(new RequestCoordinates("prediction-requests", 0, 3L))
                .build();

        assertThat(AnswerTrace.of(early, log.timeline).contradictions())
                .singleElement()
                .asString()
                .startsWith("Found no adoption of a-2 on partition 0 at offset 3");
    }
}
