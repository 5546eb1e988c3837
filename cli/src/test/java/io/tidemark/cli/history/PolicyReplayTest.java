package io.tidemark.cli.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.drift.policy.PolicyTerms;
import io.tidemark.drift.policy.Verdict;
import io.tidemark.drift.policy.Verdict.Step;
import io.tidemark.event.PolicyReading;
import io.tidemark.event.PolicyReadingKind;
import io.tidemark.model.manifest.RetrainSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PolicyReplayTest {
    private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");

    @Test
    void eachStepIsToldOnceWithWhatHeldThePolicyBack() {
        List<PolicyReading> readings = new ArrayList<>();
        for (int minute = 0; minute < 120; minute++) {
            readings.add(reading(minute));
        }

        List<Verdict> quick = PolicyReplay.steps("homes", readings, terms(Duration.ofMinutes(30)));
        List<Verdict> slow = PolicyReplay.steps("homes", readings, terms(Duration.ofDays(1)));

        assertThat(quick)
                .extracting(Verdict::step)
                .containsExactly(
                        Step.NOT_MET,
                        Step.TOO_FEW_LABELS,
                        Step.ASKS,
                        Step.COOLDOWN,
                        Step.ASKS,
                        Step.COOLDOWN,
                        Step.ASKS,
                        Step.COOLDOWN);
        assertThat(slow)
                .extracting(Verdict::step)
                .containsExactly(Step.NOT_MET, Step.TOO_FEW_LABELS, Step.ASKS, Step.COOLDOWN);
        assertThat(slow.get(3).why()).isEqualTo("last request 60 s ago, cooldown 24 h");
    }

    /// Drift from the tenth minute on, ten labels a minute.
    private static PolicyReading reading(int minute) {
        PolicyReading.Builder reading = PolicyReading.newBuilder()
                .setModel("homes")
                .setVersion(1)
                .setBundleSha256("1".repeat(64))
                .setKind(PolicyReadingKind.WATCHED)
                .setTime(START.plus(Duration.ofMinutes(minute)))
                .setLabels(10L * minute);
        return minute < 10
                ? reading.build()
                : reading.setDriftSeverity(2)
                        .setDriftOpenedAt(START)
                        .setDriftSince(START)
                        .setLabelsSinceDrift(10L * (minute - 10))
                        .build();
    }

    private static PolicyTerms terms(Duration cooldown) {
        return new PolicyTerms(new RetrainSpec(true, 200, cooldown, Duration.ofDays(30), 0.5, 500, true), "mae", 200);
    }
}
