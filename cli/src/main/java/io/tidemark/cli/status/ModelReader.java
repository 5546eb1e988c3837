package io.tidemark.cli.status;

import io.tidemark.cli.status.Status.FeatureDrift;
import io.tidemark.cli.status.Status.ModelState;
import io.tidemark.event.Adopted;
import io.tidemark.event.Alert;
import io.tidemark.event.AlertStatus;
import io.tidemark.event.Drift;
import io.tidemark.event.DriftSubject;
import io.tidemark.event.Performance;
import io.tidemark.event.TrainingRun;
import io.tidemark.event.VersionRef;
import io.tidemark.streamkit.timeline.TimelineEntry;
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
import java.util.TreeSet;

/// Reads what the topics say about each model.
final class ModelReader {
    private static final long TAIL = 2_000;
    private static final long ALERTS_TAIL = 10_000;

    private final TimelineState timeline;
    private final List<Drift> drift;
    private final List<Performance> performance;
    private final List<Alert> alerts;
    private final List<TrainingRun> runs;

    ModelReader(KafkaSettings settings) {
        TopicBinding topics = new TopicBinding(settings);
        timeline = TimelineState.read(new TopicReader(settings), topics.of(Topics.TIMELINE));
        drift = TopicTail.read(settings, topics.of(Topics.DRIFT), TAIL);
        performance = TopicTail.read(settings, topics.of(Topics.PERFORMANCE), TAIL);
        alerts = TopicTail.read(settings, topics.of(Topics.ALERTS), ALERTS_TAIL);
        runs = TopicTail.read(settings, topics.of(Topics.TRAINING_RUNS), TAIL);
    }

    List<ModelState> models() {
        TreeSet<String> names = new TreeSet<>(timeline.models());
        runs.forEach(run -> names.add(run.getModel()));
        return names.stream().map(this::model).toList();
    }

    private ModelState model(String model) {
        Optional<TimelineEntry> activation = timeline.activation(model);
        Optional<Integer> champion = timeline.champion(model).map(VersionRef::getVersion);
        Optional<Performance> live = champion.flatMap(version -> newestTotal(model, version));
        return new ModelState(
                model,
                champion,
                activation.map(entry -> entry.event().getTime()),
                activation.map(entry -> adoptedPartitions(model, entry)).orElse(0),
                champion.map(version -> newestDrift(model, version)).orElse(List.of()),
                live.map(Performance::getMetrics).orElse(Map.of()),
                live.map(Performance::getBaseline).orElse(Map.of()),
                live.map(Performance::getLabelled).orElse(0L),
                openAlerts(model),
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
        return performance.reversed().stream()
                .filter(p -> p.getModel().equals(model)
                        && p.getVersion() == version
                        && p.getSegment() == null
                        && p.getWindow().equals("total"))
                .findFirst();
    }

    private List<FeatureDrift> newestDrift(String model, int version) {
        Map<String, FeatureDrift> newest = new LinkedHashMap<>();
        for (Drift record : drift) {
            if (record.getModel().equals(model)
                    && record.getVersion() == version
                    && record.getSubject() == DriftSubject.FEATURE
                    && record.getStatistics().containsKey("psi")) {
                newest.put(
                        record.getFeature(),
                        new FeatureDrift(
                                record.getFeature(),
                                record.getStatistics().get("psi"),
                                record.getStatistics().getOrDefault("ks", 0.0),
                                record.getCount(),
                                record.getDrifted()));
            }
        }
        return newest.values().stream()
                .sorted(Comparator.comparingDouble(FeatureDrift::psi).reversed())
                .toList();
    }

    private List<String> openAlerts(String model) {
        Map<String, Alert> latest = new LinkedHashMap<>();
        alerts.stream()
                .filter(alert -> alert.getModel().equals(model))
                .forEach(alert -> latest.put(alert.getAlertId(), alert));
        return latest.values().stream()
                .filter(alert -> alert.getStatus() != AlertStatus.RESOLVED)
                .map(alert -> alert.getSeverity() + " " + alert.getTitle())
                .toList();
    }

    private Optional<String> newestRun(String model) {
        return runs.reversed().stream()
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
}
