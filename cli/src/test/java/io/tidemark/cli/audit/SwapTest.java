package io.tidemark.cli.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.event.Acknowledged;
import io.tidemark.event.ActivationCause;
import io.tidemark.event.Refused;
import io.tidemark.event.TimelineEvent;
import io.tidemark.streamkit.timeline.TimelineEntry;
import io.tidemark.streamkit.timeline.TimelineFacts;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class SwapTest {
    private static final String SHA = "a".repeat(64);

    private final List<TimelineEntry> facts = new ArrayList<>();

    @Test
    void timesAreTakenFromTheActivationOn() {
        activated("a-1", 1, ActivationCause.PROMOTION, 1_000);
        acknowledged("a-1", "one", 1_300);
        acknowledged("a-1", "two", 1_450);
        adopted("a-1", "one", 0, 1_400);
        adopted("a-1", "two", 1, 1_900);

        Swap swap = Swap.of(facts).getFirst();

        assertThat(swap.times(swap.acknowledgedAtOnce())).hasValueSatisfying(times -> {
            assertThat(times.first()).isEqualTo(Duration.ofMillis(300));
            assertThat(times.last()).isEqualTo(Duration.ofMillis(450));
            assertThat(times.spread()).isEqualTo(Duration.ofMillis(150));
        });
        assertThat(swap.times(swap.adopted().values()))
                .hasValueSatisfying(times -> assertThat(times.spread()).isEqualTo(Duration.ofMillis(500)));
        assertThat(swap.times(swap.refused().values())).isEmpty();
    }

    @Test
    void anInstanceThatCameLaterWasNotSlow() {
        activated("a-1", 1, ActivationCause.PROMOTION, 0);
        acknowledged("a-1", "one", 100);
        activated("a-2", 2, ActivationCause.PROMOTION, 1_000);
        acknowledged("a-2", "one", 1_100);
        acknowledged("a-2", "new", 90_000);

        Swap swap = Swap.of(facts).getLast();

        assertThat(swap.acknowledged()).containsOnlyKeys("one", "new");
        assertThat(swap.acknowledgedAtOnce())
                .extracting(entry -> entry.event().getActor())
                .containsExactly("one");
    }

    @Test
    void afterARestartTheFirstAcknowledgementCounts() {
        activated("a-1", 1, ActivationCause.PROMOTION, 0);
        acknowledged("a-1", "one", 100);
        acknowledged("a-1", "one", 90_000);

        Swap swap = Swap.of(facts).getFirst();

        assertThat(swap.times(swap.acknowledged().values()))
                .hasValueSatisfying(times -> assertThat(times.last()).isEqualTo(Duration.ofMillis(100)));
    }

    @Test
    void twoRollbacksGoTwoStepsBackAndNeverForward() {
        activated("a-1", 1, ActivationCause.PROMOTION, 0);
        activated("a-2", 2, ActivationCause.PROMOTION, 1);
        activated("a-3", 3, ActivationCause.PROMOTION, 2);
        assertThat(ChampionHistory.before(facts)).hasValue(2);

        activated("a-4", 2, ActivationCause.ROLLBACK, 3);
        assertThat(ChampionHistory.before(facts)).hasValue(1);

        activated("a-5", 1, ActivationCause.ROLLBACK, 4);
        assertThat(ChampionHistory.before(facts)).isEqualTo(OptionalInt.empty());

        activated("a-6", 4, ActivationCause.PROMOTION, 5);
        assertThat(ChampionHistory.before(facts)).hasValue(1);
    }

    @Test
    void whatWasRefusedAndNeverAnsweredIsNothingToGoBackTo() {
        activated("a-1", 1, ActivationCause.PROMOTION, 0);
        activated("a-2", 2, ActivationCause.PROMOTION, 1);
        refused("a-2", "one", 2, 2);
        activated("a-3", 3, ActivationCause.PROMOTION, 3);
        assertThat(ChampionHistory.before(facts)).hasValue(1);

        adopted("a-2", "two", 0, 4);
        assertThat(ChampionHistory.before(facts)).as("an instance had taken it").hasValue(2);
    }

    @Test
    void aSharesChangeIsNoNewChampion() {
        activated("a-1", 1, ActivationCause.PROMOTION, 0);
        activated("a-2", 2, ActivationCause.PROMOTION, 1);
        activated("a-3", 2, ActivationCause.ROLLOUT, 2);

        assertThat(ChampionHistory.before(facts)).hasValue(1);
    }

    private void activated(String id, int version, ActivationCause cause, long ms) {
        add(TimelineFacts.champion(id, "homes", version, SHA, cause, "somebody", "why", Instant.ofEpochMilli(ms)));
    }

    private void acknowledged(String activation, String instance, long ms) {
        add(
                instance,
                ms,
                Acknowledged.newBuilder()
                        .setInstance(instance)
                        .setActivationId(activation)
                        .setVersion(1)
                        .setBundleSha256(SHA)
                        .setFetchMs(1)
                        .setVerifyMs(2)
                        .setWarmUpMs(3)
                        .build());
    }

    private void refused(String activation, String instance, int version, long ms) {
        add(
                instance,
                ms,
                Refused.newBuilder()
                        .setInstance(instance)
                        .setActivationId(activation)
                        .setVersion(version)
                        .setBundleSha256(SHA)
                        .setCheck("finite")
                        .setMessage("NaN")
                        .build());
    }

    private void adopted(String activation, String instance, int partition, long ms) {
        add(instance, ms, ScorerFacts.adopted(activation, instance, partition));
    }

    private void add(String actor, long ms, Object fact) {
        add(TimelineEvent.newBuilder()
                .setEventId("fact-" + facts.size())
                .setModel("homes")
                .setTime(Instant.ofEpochMilli(ms))
                .setActor(actor)
                .setFact(fact)
                .build());
    }

    private void add(TimelineEvent event) {
        facts.add(new TimelineEntry(facts.size(), event));
    }
}
