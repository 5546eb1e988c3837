package io.tidemark.streamkit.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.event.AlertStatus;
import io.tidemark.event.Severity;
import io.tidemark.stats.state.CorruptStateException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AlertLifeTest {
    private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
    private static final Reading CALM = new Reading.Calm();
    private static final Reading UNKNOWN = new Reading.Unknown();
    private static final Reading LOW = new Reading.Breached(Severity.LOW);
    private static final Reading MEDIUM = new Reading.Breached(Severity.MEDIUM);
    private static final Reading HIGH = new Reading.Breached(Severity.HIGH);

    private static AlertRules rules(int confirmations, int cooldownS, int warmUpS) {
        return new AlertRules(confirmations, Duration.ofSeconds(cooldownS), Duration.ofSeconds(warmUpS));
    }

    private static Instant second(int second) {
        return START.plusSeconds(second);
    }

    /// Judges once a second from second 0 on; each step as `second STATUS SEVERITY`.
    private static List<String> steps(AlertLife life, Reading... readings) {
        List<String> steps = new ArrayList<>();
        for (int i = 0; i < readings.length; i++) {
            int second = i;
            life.take(second(i), readings[i])
                    .ifPresent(step -> steps.add(second + " " + step.status() + " " + step.severity()));
        }
        return steps;
    }

    @Test
    void opensOnceItIsConfirmedAndResolvesOnceCalmIs() {
        AlertLife life = new AlertLife("drift/homes/1", rules(3, 0, 0));
        assertThat(steps(life, LOW, LOW, LOW, LOW, LOW, CALM, CALM, LOW, CALM, CALM, CALM, CALM))
                .containsExactly("2 OPEN LOW", "10 RESOLVED LOW");
    }

    /// A clock that was ahead for a while: what was judged by it does not block what is judged now.
    @Test
    void goesOnWhenItsClockIsSetBack() {
        AlertLife life = new AlertLife("no-traffic/homes", rules(1, 60, 30));
        assertThat(life.take(second(100_000), LOW)).isEmpty();
        assertThat(life.take(second(100_040), LOW)).isPresent();
        assertThat(life.take(second(100_041), CALM)).isPresent();
        assertThat(life.take(second(0), LOW)).as("earlier than the last").isEmpty();
        life.setBack(second(1));
        AlertLife restarted = AlertLife.fromBytes("no-traffic/homes", rules(1, 60, 30), life.toBytes());
        assertThat(restarted.take(second(2), LOW)).as("within the cooldown").isEmpty();
        assertThat(restarted.take(second(61), LOW)).isPresent();
    }

    @Test
    void oneCalmJudgementBreaksAStreakOfBreaches() {
        AlertLife life = new AlertLife("drift/homes/1", rules(2, 0, 0));
        assertThat(steps(life, LOW, CALM, LOW, CALM, LOW)).isEmpty();
    }

    @Test
    void whatCannotBeJudgedNeitherConfirmsNorContradicts() {
        AlertLife life = new AlertLife("drift/homes/1", rules(2, 0, 0));
        assertThat(steps(life, LOW, UNKNOWN, UNKNOWN, LOW, CALM, UNKNOWN, CALM))
                .containsExactly("3 OPEN LOW", "6 RESOLVED LOW");
    }

    @Test
    void opensWithTheSeverityThatAllConfirmationsAgreeOn() {
        AlertLife life = new AlertLife("drift/homes/1", rules(3, 0, 0));
        assertThat(steps(life, HIGH, MEDIUM, HIGH)).containsExactly("2 OPEN MEDIUM");
    }

    @Test
    void escalatesOnceWorseIsConfirmedAndNeverDescends() {
        AlertLife life = new AlertLife("drift/homes/1", rules(2, 0, 0));
        assertThat(steps(life, LOW, LOW, HIGH, LOW, MEDIUM, HIGH, LOW, HIGH, HIGH, MEDIUM, CALM, CALM))
                .containsExactly("1 OPEN LOW", "5 ESCALATED MEDIUM", "8 ESCALATED HIGH", "11 RESOLVED HIGH");
    }

    @Test
    void anEpisodeThatFollowsBeginsAfterTheCooldown() {
        AlertLife life = new AlertLife("drift/homes/1", rules(1, 5, 0));
        assertThat(steps(life, LOW, CALM, LOW, LOW, LOW, LOW, LOW, LOW))
                .containsExactly("0 OPEN LOW", "1 RESOLVED LOW", "6 OPEN LOW");
    }

    @Test
    void nothingOpensWhileAVersionWarmsUp() {
        AlertLife life = new AlertLife("drift/homes/1", rules(2, 0, 4));
        assertThat(steps(life, HIGH, HIGH, HIGH, HIGH, HIGH, HIGH)).containsExactly("5 OPEN HIGH");
    }

    @Test
    void allStepsOfAnEpisodeBearOneIdAndTheNextEpisodeAnother() {
        AlertLife life = new AlertLife("drift/homes/1", rules(1, 0, 0));
        List<String> ids = new ArrayList<>();
        Reading[] readings = {LOW, HIGH, CALM, LOW};
        for (int i = 0; i < readings.length; i++) {
            life.take(second(i), readings[i]).ifPresent(step -> ids.add(step.alertId()));
        }
        String first = "drift/homes/1/" + START.toEpochMilli();
        assertThat(ids)
                .containsExactly(
                        first, first, first, "drift/homes/1/" + second(3).toEpochMilli());
        assertThat(life.alertId()).contains(ids.getLast());
    }

    @Test
    void anEpisodeRemembersWhenTheBreachBegan() {
        AlertLife life = new AlertLife("drift/homes/1", rules(3, 0, 0));
        steps(life, CALM, LOW, HIGH, MEDIUM);
        assertThat(life.episode()).contains(new Episode(second(1), second(3), Severity.LOW));
    }

    @Test
    void aJudgementThatIsNotLaterChangesNothing() {
        AlertLife life = new AlertLife("drift/homes/1", rules(2, 0, 0));
        life.take(second(5), LOW);
        byte[] before = life.toBytes();
        assertThat(life.take(second(5), LOW)).isEmpty();
        assertThat(life.take(second(4), LOW)).isEmpty();
        assertThat(life.toBytes()).isEqualTo(before);
    }

    @Test
    void whatIsOpenCanBeEndedFromOutside() {
        AlertLife life = new AlertLife("drift/homes/1", rules(1, 10, 0));
        assertThat(life.end(second(0))).isEmpty();
        life.take(second(1), HIGH);
        Optional<AlertStep> end = life.end(second(2));
        assertThat(end).map(AlertStep::status).contains(AlertStatus.RESOLVED);
        assertThat(life.end(second(3))).isEmpty();
        assertThat(life.take(second(11), HIGH)).as("within the cooldown").isEmpty();
        assertThat(life.take(second(12), HIGH)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void aLifeThatIsStoredAfterEachJudgementGoesTheSameWay(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Reading[] kinds = {CALM, CALM, UNKNOWN, LOW, MEDIUM, HIGH, HIGH};
        AlertRules rules = rules(2, 3, 2);
        AlertLife whole = new AlertLife("drift/homes/1", rules);
        AlertLife stored = new AlertLife("drift/homes/1", rules);
        int steps = 0;
        for (int i = 0; i < 500; i++) {
            Reading reading = kinds[random.nextInt(kinds.length)];
            Optional<AlertStep> expected = whole.take(second(i), reading);
            assertThat(stored.take(second(i), reading)).isEqualTo(expected);
            steps += expected.isPresent() ? 1 : 0;
            stored = AlertLife.fromBytes("drift/homes/1", rules, stored.toBytes());
            assertThat(stored.episode()).isEqualTo(whole.episode());
        }
        assertThat(steps).isGreaterThan(20);
    }

    @Test
    void everyEpisodeHasOneOpenFirstAndOneResolvedLast() {
        SplittableRandom random = new SplittableRandom(11);
        AlertLife life = new AlertLife("drift/homes/1", rules(1, 0, 0));
        Reading[] kinds = {CALM, LOW, MEDIUM, HIGH};
        AlertStatus last = AlertStatus.RESOLVED;
        for (int i = 0; i < 1_000; i++) {
            Optional<AlertStep> step = life.take(second(i), kinds[random.nextInt(kinds.length)]);
            if (step.isPresent()) {
                AlertStatus status = step.get().status();
                assertThat(status == AlertStatus.OPEN).isEqualTo(last == AlertStatus.RESOLVED);
                last = status;
            }
        }
    }

    @Test
    void damagedBytesAreNoLife() {
        AlertLife life = new AlertLife("drift/homes/1", rules(1, 0, 0));
        life.take(second(0), HIGH);
        byte[] bytes = life.toBytes();
        AlertRules rules = rules(1, 0, 0);
        assertThatThrownBy(() -> AlertLife.fromBytes("x", rules, Arrays.copyOf(bytes, bytes.length - 1)))
                .isInstanceOf(CorruptStateException.class);
        assertThatThrownBy(() -> AlertLife.fromBytes("x", rules, Arrays.copyOf(bytes, bytes.length + 1)))
                .isInstanceOf(CorruptStateException.class);
        assertThatThrownBy(() -> AlertLife.fromBytes("x", rules, new byte[] {1, 2, 3}))
                .isInstanceOf(CorruptStateException.class);
    }

    @Test
    void rulesThatMakeNoSenseAreRefused() {
        assertThatThrownBy(() -> rules(0, 0, 0)).hasMessageContaining("Found 0 confirmations");
        assertThatThrownBy(() -> rules(1, -1, 0)).hasMessageContaining("cooldown PT-1S");
        assertThatThrownBy(() -> rules(1, 0, -1)).hasMessageContaining("warm-up PT-1S");
    }

    @Test
    void aStepKnowsWhoWhatAndWhen() {
        AlertLife life = new AlertLife("drift/homes/1", rules(1, 0, 0));
        AlertStep step = life.take(second(3), HIGH).orElseThrow();
        var alert = step.toAlert("homes", "drift", second(9))
                .setTitle("t")
                .setMessage("m")
                .build();
        assertThat(alert.getAlertId()).isEqualTo(step.alertId());
        assertThat(alert.getKind()).isEqualTo("drift");
        assertThat(alert.getOpenedAt()).isEqualTo(second(3));
        assertThat(alert.getUpdatedAt()).isEqualTo(second(9));
    }
}
