package io.tidemark.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import io.tidemark.event.Alert;
import io.tidemark.topic.TopicSpec.Cleanup;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TopicsTest {
    private static final int MIB = 1024 * 1024;

    @Test
    void theCatalogueHoldsTheTopicsOfTheDesignEachOnce() {
        assertThat(Topics.all())
                .extracting(TopicSpec::name)
                .containsExactly(
                        "prediction-requests",
                        "predictions",
                        "shadow-predictions",
                        "feature-updates",
                        "ground-truth",
                        "ground-truth-moved",
                        "outcomes",
                        "performance-panes",
                        "performance",
                        "trial-rows",
                        "drift-panes",
                        "drift",
                        "alerts",
                        "notifications",
                        "policy-readings",
                        "retrain-requests",
                        "training-runs",
                        "model-timeline",
                        "dead-letters");
    }

    @Test
    void eachTopicSaysWhatFlowsThroughIt() {
        assertThat(Topics.all()).allSatisfy(topic -> {
            assertThat(topic.description()).endsWith(".");
            assertThat(topic.key()).isNotBlank();
        });
    }

    @Test
    void aTopicIsFoundByItsNameWithoutPrefix() {
        assertThat(Topics.find("alerts").map(TopicSpec::value)).isEqualTo(Optional.of(Alert.class));
        assertThat(Topics.find("team-a.alerts")).isEmpty();
    }

    @Test
    void aPrefixStandsInFrontOfTheName() {
        assertThat(Topics.name("team-a.", Topics.ALERTS)).isEqualTo("team-a.alerts");
        assertThat(Topics.name("", Topics.ALERTS)).isEqualTo("alerts");
    }

    /// Predictions and labels meet by partition; requests and predictions differ in their key and need not.
    @Test
    void predictionsAndLabelsHaveTheSamePartitions() {
        assertThat(Topics.GROUND_TRUTH.partitions()).isEqualTo(Topics.PREDICTIONS.partitions());
    }

    @Test
    void theTimelineIsKeptForGoodInOnePartition() {
        assertThat(Topics.TIMELINE.retention()).isEmpty();
        assertThat(Topics.TIMELINE.partitions()).isEqualTo(1);
        assertThat(Topics.TIMELINE.config()).contains(entry("retention.ms", "-1"), entry("cleanup.policy", "delete"));
    }

    @Test
    void aDeadLetterHoldsTheLargestRequestWhole() {
        assertThat(Topics.DEAD_LETTERS.maxMessageBytes()).isGreaterThan(Topics.REQUESTS.maxMessageBytes());
        assertThat(Topics.REQUESTS.maxMessageBytes()).isEqualTo(4 * MIB);
    }

    @Test
    void eachPropertyBecomesItsTopicConfiguration() {
        TopicSpec<Alert> spec = new TopicSpec<>(
                "t", "key", Alert.class, 3, Cleanup.COMPACT, Optional.of(Duration.ofHours(1)), 99, true, "A topic.");

        assertThat(spec.config())
                .containsOnly(
                        entry("cleanup.policy", "compact"),
                        entry("retention.ms", "3600000"),
                        entry("max.message.bytes", "99"),
                        entry("message.timestamp.after.max.ms", Long.toString(Long.MAX_VALUE)));
    }

    @Test
    void theNotifiersMemoryIsCompactedAndKeptAsLongAsTheAlerts() {
        assertThat(Topics.NOTIFICATIONS.config()).contains(entry("cleanup.policy", "compact,delete"));
        assertThat(Topics.NOTIFICATIONS.retention()).isEqualTo(Topics.ALERTS.retention());
    }

    @Test
    void topicsThatUsersWriteToTakeAnyTimestampOthersKeepTheBrokersBound() {
        assertThat(Topics.all())
                .filteredOn(TopicSpec::anyTimestamp)
                .containsExactly(Topics.REQUESTS, Topics.FEATURE_UPDATES, Topics.GROUND_TRUTH);
        assertThat(Topics.PREDICTIONS.config()).doesNotContainKey("message.timestamp.after.max.ms");
    }

    @Test
    void aTopicWithoutPartitionsIsRefused() {
        assertThatThrownBy(() -> new TopicSpec<>(
                        "t", "key", Alert.class, 0, Cleanup.DELETE, Optional.empty(), 99, false, "A topic."))
                .hasMessage("Found 0 partitions of t, expected 1 or more.");
    }

    @Test
    void aFindingReadsAsALine() {
        assertThat(new TopicFinding("team-a.alerts", "retention.ms", "1", "2").describe())
                .isEqualTo("team-a.alerts: found retention.ms 1, expected 2");
    }
}
