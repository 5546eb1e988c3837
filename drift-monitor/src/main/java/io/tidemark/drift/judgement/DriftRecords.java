package io.tidemark.drift.judgement;

import io.tidemark.drift.reference.VersionKey;
import io.tidemark.event.Drift;
import io.tidemark.event.DriftSubject;
import io.tidemark.stats.drift.DriftStatistic;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Findings as records for the topic `drift`: one per subject and window, and one per window for all features together.
public final class DriftRecords {
    private DriftRecords() {}

    /// The records of a round.
    public static List<Drift> of(VersionKey version, Findings findings) {
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
        return builder(version, finding.window())
                .setSubject(finding.subject().driftSubject())
                .setFeature(finding.subject().feature())
                .setCount(finding.rows())
                .setMissing(finding.missing())
                .setUnseen(finding.unseen())
                .setReferenceCount(finding.report().referenceRows())
                .setStatistics(byName(finding.report().statistics()))
                .setPValues(byName(finding.report().pValues()))
                .setThresholds(byName(finding.thresholds()))
                .setDrifted(finding.drifted())
                .build();
    }

    private static Drift dataset(VersionKey version, Window window, Findings findings) {
        Finding any = findings.all().getFirst();
        Map<String, Double> statistics = new LinkedHashMap<>();
        if (any.judged() && findings.features() > 0) {
            statistics.put("drifted_features", (double) findings.driftedFeatures());
            statistics.put("drifted_share", (double) findings.driftedFeatures() / findings.features());
        }
        return builder(version, window)
                .setSubject(DriftSubject.DATASET)
                .setCount(any.rows())
                .setReferenceCount(any.report().referenceRows())
                .setStatistics(statistics)
                .setDrifted(!findings.drifted().isEmpty())
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
