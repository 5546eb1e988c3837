package io.tidemark.feedback.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.event.Activated;
import io.tidemark.event.ActivationCause;
import io.tidemark.event.Challenger;
import io.tidemark.event.VersionRef;
import java.util.List;
import org.junit.jupiter.api.Test;

class TrialPlanTest {
    private static final VersionRef CHAMPION = new VersionRef(1, "a");
    private static final VersionRef SHADOW = new VersionRef(2, "b");
    private static final Challenger TENTH = new Challenger(2, "b", 1_000, "salt");

    @Test
    void oneChallengerIsOnTrial() {
        assertThat(TrialPlan.of(routing(List.of(TENTH), List.of()))).hasValueSatisfying(plan -> {
            assertThat(plan.share()).isEqualTo(0.1);
            assertThat(plan.isShadow()).isFalse();
        });
    }

    @Test
    void oneShadowIsOnTrial() {
        assertThat(TrialPlan.of(routing(List.of(), List.of(SHADOW))))
                .hasValueSatisfying(plan -> assertThat(plan.isShadow()).isTrue());
    }

    @Test
    void severalVersionsAreThePersonsOwn() {
        assertThat(TrialPlan.of(routing(List.of(TENTH, TENTH), List.of()))).isEmpty();
        assertThat(TrialPlan.of(routing(List.of(TENTH), List.of(SHADOW)))).isEmpty();
        assertThat(TrialPlan.of(routing(List.of(), List.of(SHADOW, SHADOW)))).isEmpty();
    }

    @Test
    void allOrNothingIsNoTrial() {
        assertThat(TrialPlan.of(routing(List.of(new Challenger(2, "b", 10_000, "salt")), List.of())))
                .isEmpty();
        assertThat(TrialPlan.of(routing(List.of(new Challenger(2, "b", 0, "salt")), List.of())))
                .isEmpty();
        assertThat(TrialPlan.of(routing(List.of(), List.of()))).isEmpty();
    }

    private static Activated routing(List<Challenger> challengers, List<VersionRef> shadows) {
        return Activated.newBuilder()
                .setCause(ActivationCause.ROLLOUT)
                .setChampion(CHAMPION)
                .setChallengers(challengers)
                .setShadows(shadows)
                .build();
    }
}
