package io.tidemark.feedback.topology;

import io.tidemark.event.Alert;
import io.tidemark.event.AlertStatus;
import io.tidemark.event.Evidence;
import io.tidemark.event.Severity;
import io.tidemark.feedback.quality.Degradation.Judgement;
import io.tidemark.feedback.quality.Series.Line;
import io.tidemark.feedback.quality.WindowShape;
import io.tidemark.feedback.terms.Segments.Segment;
import io.tidemark.feedback.terms.VersionTerms;
import io.tidemark.streamkit.alert.AlertLife;
import io.tidemark.streamkit.alert.AlertRules;
import io.tidemark.streamkit.alert.AlertStep;
import io.tidemark.streamkit.alert.Reading;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.streams.state.KeyValueStore;

/// One alert for each version in each role, over all its windows.
final class PerformanceAlerts {
    private static final String KIND = "performance";

    private final KeyValueStore<String, byte[]> store;
    private final Clock clock;
    private final Map<String, AlertLife> lives = new HashMap<>();

    PerformanceAlerts(KeyValueStore<String, byte[]> store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    /// Takes what the windows of a version say.
    ///
    /// @param time end of the shortest window
    Optional<Alert> take(Line line, VersionTerms terms, Instant time, List<WindowJudgement> windows) {
        AlertLife life = life(line, terms);
        Optional<AlertStep> step = life.take(time, reading(windows));
        store.put(line.key(), life.toBytes());
        return step.map(it -> alert(it, line, terms, windows));
    }

    /// The version no longer answers: what is open about it is over.
    Optional<Alert> end(Line line, VersionTerms terms, Instant time) {
        AlertLife life = life(line, terms);
        Optional<AlertStep> step = life.end(time);
        if (step.isPresent()) {
            store.put(line.key(), life.toBytes());
        }
        return step.map(it -> it.toAlert(line.model(), KIND, clock.instant())
                .setVersion(line.version())
                .setTitle("Version " + line.version() + " of " + line.model() + " no longer answers")
                .setMessage("Another version answers in its place; its quality is no longer judged.")
                .setRunbook("runbook.md#performance")
                .build());
    }

    private AlertLife life(Line line, VersionTerms terms) {
        AlertLife known = lives.get(line.key());
        if (known == null) {
            String subject = KIND + "/" + line.key();
            AlertRules rules =
                    new AlertRules(terms.confirmations(), terms.performance().shortestWindow(), Duration.ZERO);
            byte[] bytes = store.get(line.key());
            known = bytes == null ? new AlertLife(subject, rules) : AlertLife.fromBytes(subject, rules, bytes);
            lives.put(line.key(), known);
        }
        return known;
    }

    /// The worst of what the windows say.
    private static Reading reading(List<WindowJudgement> windows) {
        Optional<Severity> worst = windows.stream()
                .flatMap(window -> window.judgement().severity().stream())
                .max(Comparator.naturalOrder());
        if (worst.isPresent()) {
            return new Reading.Breached(worst.get());
        }
        return windows.isEmpty() ? new Reading.Unknown() : new Reading.Calm();
    }

    /// Forgets a version in a role.
    void forget(Line line) {
        lives.remove(line.key());
        store.delete(line.key());
    }

    private Alert alert(AlertStep step, Line line, VersionTerms terms, List<WindowJudgement> windows) {
        WindowJudgement telling = windows.stream()
                .max(Comparator.comparing(
                        window -> window.judgement().severity().orElse(Severity.LOW)))
                .orElseThrow();
        return step.toAlert(line.model(), KIND, clock.instant())
                .setVersion(line.version())
                .setTitle(title(step, line, telling.judgement()))
                .setMessage(
                        step.status() == AlertStatus.RESOLVED
                                ? calm(telling)
                                : message(telling, terms.performance().maxWorsePct()))
                .setWindowStart(Instant.ofEpochMilli(telling.shape().start(telling.anchorMs())))
                .setWindowEnd(Instant.ofEpochMilli(telling.shape().end(telling.anchorMs())))
                .setEvidence(windows.stream().map(PerformanceAlerts::evidence).toList())
                .setAdvice(step.status() == AlertStatus.RESOLVED ? "" : advice(line.model()))
                .setRunbook("runbook.md#performance")
                .build();
    }

    private static String title(AlertStep step, Line line, Judgement found) {
        String subject = line.model() + " version " + line.version() + ": "
                + found.metric().key();
        return switch (step.status()) {
            case OPEN, ESCALATED ->
                found.rule()
                        .map(rule ->
                                String.format(Locale.ROOT, "%s %.4g breaks the rule %s", subject, found.value(), rule))
                        .orElseGet(() -> String.format(
                                Locale.ROOT,
                                "%s %.4g, %.4g at training time",
                                subject,
                                found.value(),
                                found.baseline()));
            case RESOLVED -> String.format(Locale.ROOT, "%s is back at %.4g", subject, found.value());
        };
    }

    private static String advice(String model) {
        return "Look at the segments in `tidemark watch performance`. The version to blame: `tidemark rollback " + model
                + "`. The world to blame: `tidemark retrain " + model + "`.";
    }

    private static String calm(WindowJudgement window) {
        return String.format(
                Locale.ROOT,
                "Window %s (%s): %s %.6g over %d labels. No window breaks its limit or a rule any more.",
                window.shape().name(),
                Duration.ofMillis(window.shape().lengthMs()),
                window.judgement().metric().key(),
                window.judgement().value(),
                window.labelled());
    }

    private static String message(WindowJudgement telling, double maxWorsePct) {
        Judgement found = telling.judgement();
        if (found.rule().isPresent()) {
            return String.format(
                    Locale.ROOT,
                    "Window %s (%s)%s: %s %.6g over %d labels, and its whole 95 %% interval, break the rule %s of the"
                            + " manifest.",
                    telling.shape().name(),
                    Duration.ofMillis(telling.shape().lengthMs()),
                    telling.segment().equals(Segment.ALL) ? "" : ", " + telling.segmentName(),
                    found.metric().key(),
                    found.value(),
                    telling.labelled(),
                    found.rule().get());
        }
        return String.format(
                Locale.ROOT,
                "Window %s (%s): %s %.6g over %d labels, limit %.6g: %.4g %% worse than the %.6g of the test rows at"
                        + " training time.",
                telling.shape().name(),
                Duration.ofMillis(telling.shape().lengthMs()),
                found.metric().key(),
                found.value(),
                telling.labelled(),
                found.limit(),
                maxWorsePct,
                found.baseline());
    }

    private static Evidence evidence(WindowJudgement window) {
        return Evidence.newBuilder()
                .setSubject(
                        window.segment().equals(Segment.ALL)
                                ? window.shape().name()
                                : window.shape().name() + ", " + window.segmentName())
                .setStatistic(window.judgement().metric().key())
                .setValue(window.judgement().value())
                .setThreshold(window.judgement().limit())
                .setCount(window.labelled())
                .build();
    }

    /// What was found of one window.
    ///
    /// @param anchorMs a time in its last pane, milliseconds since 1970-01-01 UTC
    /// @param segment the part of the traffic
    /// @param labelled rows behind the judgement
    record WindowJudgement(WindowShape shape, long anchorMs, Segment segment, long labelled, Judgement judgement) {
        String segmentName() {
            return segment.feature() + " = " + segment.value();
        }
    }
}
