package io.tidemark.drift.judgement;

import io.tidemark.event.Alert;
import io.tidemark.event.Drift;
import io.tidemark.event.DriftSubject;
import io.tidemark.event.Evidence;
import io.tidemark.streamkit.alert.AlertRules;
import io.tidemark.streamkit.alert.AlertStep;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What alerts and records say of a model's requests, whichever version answers them.
public final class TrafficAlerts {
    /// At once: the silence itself is the confirmation.
    public static final AlertRules SILENCE = new AlertRules(1, Duration.ZERO, Duration.ZERO);

    private static final double MS_PER_SECOND = 1000;

    private TrafficAlerts() {}

    /// More requests than before become dead letters, or no longer do.
    ///
    /// @param now wall clock
    public static Alert deadLetters(AlertStep step, String model, List<QualityFinding> found, Instant now) {
        return QualityAlerts.ofModel(step, model, QualityCheck.DEAD_LETTERS, found, now);
    }

    /// No requests come any more, or they do again.
    ///
    /// @param last when requests came last
    /// @param limit from how long on a silence matters
    /// @param now wall clock
    public static Alert silence(AlertStep step, String model, Instant last, Duration limit, Instant now) {
        Alert.Builder alert = step.toAlert(model, QualityCheck.NO_TRAFFIC.kind(), now)
                .setRunbook("runbook.md#" + QualityCheck.NO_TRAFFIC.kind());
        Duration silent = Duration.between(last, now).truncatedTo(ChronoUnit.SECONDS);
        return switch (step.status()) {
            case OPEN, ESCALATED ->
                alert.setTitle(model + ": no requests since " + last)
                        .setMessage("None came for " + silent + "; a pause of " + limit
                                + " would have been unusual. Drift and quality are not judged meanwhile.")
                        .setWindowStart(last)
                        .setWindowEnd(now)
                        .setEvidence(List.of(Evidence.newBuilder()
                                .setSubject("requests")
                                .setStatistic(QualityCheck.NO_TRAFFIC.statistic())
                                .setValue(silent.toMillis() / MS_PER_SECOND)
                                .setThreshold(limit.toMillis() / MS_PER_SECOND)
                                .build()))
                        .setAdvice(QualityCheck.NO_TRAFFIC.advice())
                        .build();
            case RESOLVED ->
                alert.setTitle(model + ": requests come again")
                        .setMessage("The latest came at " + last + ".")
                        .build();
        };
    }

    /// One window of a model's requests, for the topic `drift`.
    ///
    /// @param version the version that answers
    public static Drift record(String model, int version, LetterWatch.Look look) {
        Map<String, Double> statistics = new LinkedHashMap<>();
        long requests = look.requests().requests();
        statistics.put(
                "requests_per_second", requests * MS_PER_SECOND / look.window().lengthMs());
        statistics.put("dead_letters", (double) look.requests().letters());
        if (requests > 0) {
            statistics.put("dead_letter_share", (double) look.requests().letters() / requests);
        }
        Map<String, Double> pValues = new LinkedHashMap<>();
        Map<String, Double> thresholds = new LinkedHashMap<>();
        look.finding().ifPresent(finding -> {
            statistics.put("reference_dead_letter_share", finding.reference().orElse(0));
            finding.pValue().ifPresent(value -> pValues.put("dead_letter_share", value));
            thresholds.put("dead_letter_share", finding.limit());
        });
        return Drift.newBuilder()
                .setModel(model)
                .setVersion(version)
                .setSubject(DriftSubject.TRAFFIC)
                .setFeature("")
                .setWindow(look.window().name())
                .setWindowStart(look.window().start())
                .setWindowEnd(look.window().end())
                .setCount(look.requests().answers())
                .setMissing(0)
                .setUnseen(0)
                .setReferenceCount(
                        look.finding().map(QualityFinding::referenceRows).orElse(0L))
                .setStatistics(statistics)
                .setPValues(pValues)
                .setThresholds(thresholds)
                .setDrifted(look.finding().filter(QualityFinding::breached).isPresent())
                .build();
    }
}
