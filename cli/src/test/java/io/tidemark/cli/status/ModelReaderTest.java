package io.tidemark.cli.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.cli.status.ModelReader.Tails;
import io.tidemark.cli.status.Status.FeatureDrift;
import io.tidemark.cli.status.Status.ModelState;
import io.tidemark.event.ActivationCause;
import io.tidemark.event.Alert;
import io.tidemark.event.AlertStatus;
import io.tidemark.event.Drift;
import io.tidemark.event.RunStatus;
import io.tidemark.event.Severity;
import io.tidemark.event.TrainingRun;
import io.tidemark.streamkit.timeline.TimelineEntry;
import io.tidemark.streamkit.timeline.TimelineFacts;
import io.tidemark.streamkit.timeline.TimelineState;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ModelReaderTest {
    private final TimelineState timeline = new TimelineState();

    ModelReaderTest() {
        timeline.accept(new TimelineEntry(
                0,
                TimelineFacts.champion(
                        "a-1",
                        "homes",
                        1,
                        "0".repeat(64),
                        ActivationCause.PROMOTION,
                        "somebody",
                        "because",
                        Instant.EPOCH)));
    }

    /// `tidemark retrain hoems` must not make a model that has no version for as long as the topic keeps the run.
    @Test
    void aRunOfANameThatTheTimelineDoesNotKnowMakesNoModel() {
        ModelReader reader = new ModelReader(
                timeline, new Tails(List.of(), List.of(), List.of(), List.of(run("hoems"), run("homes"))));

        assertThat(reader.models()).extracting(ModelState::model).containsExactly("homes");
        assertThat(reader.models().getFirst().training())
                .hasValueSatisfying(run -> assertThat(run).startsWith("FAILED"));
    }

    @Test
    void aSlowWindowDoesNotHideThatTheFastOneHasDrifted() {
        assertThat(drift(
                        Drifts.of("rooms", "fast", 0.3, true),
                        Drifts.of("rooms", "slow", 0.05, false),
                        Drifts.of("age", "fast", 0.01, false),
                        Drifts.of("age", "slow", 0.02, false)))
                .containsExactly(
                        new FeatureDrift("rooms", "fast", 0.3, 0.15, 1_000, true),
                        new FeatureDrift("age", "slow", 0.02, 0.01, 1_000, false));
    }

    /// A large value may be one that few rows have: what has drifted is worse whatever its size.
    @Test
    void whatHasDriftedIsWorseThanALargerValue() {
        assertThat(drift(Drifts.of("rooms", "fast", 0.9, false), Drifts.of("rooms", "slow", 0.2, true)))
                .extracting(FeatureDrift::window)
                .containsExactly("slow");
    }

    @Test
    void ofAWindowTheNewestRecordCounts() {
        assertThat(drift(Drifts.of("rooms", "fast", 0.9, true), Drifts.of("rooms", "fast", 0.1, false)))
                .extracting(FeatureDrift::psi)
                .containsExactly(0.1);
    }

    @Test
    void aTrialThatGoesAsPlannedIsNoProblemAndOneThatWaitsForAPersonIs() {
        Alert planned = trial(AlertStatus.OPEN, Severity.LOW, "homes version 2 answers 5 % of the keys");
        Alert waits = trial(AlertStatus.ESCALATED, Severity.MEDIUM, "homes version 2: waits for approval");

        ModelState before = alerts(planned);
        ModelState after = alerts(planned, waits);

        assertThat(before.openAlerts()).isEmpty();
        assertThat(before.trials()).containsExactly("homes version 2 answers 5 % of the keys");
        assertThat(after.openAlerts()).containsExactly("MEDIUM homes version 2: waits for approval");
        assertThat(after.trials()).isEmpty();
    }

    private ModelState alerts(Alert... records) {
        return new ModelReader(timeline, new Tails(List.of(), List.of(), List.of(records), List.of()))
                .models()
                .getFirst();
    }

    private static Alert trial(AlertStatus status, Severity severity, String title) {
        return Alert.newBuilder()
                .setAlertId(TimelineFacts.trialAlertId("homes", "a-2"))
                .setModel("homes")
                .setKind(TimelineFacts.TRIAL_ALERTS)
                .setStatus(status)
                .setSeverity(severity)
                .setOpenedAt(Instant.EPOCH)
                .setUpdatedAt(Instant.EPOCH)
                .setTitle(title)
                .setMessage("")
                .build();
    }

    private List<FeatureDrift> drift(Drift... records) {
        return new ModelReader(timeline, new Tails(List.of(records), List.of(), List.of(), List.of()))
                .models()
                .getFirst()
                .drifted();
    }

    private static TrainingRun run(String model) {
        return TrainingRun.newBuilder()
                .setRunId("run")
                .setTriggerId("trigger")
                .setModel(model)
                .setStatus(RunStatus.FAILED)
                .setStep("load")
                .setProgress(0)
                .setStartedAt(Instant.EPOCH)
                .setUpdatedAt(Instant.EPOCH)
                .build();
    }
}
