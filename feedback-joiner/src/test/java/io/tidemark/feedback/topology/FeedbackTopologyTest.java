package io.tidemark.feedback.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tidemark.event.Outcome;
import io.tidemark.event.OutcomeStatus;
import io.tidemark.event.Performance;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FeedbackTopologyTest {
    private final FeedbackRig rig = new FeedbackRig();

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void aLabelMatchesItsPredictionInEitherOrder() {
        rig.predict(rig.prediction("early", 100));
        rig.label(rig.truth("late", 210L));
        rig.advance(Duration.ofSeconds(1));
        rig.label(rig.truth("early", 90.0));
        rig.predict(rig.prediction("late", 200));

        assertThat(rig.outcomes())
                .extracting(Outcome::getRequestId, Outcome::getStatus, Outcome::getPredicted, Outcome::getLabel)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("early", OutcomeStatus.MATCHED, 100.0, 90.0),
                        org.assertj.core.groups.Tuple.tuple("late", OutcomeStatus.MATCHED, 200.0, 210L));
        assertThat(rig.predictions("matched")).isEqualTo(2);
        assertThat(rig.predictions("open")).isZero();
        assertThat(rig.labels("joined")).isEqualTo(2);
        assertThat(rig.labels("pending")).isZero();

        rig.advance(Duration.ofSeconds(1));
        rig.advance(Duration.ofSeconds(1));
        Performance total = rig.newest("total");
        assertThat(total.getLabelled()).isEqualTo(2);
        assertThat(total.getMetrics().get("mae")).isCloseTo(10, within(1e-12));
        assertThat(total.getBaseline()).containsEntry("mae", 10.0);
    }
}
