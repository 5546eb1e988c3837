package io.tidemark.cli.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ServiceTest {
    @Test
    void namesGroupsAndHealthComponentsFollowFromTheList() {
        assertThat(Service.names())
                .containsExactly(
                        "notifier",
                        "feedback-joiner",
                        "drift-monitor",
                        "trainer",
                        "scoring-stream",
                        "shadow-scoring",
                        "registry-bridge");
        assertThat(Arrays.stream(Service.values()).map(Service::healthComponent))
                .containsExactly(
                        "notifier",
                        "feedbackJoiner",
                        "driftMonitor",
                        "trainer",
                        "scoringStream",
                        "shadowScoring",
                        "registryBridge");
        assertThat(Service.SCORING_STREAM.group("test.")).isEqualTo("test.tidemark-scoring-stream");
    }

    @Test
    void aServiceKnowsItsGroups() {
        assertThat(Service.SCORING_STREAM.owns("test.tidemark-scoring-stream", "test."))
                .isTrue();
        assertThat(Service.SCORING_STREAM.owns("tidemark-scoring-stream", "test."))
                .isFalse();
        assertThat(Service.SHADOW_SCORING.owns("tidemark-shadow-scoring-housing", ""))
                .as("one for each model")
                .isTrue();
        assertThat(Service.NOTIFIER.owns("t.tidemark-notifier-slack", "t."))
                .as("one for each place that it tells")
                .isTrue();
        assertThat(Service.NOTIFIER.owns("t.tidemark-notifier", "t.")).isFalse();
    }

    @Test
    void servicesAreFoundByName() {
        assertThat(Service.find("trainer")).contains(Service.TRAINER);
        assertThat(Service.find("TRAINER")).isEmpty();
        assertThat(Service.configurations(List.of(Service.TRAINER, Service.DRIFT_MONITOR)))
                .extracting(Class::getSimpleName)
                .containsExactly("TrainerApplication", "DriftApplication");
    }
}
