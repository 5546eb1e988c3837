package io.tidemark.topic;

import io.tidemark.event.Alert;
import io.tidemark.event.DeadLetter;
import io.tidemark.event.Drift;
import io.tidemark.event.DriftPane;
import io.tidemark.event.FeatureUpdate;
import io.tidemark.event.GroundTruth;
import io.tidemark.event.Notification;
import io.tidemark.event.Outcome;
import io.tidemark.event.Performance;
import io.tidemark.event.PerformancePane;
import io.tidemark.event.PolicyReading;
import io.tidemark.event.Prediction;
import io.tidemark.event.PredictionRequest;
import io.tidemark.event.RetrainRequest;
import io.tidemark.event.TimelineEvent;
import io.tidemark.event.TrainingRun;
import io.tidemark.event.TrialRow;
import io.tidemark.topic.TopicSpec.Cleanup;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;

/// The catalogue: each topic that Tidemark reads or writes.
///
/// A deployment may put a prefix in front of all names: [#name] applies it.
public final class Topics {
    private static final int DATA_PARTITIONS = 4;
    private static final int FACT_PARTITIONS = 1;
    private static final int MIB = 1024 * 1024;

    /// Requests may be this large on the log, far beyond what the scorer accepts, so that an oversized one becomes a
    /// dead letter that somebody sees.
    private static final int REQUEST_MAX_BYTES = 4 * MIB;

    /// A dead letter holds the largest request whole, and its reason.
    private static final int DEAD_LETTER_MAX_BYTES = REQUEST_MAX_BYTES + MIB;

    public static final TopicSpec<PredictionRequest> REQUESTS = new TopicSpec<>(
            "prediction-requests",
            "entity id, or request id",
            PredictionRequest.class,
            DATA_PARTITIONS,
            Cleanup.DELETE,
            days(7),
            REQUEST_MAX_BYTES,
            true,
            "Requests for predictions, from the users.");

    public static final TopicSpec<Prediction> PREDICTIONS =
            data("predictions", Prediction.class, days(30), "Answers to the requests, from the scoring stream.");

    public static final TopicSpec<Prediction> SHADOW_PREDICTIONS = data(
            "shadow-predictions",
            Prediction.class,
            days(14),
            "What versions in shadow would have answered, from shadow scoring.");

    public static final TopicSpec<FeatureUpdate> FEATURE_UPDATES = new TopicSpec<>(
            "feature-updates",
            "entity id",
            FeatureUpdate.class,
            DATA_PARTITIONS,
            Cleanup.DELETE,
            days(30),
            MIB,
            true,
            "New values of entities' features, from the users.");

    public static final TopicSpec<GroundTruth> GROUND_TRUTH = new TopicSpec<>(
            "ground-truth",
            "request id",
            GroundTruth.class,
            DATA_PARTITIONS,
            Cleanup.DELETE,
            days(30),
            REQUEST_MAX_BYTES,
            true,
            "True labels of earlier requests, from the users.");

    /// Internal: what the feedback joiner's tasks tell each other. Clients that partition in another way than Java's
    /// put labels where the prediction is not.
    public static final TopicSpec<GroundTruth> MOVED_LABELS = new TopicSpec<>(
            "ground-truth-moved",
            "request id",
            GroundTruth.class,
            DATA_PARTITIONS,
            Cleanup.DELETE,
            days(2),
            REQUEST_MAX_BYTES,
            false,
            "Labels from another partition than their prediction's, on their way to it.");

    public static final TopicSpec<Outcome> OUTCOMES =
            data("outcomes", Outcome.class, days(90), "Predictions joined with their labels; history for training.");

    public static final TopicSpec<Performance> PERFORMANCE =
            facts("performance", Performance.class, days(30), "Live quality per version, variant and segment.");

    public static final TopicSpec<Drift> DRIFT =
            facts("drift", Drift.class, days(30), "Drift and data quality per feature and version.");

    /// Internal: what the drift monitor's tasks tell each other.
    public static final TopicSpec<DriftPane> DRIFT_PANES =
            panes("drift-panes", DriftPane.class, "Counts per feature, version and pane, on their way to windows.");

    /// Internal: what the feedback joiner's tasks tell each other.
    public static final TopicSpec<PerformancePane> PERFORMANCE_PANES = panes(
            "performance-panes",
            PerformancePane.class,
            "Quality per version, segment and pane, on its way to windows.");

    /// Internal: what the feedback joiner's tasks tell each other.
    public static final TopicSpec<TrialRow> TRIAL_ROWS =
            facts("trial-rows", TrialRow.class, days(7), "What counts for versions on trial, on its way to verdicts.");

    public static final TopicSpec<Alert> ALERTS =
            facts("alerts", Alert.class, days(90), "Alerts: opened, escalated, resolved.");

    /// Internal: what the notifier remembers. As long as the alerts themselves, so that it is read in no time.
    public static final TopicSpec<Notification> NOTIFICATIONS = new TopicSpec<>(
            "notifications",
            "sink and notice id",
            Notification.class,
            FACT_PARTITIONS,
            Cleanup.COMPACT_AND_DELETE,
            days(90),
            MIB,
            false,
            "Who was told what: the notifier's memory.");

    /// Internal: what the drift monitor tells its retrain policy. All of a model in one partition: one order.
    public static final TopicSpec<PolicyReading> POLICY_READINGS = new TopicSpec<>(
            "policy-readings",
            "model name",
            PolicyReading.class,
            DATA_PARTITIONS,
            Cleanup.DELETE,
            days(30),
            MIB,
            false,
            "What the retrain policy looks at, and `tidemark retrain --dry-run` reads again.");

    public static final TopicSpec<RetrainRequest> RETRAIN_REQUESTS =
            facts("retrain-requests", RetrainRequest.class, days(30), "Requests for training runs.");

    public static final TopicSpec<TrainingRun> TRAINING_RUNS =
            facts("training-runs", TrainingRun.class, days(365), "Progress and results of training runs.");

    public static final TopicSpec<TimelineEvent> TIMELINE = facts(
            "model-timeline", TimelineEvent.class, Optional.empty(), "Which version serves, and how that came about.");

    public static final TopicSpec<DeadLetter> DEAD_LETTERS = new TopicSpec<>(
            "dead-letters",
            "key of the source",
            DeadLetter.class,
            FACT_PARTITIONS,
            Cleanup.DELETE,
            days(30),
            DEAD_LETTER_MAX_BYTES,
            false,
            "Records that could not be processed, whole, with the reason.");

    private static final List<TopicSpec<? extends SpecificRecord>> ALL = List.of(
            REQUESTS,
            PREDICTIONS,
            SHADOW_PREDICTIONS,
            FEATURE_UPDATES,
            GROUND_TRUTH,
            MOVED_LABELS,
            OUTCOMES,
            PERFORMANCE_PANES,
            PERFORMANCE,
            TRIAL_ROWS,
            DRIFT_PANES,
            DRIFT,
            ALERTS,
            NOTIFICATIONS,
            POLICY_READINGS,
            RETRAIN_REQUESTS,
            TRAINING_RUNS,
            TIMELINE,
            DEAD_LETTERS);

    private Topics() {}

    /// All topics, in the order of the data's way.
    public static List<TopicSpec<? extends SpecificRecord>> all() {
        return ALL;
    }

    /// The topic of this name without prefix.
    public static Optional<TopicSpec<? extends SpecificRecord>> find(String name) {
        return ALL.stream().filter(topic -> topic.name().equals(name)).findFirst();
    }

    /// The topic's name in a deployment that puts `prefix` in front of all names; an empty prefix changes nothing.
    public static String name(String prefix, TopicSpec<?> topic) {
        return prefix + topic.name();
    }

    private static <V extends SpecificRecord> TopicSpec<V> data(
            String name, Class<V> value, Optional<Duration> retention, String description) {
        return new TopicSpec<>(
                name, "request id", value, DATA_PARTITIONS, Cleanup.DELETE, retention, 2 * MIB, false, description);
    }

    private static <V extends SpecificRecord> TopicSpec<V> facts(
            String name, Class<V> value, Optional<Duration> retention, String description) {
        return new TopicSpec<>(
                name, "model name", value, FACT_PARTITIONS, Cleanup.DELETE, retention, MIB, false, description);
    }

    private static <V extends SpecificRecord> TopicSpec<V> panes(String name, Class<V> value, String description) {
        return new TopicSpec<>(
                name,
                "model, version and subject",
                value,
                DATA_PARTITIONS,
                Cleanup.DELETE,
                days(2),
                MIB,
                false,
                description);
    }

    private static Optional<Duration> days(int days) {
        return Optional.of(Duration.ofDays(days));
    }
}
