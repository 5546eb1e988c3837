package io.tidemark.cli.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.cli.UserError;
import io.tidemark.event.GroundTruth;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class DelayedLabelsTest {
    @Test
    void allLabelsAreSentBeforeDrainReturns() {
        List<String> sent = new CopyOnWriteArrayList<>();
        try (DelayedLabels labels = new DelayedLabels(Duration.ZERO, label -> sent.add(label.getRequestId()))) {
            labels.add(label("r-1"));
            labels.add(label("r-2"));
            labels.drain();
        }

        assertThat(sent).containsExactlyInAnyOrder("r-1", "r-2");
    }

    /// Else the command would say that it sent labels which nobody has.
    @Test
    void aLabelThatCannotBeSentIsWhatDrainSays() {
        try (DelayedLabels labels = new DelayedLabels(Duration.ZERO, label -> {
            throw new UserError("The broker did not take " + label.getRequestId() + ".");
        })) {
            labels.add(label("r-1"));

            assertThatThrownBy(labels::drain).isInstanceOf(UserError.class).hasMessage("The broker did not take r-1.");
        }
    }

    private static GroundTruth label(String requestId) {
        return GroundTruth.newBuilder()
                .setRequestId(requestId)
                .setLabel(1.0)
                .setEventTime(Instant.EPOCH)
                .build();
    }
}
