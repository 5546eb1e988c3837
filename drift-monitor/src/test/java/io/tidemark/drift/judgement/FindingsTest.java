package io.tidemark.drift.judgement;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.drift.World;
import io.tidemark.drift.reference.Subject;
import io.tidemark.event.Alert;
import io.tidemark.event.AlertStatus;
import io.tidemark.event.Drift;
import io.tidemark.event.DriftSubject;
import io.tidemark.event.Severity;
import io.tidemark.stats.drift.DriftReport;
import io.tidemark.stats.drift.DriftStatistic;
import io.tidemark.streamkit.alert.AlertStep;
import io.tidemark.streamkit.alert.Reading;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FindingsTest {
    private static final Window FAST = new Window("fast", 100_000, 400_000);
    private static final Window SLOW = new Window("slow", 0, 400_000);
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    private static Finding finding(Subject subject, Window window, double psi, boolean drifted) {
        return new Finding(
                subject,
                window,
                500,
                20,
                3,
                true,
                new DriftReport(
                        9_000,
                        500,
                        Map.of(DriftStatistic.PSI, psi, DriftStatistic.KOLMOGOROV_SMIRNOV, 0.2),
                        Map.of(DriftStatistic.PSI, 0.001)),
                Map.of(DriftStatistic.PSI, 0.1, DriftStatistic.KOLMOGOROV_SMIRNOV, 0.15),
                drifted);
    }

    private static Finding tooFew(Subject subject) {
        return new Finding(
                subject, FAST, 5, 0, 0, false, new DriftReport(9_000, 5, Map.of(), Map.of()), Map.of(), false);
    }

    /// @param drifted of eight features, how many drifted
    private static Findings findings(int drifted, double psi, boolean answers) {
        List<Finding> all = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            all.add(finding(new Subject.Feature("f" + i), FAST, i < drifted ? psi : 0.01, i < drifted));
            all.add(finding(new Subject.Feature("f" + i), SLOW, 0.01, false));
        }
        all.add(finding(new Subject.Answers(), FAST, answers ? psi : 0.01, answers));
        return new Findings(all);
    }

    private static Reading breached(Severity severity) {
        return new Reading.Breached(severity);
    }

    @Test
    void severityGrowsWithWhatDriftedAndHowMuch() {
        assertThat(findings(0, 0, false).reading()).isEqualTo(new Reading.Calm());
        assertThat(findings(1, 0.15, false).reading()).isEqualTo(breached(Severity.LOW));
        assertThat(findings(1, 0.25, false).reading()).isEqualTo(breached(Severity.MEDIUM));
        assertThat(findings(0, 0.15, true).reading()).isEqualTo(breached(Severity.MEDIUM));
        assertThat(findings(2, 0.15, false).reading()).isEqualTo(breached(Severity.MEDIUM));
        assertThat(findings(2, 0.15, true).reading()).isEqualTo(breached(Severity.HIGH));
        assertThat(findings(4, 0.15, false).reading()).isEqualTo(breached(Severity.HIGH));
    }

    @Test
    void whatNoWindowCouldJudgeIsUnknown() {
        assertThat(new Findings(List.of(tooFew(new Subject.Answers()))).reading())
                .isEqualTo(new Reading.Unknown());
        assertThat(new Findings(List.of(
                                tooFew(new Subject.Answers()), finding(new Subject.Answers(), SLOW, 0.01, false)))
                        .reading())
                .as("one window can")
                .isEqualTo(new Reading.Calm());
    }

    @Test
    void aFeatureThatDriftedOverTwoWindowsCountsOnce() {
        Findings findings = new Findings(List.of(
                finding(new Subject.Feature("a"), FAST, 0.3, true),
                finding(new Subject.Feature("a"), SLOW, 0.2, true),
                finding(new Subject.Feature("b"), FAST, 0.0, false)));
        assertThat(findings.driftedFeatures()).isEqualTo(1);
        assertThat(findings.features()).isEqualTo(2);
    }

    @Test
    void eachSubjectAndWindowHasARecordAndEachWindowOneForAll() {
        List<Drift> records = DriftRecords.of(World.V1, findings(2, 0.3, false));
        assertThat(records).hasSize(17 + 2);
        Drift feature = records.getFirst();
        assertThat(feature.getSubject()).isEqualTo(DriftSubject.FEATURE);
        assertThat(feature.getFeature()).isEqualTo("f0");
        assertThat(feature.getWindow()).isEqualTo("fast");
        assertThat(feature.getWindowStart().toEpochMilli()).isEqualTo(100_000);
        assertThat(feature.getWindowEnd().toEpochMilli()).isEqualTo(400_000);
        assertThat(feature.getCount()).isEqualTo(500);
        assertThat(feature.getMissing()).isEqualTo(20);
        assertThat(feature.getUnseen()).isEqualTo(3);
        assertThat(feature.getReferenceCount()).isEqualTo(9_000);
        assertThat(feature.getStatistics()).containsOnly(Map.entry("psi", 0.3), Map.entry("ks", 0.2));
        assertThat(feature.getPValues()).containsOnly(Map.entry("psi", 0.001));
        assertThat(feature.getThresholds()).containsOnly(Map.entry("psi", 0.1), Map.entry("ks", 0.15));
        assertThat(feature.getDrifted()).isTrue();
        assertThat(records.stream().filter(record -> record.getSubject() == DriftSubject.DATASET))
                .extracting(Drift::getWindow, record -> record.getStatistics().get("drifted_share"), Drift::getDrifted)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("fast", 0.25, true),
                        org.assertj.core.groups.Tuple.tuple("slow", 0.0, false));
    }

    @Test
    void anAlertNamesTheLargestDriftFirst() {
        Findings findings = new Findings(List.of(
                finding(new Subject.Feature("small"), FAST, 0.2, true),
                finding(new Subject.Feature("large"), SLOW, 0.9, true),
                finding(new Subject.Feature("none"), SLOW, 0.0, false)));
        Alert alert = DriftAlerts.drift(
                new AlertStep("drift/homes/1/5", AlertStatus.OPEN, Severity.HIGH, NOW),
                World.V1,
                findings,
                List.of(),
                List.of(),
                NOW);
        assertThat(alert.getVersion()).isEqualTo(1);
        assertThat(alert.getKind()).isEqualTo("drift");
        assertThat(alert.getTitle()).isEqualTo("homes version 1: 2 of 3 features have drifted");
        assertThat(alert.getMessage())
                .isEqualTo("large over slow: PSI 0.900 against 0.100, 500 rows against 9000, 20 missing, 3 unseen; "
                        + "small over fast: PSI 0.200 against 0.100, 500 rows against 9000, 20 missing, 3 unseen.");
        assertThat(alert.getWindowStart()).isEqualTo(Instant.ofEpochMilli(0));
        assertThat(alert.getEvidence())
                .extracting(evidence -> evidence.getSubject() + " " + evidence.getStatistic())
                .containsExactly("large psi", "large ks", "small psi", "small ks");
        assertThat(alert.getEvidence().getFirst().getPValue()).isEqualTo(0.001);
        assertThat(alert.getEvidence().get(1).getPValue()).isNull();
    }

    @Test
    void anAlertOverManyFeaturesStaysReadable() {
        List<Finding> many = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            many.add(finding(new Subject.Feature("f" + i), FAST, 1 - i / 1000.0, true));
        }
        Alert alert = DriftAlerts.drift(
                new AlertStep("drift/homes/1/5", AlertStatus.ESCALATED, Severity.HIGH, NOW),
                World.V1,
                new Findings(many),
                List.of(),
                List.of(),
                NOW);
        assertThat(alert.getEvidence()).hasSize(20);
        assertThat(alert.getMessage()).endsWith("; and 95 more.");
    }
}
