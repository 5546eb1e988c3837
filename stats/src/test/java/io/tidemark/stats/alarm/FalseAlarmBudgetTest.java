package io.tidemark.stats.alarm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class FalseAlarmBudgetTest {
    private final FalseAlarmBudget oneAWeek = new FalseAlarmBudget(1, Duration.ofDays(7));

    @Test
    void budgetIsSplitOverRoundsAndTests() {
        assertThat(oneAWeek.alpha(Duration.ofMinutes(1), 20)).isCloseTo(1 / (10_080.0 * 20), within(1e-18));
        assertThat(oneAWeek.alpha(Duration.ofDays(7), 1)).isEqualTo(1);
        assertThat(oneAWeek.alpha(Duration.ofDays(70), 1)).isEqualTo(1);
    }

    @Test
    void partsOfTheBudgetSumToIt() {
        double features = oneAWeek.part(0.75).alpha(Duration.ofHours(1), 1);
        double errors = oneAWeek.part(0.25).alpha(Duration.ofHours(1), 1);
        assertThat(features + errors).isCloseTo(oneAWeek.alpha(Duration.ofHours(1), 1), within(1e-18));
    }

    @Test
    void streamsGetTheirEventsBetweenAlarms() {
        assertThat(oneAWeek.eventsPerAlarm(100)).isEqualTo(60_480_000);
        assertThat(oneAWeek.eventsPerAlarm(1e-9)).isEqualTo(1);
    }

    @Test
    void senselessBudgetsAreRefused() {
        assertThatThrownBy(() -> new FalseAlarmBudget(0, Duration.ofDays(1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new FalseAlarmBudget(1, Duration.ZERO)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> oneAWeek.alpha(Duration.ZERO, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> oneAWeek.alpha(Duration.ofDays(1), 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> oneAWeek.eventsPerAlarm(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> oneAWeek.part(1.5)).isInstanceOf(IllegalArgumentException.class);
    }
}
