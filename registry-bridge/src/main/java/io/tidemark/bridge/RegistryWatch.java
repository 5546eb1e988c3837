package io.tidemark.bridge;

import io.tidemark.event.Alert;
import io.tidemark.event.AlertStatus;
import io.tidemark.event.Severity;
import io.tidemark.registry.guard.DependencyHealth;
import io.tidemark.streamkit.alert.AlertLife;
import io.tidemark.streamkit.alert.AlertRules;
import io.tidemark.streamkit.alert.AlertStep;
import io.tidemark.streamkit.alert.Episode;
import io.tidemark.streamkit.alert.Reading;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/// Says when something that the registry depends on is down, and when it answers again: one alert for each time.
///
/// What is open stands on the topic of alerts and nowhere else; it is read before anything is written, and again after
/// a write that failed. So a restart opens nothing twice. One bridge at a time. Belongs to one thread.
public final class RegistryWatch {
    /// Kind of the alert.
    public static final String KIND = "registry";

    /// Stands for the model's name: it is about all of them.
    public static final String ALL_MODELS = "*";

    private static final AlertRules AT_ONCE = new AlertRules(1, Duration.ZERO, Duration.ZERO);
    private static final String RUNBOOK = "runbook.md#registry";

    private final Supplier<List<DependencyHealth>> health;
    private final AlertLog log;
    private final Clock clock;
    private final Map<String, AlertLife> lives = new HashMap<>();
    private boolean restored;

    /// @param health how what the registry depends on is, by the calls that were made of it
    public RegistryWatch(Supplier<List<DependencyHealth>> health, AlertLog log, Clock clock) {
        this.health = health;
        this.log = log;
        this.clock = clock;
    }

    /// Looks once, and writes what has changed.
    public void look() {
        if (!restored) {
            restore();
        }
        for (DependencyHealth dependency : health.get()) {
            AlertLife life =
                    lives.computeIfAbsent(subject(dependency.name()), subject -> new AlertLife(subject, AT_ONCE));
            life.take(clock.instant(), reading(dependency)).ifPresent(step -> append(alert(step, dependency)));
        }
    }

    private static String subject(String dependency) {
        return KIND + "/" + dependency;
    }

    private void restore() {
        lives.clear();
        Map<String, Alert> newest = new LinkedHashMap<>();
        log.read(KIND).forEach(alert -> newest.put(alert.getAlertId(), alert));
        newest.values().stream()
                .filter(alert -> alert.getStatus() != AlertStatus.RESOLVED)
                .forEach(alert -> {
                    String subject =
                            alert.getAlertId().substring(0, alert.getAlertId().lastIndexOf('/'));
                    lives.put(
                            subject,
                            AlertLife.open(
                                    subject,
                                    AT_ONCE,
                                    new Episode(alert.getOpenedAt(), alert.getOpenedAt(), alert.getSeverity())));
                });
        restored = true;
    }

    /// A dependency that nobody has asked yet, or that is tried again, says nothing.
    private static Reading reading(DependencyHealth dependency) {
        return switch (dependency.state()) {
            case HEALTHY -> dependency.calls() == 0 ? new Reading.Unknown() : new Reading.Calm();
            case DEGRADED -> new Reading.Unknown();
            case DOWN -> new Reading.Breached(Severity.MEDIUM);
        };
    }

    /// Whether a write that failed is there after all, the topic knows.
    private void append(Alert alert) {
        try {
            log.append(alert);
        } catch (RuntimeException e) {
            restored = false;
            throw e;
        }
    }

    private Alert alert(AlertStep step, DependencyHealth dependency) {
        Instant now = clock.instant();
        Alert.Builder alert = step.toAlert(ALL_MODELS, KIND, now).setRunbook(RUNBOOK);
        return switch (step.status()) {
            case OPEN, ESCALATED ->
                alert.setTitle(dependency.name() + ": does not answer")
                        .setMessage("It is left alone for a while after failing again and again; the last: "
                                + dependency.problem()
                                + " What serves goes on; trainings, promotions and new versions wait.")
                        .setAdvice("Bring it back; nothing else has to be done.")
                        .build();
            case RESOLVED ->
                alert.setTitle(dependency.name() + ": answers again")
                        .setMessage("What was decided meanwhile is compared now.")
                        .build();
        };
    }
}
