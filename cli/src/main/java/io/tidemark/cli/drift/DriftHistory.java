package io.tidemark.cli.drift;

import io.tidemark.cli.UserError;
import io.tidemark.cli.status.TopicTail;
import io.tidemark.event.Alert;
import io.tidemark.event.AlertStatus;
import io.tidemark.event.Drift;
import io.tidemark.event.DriftSubject;
import io.tidemark.streamkit.topic.KafkaSettings;
import io.tidemark.streamkit.topic.TopicBinding;
import io.tidemark.topic.Topics;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What the drift monitor wrote about one model, newest records of a long tail.
public final class DriftHistory {
    /// Records of a model of ten features over a day, judged each minute over two windows.
    private static final long TAIL = 100_000;

    private static final long ALERTS_TAIL = 10_000;

    private static final Comparator<Drift> WORST_FIRST = Comparator.comparing(Drift::getDrifted)
            .thenComparingDouble(record -> psi(record).orElse(-1.0))
            .reversed();

    private final String model;
    private final List<Drift> records;
    private final List<Alert> alerts;

    /// @param records of the topic `drift`, oldest first
    /// @param alerts of the topic `alerts`, oldest first
    DriftHistory(String model, List<Drift> records, List<Alert> alerts) {
        this.model = model;
        this.records = records.stream()
                .filter(record -> record.getModel().equals(model))
                .toList();
        this.alerts =
                alerts.stream().filter(alert -> alert.getModel().equals(model)).toList();
        if (this.records.isEmpty()) {
            List<String> others =
                    records.stream().map(Drift::getModel).distinct().sorted().toList();
            throw new UserError("Found no drift records of the model '" + model + "', expected "
                    + (others.isEmpty()
                            ? "some once requests have been answered: is there traffic?"
                            : "one of " + String.join(", ", others) + "."));
        }
    }

    /// Reads the topics.
    ///
    /// @throws UserError when nothing is known of the model, or Kafka does not answer
    public static DriftHistory read(KafkaSettings settings, String model) {
        TopicBinding topics = new TopicBinding(settings);
        return new DriftHistory(
                model,
                TopicTail.read(settings, topics.of(Topics.DRIFT), TAIL),
                TopicTail.read(settings, topics.of(Topics.ALERTS), ALERTS_TAIL));
    }

    /// Name of the model.
    public String model() {
        return model;
    }

    /// Versions that something is known of, the one that was judged last first.
    public List<Integer> versions() {
        Map<Integer, Instant> last = new LinkedHashMap<>();
        records.stream()
                // Windows of traffic are those of the wall clock.
                .filter(record -> record.getSubject() != DriftSubject.TRAFFIC)
                .forEach(record -> last.merge(
                        record.getVersion(), record.getWindowEnd(), (one, other) -> one.isAfter(other) ? one : other));
        return last.entrySet().stream()
                .sorted(Map.Entry.<Integer, Instant>comparingByValue()
                        .thenComparing(Map.Entry.comparingByKey())
                        .reversed())
                .map(Map.Entry::getKey)
                .toList();
    }

    /// The version, checked.
    ///
    /// @throws UserError when nothing is known of it
    public int requireVersion(int version) {
        if (!versions().contains(version)) {
            throw new UserError("Found no drift records of " + model + " version " + version + ", expected one of "
                    + versions() + ".");
        }
        return version;
    }

    /// Windows of a version, in the order of their names in the newest records.
    public List<String> windows(int version) {
        return of(version).stream()
                .filter(record -> record.getSubject() != DriftSubject.DATASET
                        || !record.getStatistics().isEmpty()
                        || record.getReferenceCount() > 0)
                .map(Drift::getWindow)
                .distinct()
                .sorted()
                .toList();
    }

    /// The window, checked.
    ///
    /// @throws UserError when the version has none of this name
    public String requireWindow(int version, String window) {
        if (!windows(version).contains(window)) {
            throw new UserError("Found the window '" + window + "' of version " + version + ", expected one of "
                    + String.join(", ", windows(version)) + ".");
        }
        return window;
    }

    private List<Drift> of(int version) {
        return records.stream().filter(record -> record.getVersion() == version).toList();
    }

    /// The newest record of each subject over a window; features that drifted first, then by PSI.
    public List<Drift> newest(int version, String window, DriftSubject subject) {
        Map<String, Drift> newest = new LinkedHashMap<>();
        of(version).stream()
                .filter(record ->
                        record.getSubject() == subject && record.getWindow().equals(window))
                .forEach(record -> newest.put(record.getFeature(), record));
        return newest.values().stream().sorted(WORST_FIRST).toList();
    }

    /// The newest record of all features together; empty for a version without reference.
    public Optional<Drift> dataset(int version, String window) {
        return newest(version, window, DriftSubject.DATASET).stream().findFirst();
    }

    /// All records of a subject over a window by the end of the window, the last of each.
    public List<Drift> series(int version, String window, DriftSubject subject, String feature) {
        Map<Instant, Drift> byEnd = new LinkedHashMap<>();
        of(version).stream()
                .filter(record -> record.getSubject() == subject
                        && record.getWindow().equals(window)
                        && record.getFeature().equals(feature))
                .forEach(record -> byEnd.put(record.getWindowEnd(), record));
        List<Drift> series = new ArrayList<>(byEnd.values());
        series.sort(Comparator.comparing(Drift::getWindowEnd));
        return series;
    }

    /// The newest step of each alert about a version, or about the model as a whole, the newest first.
    public List<Alert> alerts(int version) {
        Map<String, Alert> latest = new LinkedHashMap<>();
        alerts.stream()
                .filter(alert -> alert.getVersion() == null || alert.getVersion() == version)
                .forEach(alert -> latest.put(alert.getAlertId(), alert));
        return latest.values().stream()
                .sorted(Comparator.comparing(Alert::getUpdatedAt).reversed())
                .toList();
    }

    /// Alerts that are open.
    public List<Alert> openAlerts(int version) {
        return alerts(version).stream()
                .filter(alert -> alert.getStatus() != AlertStatus.RESOLVED)
                .toList();
    }

    /// PSI of a record, when it is defined.
    static Optional<Double> psi(Drift record) {
        return Optional.ofNullable(record.getStatistics().get("psi"));
    }
}
