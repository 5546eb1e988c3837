package io.tidemark.cli.status;

import io.tidemark.cli.status.Status.FeatureDrift;
import io.tidemark.cli.status.Status.ModelState;
import io.tidemark.event.Adopted;
import io.tidemark.event.Alert;
import io.tidemark.event.AlertStatus;
import io.tidemark.event.Drift;
import io.tidemark.event.DriftSubject;
import io.tidemark.event.Performance;
import io.tidemark.event.Severity;
import io.tidemark.event.TrainingRun;
import io.tidemark.event.VersionRef;
import io.tidemark.streamkit.timeline.TimelineEntry;
import io.tidemark.streamkit.timeline.TimelineFacts;
import io.tidemark.streamkit.timeline.TimelineState;
import io.tidemark.streamkit.topic.KafkaSettings;
import io.tidemark.streamkit.topic.TopicBinding;
import io.tidemark.streamkit.topic.TopicReader;
import io.tidemark.topic.Topics;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BinaryOperator;

/// Reads what the topics say about each model.
final class ModelReader {
    private static final long TAIL = 2_000;
    private static final long ALERTS_TAIL = 10_000;
    private static final String TOTAL = "total";

    /// What alerts about all models have in place of a name.
    private static final String ALL_MODELS = "*";

    /// What has drifted first; then the largest PSI.
    private static final Comparator<FeatureDrift> WORST_FIRST = Comparator.comparing(FeatureDrift::drifted)
            .thenComparingDouble(FeatureDrift::psi)
            .reversed();

    private final TimelineState timeline;
    private final Tails tails;

    ModelReader(KafkaSettings settings) {
        this(
                TimelineState.read(new TopicReader(settings), new TopicBinding(settings).of(Topics.TIMELINE)),
                Tails.read(settings));
    }

    ModelReader(TimelineState timeline, Tails tails) {
        this.timeline = timeline;
        this.tails = tails;
    }

    /// The models that the timeline knows. A run alone makes no model: somebody may have asked for one that nobody
    /// has a manifest of.
    List<ModelState> models() {
        return timeline.models().stream().map(this::model).toList();
    }

    private ModelState model(String model) {
        Optional<TimelineEntry> activation = timeline.activation(model);
        Optional<Integer> champion = timeline.champion(model).map(VersionRef::getVersion);
        Optional<Performance> live = champion.flatMap(version -> newestTotal(model, version));
        List<Alert> alerts = openAlerts(model);
        return new ModelState(
                model,
                champion,
                activation.map(entry -> entry.event().getTime()),
                activation.map(entry -> adoptedPartitions(model, entry)).orElse(0),
                champion.map(version -> worstDrift(model, version)).orElse(List.of()),
                live.map(Performance::getMetrics).orElse(Map.of()),
                live.map(Performance::getBaseline).orElse(Map.of()),
                live.map(Performance::getLabelled).orElse(0L),
                alerts.stream()
                        .filter(alert -> !isUnderWay(alert))
                        .map(alert -> alert.getSeverity() + " " + alert.getTitle())
                        .toList(),
                alerts.stream()
                        .filter(ModelReader::isUnderWay)
                        .map(Alert::getTitle)
                        .toList(),
                newestRun(model));
    }

    private int adoptedPartitions(String model, TimelineEntry activation) {
        String id = activation.event().getEventId();
        return (int) timeline.of(model).stream()
                .filter(entry -> entry.event().getFact() instanceof Adopted adopted
                        && adopted.getActivationId().equals(id))
                .map(entry -> ((Adopted) entry.event().getFact()).getPartition())
                .distinct()
                .count();
    }

    private Optional<Performance> newestTotal(String model, int version) {
        return tails.performance().reversed().stream()
                .filter(p -> p.getModel().equals(model)
                        && p.getVersion() == version
                        && p.getSegment() == null
                        && p.getWindow().equals(TOTAL))
                .findFirst();
    }

    /// The newest record of each feature and window; of a feature's windows the worst.
    private List<FeatureDrift> worstDrift(String model, int version) {
        Map<Watched, FeatureDrift> newest = new LinkedHashMap<>();
        for (Drift record : tails.drift()) {
            if (record.getModel().equals(model)
                    && record.getVersion() == version
                    && record.getSubject() == DriftSubject.FEATURE
                    && record.getStatistics().containsKey("psi")) {
                newest.put(
                        new Watched(record.getFeature(), record.getWindow()),
                        new FeatureDrift(
                                record.getFeature(),
                                record.getWindow(),
                                record.getStatistics().get("psi"),
                                record.getStatistics().getOrDefault("ks", 0.0),
                                record.getCount(),
                                record.getDrifted()));
            }
        }
        Map<String, FeatureDrift> worst = new LinkedHashMap<>();
        newest.values().forEach(drift -> worst.merge(drift.feature(), drift, BinaryOperator.minBy(WORST_FIRST)));
        return worst.values().stream().sorted(WORST_FIRST).toList();
    }

    /// True for a stage of a rollout that goes as it was planned: it ends by itself, or is escalated.
    private static boolean isUnderWay(Alert alert) {
        return alert.getKind().equals(TimelineFacts.TRIAL_ALERTS) && alert.getSeverity() == Severity.LOW;
    }

    private List<Alert> openAlerts(String model) {
        Map<String, Alert> latest = new LinkedHashMap<>();
        tails.alerts().stream()
                .filter(alert ->
                        alert.getModel().equals(model) || alert.getModel().equals(ALL_MODELS))
                .forEach(alert -> latest.put(alert.getAlertId(), alert));
        return latest.values().stream()
                .filter(alert -> alert.getStatus() != AlertStatus.RESOLVED)
                .toList();
    }

    private Optional<String> newestRun(String model) {
        return tails.runs().reversed().stream()
                .filter(run -> run.getModel().equals(model))
                .findFirst()
                .map(run -> String.format(
                        Locale.ROOT,
                        "%s %s %.0f %%%s",
                        run.getStatus(),
                        run.getStep(),
                        100 * run.getProgress(),
                        run.getVersion() == null ? "" : ", version " + run.getVersion()));
    }

    private record Watched(String feature, String window) {}

    /// The newest records of the topics about models, oldest first.
    record Tails(List<Drift> drift, List<Performance> performance, List<Alert> alerts, List<TrainingRun> runs) {
        static Tails read(KafkaSettings settings) {
            TopicBinding topics = new TopicBinding(settings);
            return new Tails(
                    TopicTail.read(settings, topics.of(Topics.DRIFT), TAIL),
                    TopicTail.read(settings, topics.of(Topics.PERFORMANCE), TAIL),
                    TopicTail.read(settings, topics.of(Topics.ALERTS), ALERTS_TAIL),
                    TopicTail.read(settings, topics.of(Topics.TRAINING_RUNS), TAIL));
        }
    }
}
