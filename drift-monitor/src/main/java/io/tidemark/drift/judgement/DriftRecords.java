package io.tidemark.drift.judgement;

import io.tidemark.drift.reference.VersionKey;
import io.tidemark.event.Drift;
import io.tidemark.event.DriftSubject;
import io.tidemark.stats.drift.DriftStatistic;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/// Findings as records for the topic `drift`: one per subject and window, and one per window for all features together.
public final class DriftRecords {
    private DriftRecords() {}

    /// The records of a round.
    public static List<Drift> of(VersionKey version, Round round) {
        List<Drift> records = of(version, round.distributions());
        round.labels().forEach(finding -> records.add(record(version, finding)));
        round.of(QualityCheck.CORRELATION).forEach(pair -> records.add(pair(version, pair)));
        round.requests()
                .forEach(requests -> records.add(builder(version, requests.window())
                        .setSubject(DriftSubject.REQUESTS)
                        .setCount(requests.rows())
                        .setReferenceCount(0)
                        .setStatistics(requests.figures())
                        .setDrifted(false)
                        .build()));
        return records;
    }

    /// The records of features, answers and all features together.
    static List<Drift> of(VersionKey version, Findings findings) {
        List<Drift> records = new ArrayList<>();
        Map<Window, List<Finding>> byWindow = new LinkedHashMap<>();
        for (Finding finding : findings.all()) {
            byWindow.computeIfAbsent(finding.window(), window -> new ArrayList<>())
                    .add(finding);
            records.add(record(version, finding));
        }
        byWindow.forEach((window, of) -> records.add(dataset(version, window, new Findings(of))));
        return records;
    }

    private static Drift pair(VersionKey version, QualityFinding pair) {
        Map<String, Double> statistics = new LinkedHashMap<>();
        statistics.put("correlation", pair.value());
        pair.reference().ifPresent(before -> statistics.put("reference_correlation", before));
        return builder(version, pair.window())
                .setSubject(DriftSubject.PAIR)
                .setFeature(pair.subject())
                .setCount(pair.rows())
                .setReferenceCount(pair.referenceRows())
                .setStatistics(statistics)
                .setPValues(
                        pair.pValue().isPresent()
                                ? Map.of("correlation", pair.pValue().getAsDouble())
                                : Map.of())
                .setThresholds(Map.of("correlation", pair.limit()))
                .setDrifted(pair.breached())
                .build();
    }

    /// The record of rows that cannot be compared, because their version has no reference.
    public static Drift withoutReference(VersionKey version, Window window, long rows) {
        return builder(version, window)
                .setSubject(DriftSubject.DATASET)
                .setCount(rows)
                .setReferenceCount(0)
                .setDrifted(false)
                .build();
    }

    private static Drift record(VersionKey version, Finding finding) {
        Map<String, Double> statistics = byName(finding.report().statistics());
        statistics.putAll(finding.portrait().figures());
        SmallHistogram histogram = finding.portrait().histogram();
        return builder(version, finding.window())
                .setSubject(finding.subject().driftSubject())
                .setFeature(finding.subject().feature())
                .setCount(finding.rows())
                .setMissing(finding.missing())
                .setUnseen(finding.unseen())
                .setReferenceCount(finding.report().referenceRows())
                .setStatistics(statistics)
                .setPValues(byName(finding.report().pValues()))
                .setThresholds(byName(finding.thresholds()))
                .setDrifted(finding.drifted())
                .setBins(histogram.bins())
                .setReferenceCounts(histogram.reference())
                .setCounts(histogram.current())
                .setImportance(boxed(finding.portrait().importance()))
                .build();
    }

    private static Drift dataset(VersionKey version, Window window, Findings findings) {
        Finding any = findings.all().getFirst();
        Map<String, Double> statistics = new LinkedHashMap<>();
        if (any.judged() && findings.features() > 0) {
            statistics.put("drifted_features", (double) findings.driftedFeatures());
            statistics.put("drifted_share", (double) findings.driftedFeatures() / findings.features());
        }
        findings.weightedPsi().ifPresent(psi -> statistics.put("weighted_psi", psi));
        boolean hasDrifted = !findings.drifted().isEmpty();
        return builder(version, window)
                .setSubject(DriftSubject.DATASET)
                .setCount(any.rows())
                .setReferenceCount(any.report().referenceRows())
                .setStatistics(statistics)
                .setDrifted(hasDrifted)
                .setSeverity(hasDrifted ? findings.severity().name() : null)
                .setAdvice(hasDrifted ? DriftAlerts.advice(findings.severity()) : "")
                .build();
    }

    private static Drift.Builder builder(VersionKey version, Window window) {
        return Drift.newBuilder()
                .setModel(version.model())
                .setVersion(version.version())
                .setFeature("")
                .setWindow(window.name())
                .setWindowStart(window.start())
                .setWindowEnd(window.end())
                .setMissing(0)
                .setUnseen(0)
                .setStatistics(Map.of());
    }

    private static @Nullable Double boxed(OptionalDouble value) {
        return value.isPresent() ? value.getAsDouble() : null;
    }

    private static Map<String, Double> byName(Map<DriftStatistic, Double> values) {
        Map<String, Double> named = new LinkedHashMap<>();
        for (DriftStatistic statistic : DriftStatistic.values()) {
            Double value = values.get(statistic);
            if (value != null) {
                named.put(statistic.key(), value);
            }
        }
        return named;
    }
}
