package io.tidemark.drift.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.drift.World;
import io.tidemark.event.Severity;
import io.tidemark.model.manifest.RetrainSpec;
import io.tidemark.streamkit.alert.Episode;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RetrainPolicyTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final Episode EPISODE = new Episode(NOW.minusSeconds(60), NOW.minusSeconds(50), Severity.HIGH);

    private static RetrainPolicy policy(boolean onDrift) {
        return new RetrainPolicy(
                new RetrainSpec(onDrift, 1_000, Duration.ofHours(6), Duration.ofDays(30), 0.5, 500, true));
    }

    private static Occasion occasion(long labels, Optional<Instant> lastRequest) {
        return new Occasion(EPISODE, labels, 0, lastRequest, NOW);
    }

    @Test
    void asksOnceEnoughLabelsHaveCome() {
        assertThat(policy(true).asks(occasion(999, Optional.empty()))).isFalse();
        assertThat(policy(true).asks(occasion(1_000, Optional.empty()))).isTrue();
    }

    @Test
    void asksNotBeforeTheCooldownIsOver() {
        Instant last = NOW.minus(Duration.ofHours(6));
        assertThat(policy(true).asks(occasion(5_000, Optional.of(last.plusMillis(1)))))
                .isFalse();
        assertThat(policy(true).asks(occasion(5_000, Optional.of(last)))).isTrue();
    }

    @Test
    void neverAsksWhereTheManifestSaysNo() {
        assertThat(policy(false).asks(occasion(5_000, Optional.empty()))).isFalse();
    }

    @Test
    void aTriggerFollowsFromTheEpisodeAndTheNumberOfTheRequest() {
        String first = RetrainPolicy.triggerId(World.V1, new Occasion(EPISODE, 1, 0, Optional.empty(), NOW));
        String again =
                RetrainPolicy.triggerId(World.V1, new Occasion(EPISODE, 7, 0, Optional.of(NOW), NOW.plusSeconds(9)));
        String second = RetrainPolicy.triggerId(World.V1, new Occasion(EPISODE, 1, 1, Optional.empty(), NOW));
        assertThat(first)
                .isEqualTo("drift-homes-v1-" + EPISODE.openedAt().toEpochMilli() + "-1")
                .isEqualTo(again)
                .isNotEqualTo(second)
                .as("as the trainer wants it")
                .matches("[A-Za-z0-9][A-Za-z0-9._:@-]{0,199}");
    }
}
