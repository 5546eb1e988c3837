package io.tidemark.streamkit.timeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.event.Activated;
import io.tidemark.event.Registered;
import io.tidemark.event.TimelineEvent;
import io.tidemark.event.VersionRef;
import org.junit.jupiter.api.Test;

class TimelineStateTest {
    private final TimelineState state = new TimelineState();

    @Test
    void anUnknownModelHasNoHistory() {
        assertThat(state.models()).isEmpty();
        assertThat(state.of("toy")).isEmpty();
        assertThat(state.activation("toy")).isEmpty();
        assertThat(state.champion("toy")).isEmpty();
        assertThat(state.contains("toy", "any")).isFalse();
    }

    @Test
    void theNewestActivationCountsWhateverCameAfterIt() {
        accept(0, Facts.registered("run-1", "toy", 1));
        accept(1, Facts.activated("a-1", "toy", 1));
        accept(2, Facts.activated("a-2", "toy", 2));
        accept(3, Facts.registered("run-3", "toy", 3));

        assertThat(state.activation("toy").orElseThrow().offset()).isEqualTo(2);
        assertThat(state.champion("toy")).contains(new VersionRef(2, "0".repeat(64)));
        assertThat(state.of("toy")).extracting(TimelineEntry::offset).containsExactly(0L, 1L, 2L, 3L);
    }

    @Test
    void modelsAreKeptApartAndSorted() {
        accept(0, Facts.activated("a-1", "toy", 1));
        accept(1, Facts.activated("b-1", "other", 7));

        assertThat(state.models()).containsExactly("other", "toy");
        assertThat(state.champion("toy").orElseThrow().getVersion()).isEqualTo(1);
        assertThat(state.champion("other").orElseThrow().getVersion()).isEqualTo(7);
        assertThat(state.contains("toy", "a-1")).isTrue();
        assertThat(state.contains("other", "a-1")).isFalse();
    }

    @Test
    void factsSayWhatTheyAreAbout() {
        TimelineEvent registered = Facts.registered("run-1", "toy", 1);
        TimelineEvent activated = Facts.activated("a-1", "toy", 1);

        assertThat(registered.getEventId()).isEqualTo("run-1/registered");
        assertThat(TimelineFacts.registeredId("run-1")).isEqualTo(registered.getEventId());
        assertThat(TimelineFacts.activatedId("run-1")).isEqualTo("run-1/activated");
        assertThat(registered.getReason()).isEqualTo("All gates passed.");
        assertThat(registered.getFact()).isInstanceOfSatisfying(Registered.class, fact -> {
            assertThat(fact.getRunId()).isEqualTo("run-1");
            assertThat(fact.getApproved()).isTrue();
            assertThat(fact.getMetrics()).containsEntry("mae", 1.5);
        });
        assertThat(activated.getActor()).isEqualTo("somebody");
        assertThat(activated.getTime()).isEqualTo(Facts.TIME);
        assertThat(activated.getFact()).isInstanceOfSatisfying(Activated.class, fact -> {
            assertThat(fact.getChallengers()).isEmpty();
            assertThat(fact.getShadows()).isEmpty();
        });
    }

    private void accept(long offset, TimelineEvent event) {
        state.accept(new TimelineEntry(offset, event));
    }
}
