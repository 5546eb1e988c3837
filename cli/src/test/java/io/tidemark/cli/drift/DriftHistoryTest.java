package io.tidemark.cli.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.cli.UserError;
import io.tidemark.cli.terminal.Terminal;
import io.tidemark.event.Alert;
import io.tidemark.event.AlertStatus;
import io.tidemark.event.Drift;
import io.tidemark.event.DriftSubject;
import io.tidemark.event.Severity;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// `DRIFT_PAGE=FILE mvn test -pl cli -Dtest=DriftHistoryTest` writes the page to look at.
class DriftHistoryTest {
    private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");

    private static Drift record(int version, DriftSubject subject, String feature, int minute, double psi) {
        boolean drifted = psi >= 0.15;
        return Drift.newBuilder()
                .setModel("homes")
                .setVersion(version)
                .setSubject(subject)
                .setFeature(feature)
                .setWindow("fast")
                .setWindowStart(START.plusSeconds(60L * minute - 300))
                .setWindowEnd(START.plusSeconds(60L * minute))
                .setCount(1_000)
                .setMissing(20)
                .setUnseen(0)
                .setReferenceCount(12_000)
                .setStatistics(Map.of(
                        "psi", psi, "ks", psi / 2, "missing_share", 0.02, "mean", 3.25, "out_of_range_share", 0.011))
                .setThresholds(Map.of("psi", 0.15))
                .setDrifted(drifted)
                .setBins(List.of("≤ 1.2", "… 2.5", "… 3.75", "… 5", "<script>a class", "missing"))
                .setReferenceCounts(List.of(2_400L, 2_400L, 2_400L, 2_400L, 2_300L, 100L))
                .setCounts(List.of(100L, 150L, 200L, 250L, Math.round(280 * (1 + psi)), 20L))
                .setImportance(subject == DriftSubject.FEATURE ? 0.4 : null)
                .build();
    }

    private static Drift dataset(int version, int minute, boolean drifted) {
        return Drift.newBuilder(record(version, DriftSubject.DATASET, "", minute, 0))
                .setStatistics(Map.of("drifted_features", 1.0, "drifted_share", 0.5, "weighted_psi", 0.21))
                .setDrifted(drifted)
                .setSeverity(drifted ? "MEDIUM" : null)
                .setAdvice(drifted ? "Look upstream first." : "")
                .build();
    }

    private static List<Drift> records() {
        List<Drift> records = new ArrayList<>();
        for (int version = 1; version <= 2; version++) {
            for (int minute = 1; minute <= 60; minute++) {
                int at = 60 * (version - 1) + minute;
                double psi = minute < 40 ? 0.02 : 0.02 * (minute - 38);
                records.add(record(version, DriftSubject.FEATURE, "income", at, psi));
                records.add(record(version, DriftSubject.FEATURE, "<script>age</script>", at, 0.03));
                records.add(record(version, DriftSubject.PREDICTION, "", at, psi / 2));
                records.add(dataset(version, at, psi >= 0.15));
            }
        }
        return records;
    }

    private static List<Alert> alerts() {
        Alert open = Alert.newBuilder()
                .setAlertId("drift/homes/2/1")
                .setModel("homes")
                .setVersion(2)
                .setKind("drift")
                .setStatus(AlertStatus.OPEN)
                .setSeverity(Severity.MEDIUM)
                .setOpenedAt(START.plusSeconds(60L * 110))
                .setUpdatedAt(START.plusSeconds(60L * 110))
                .setTitle("homes version 2: 1 of 2 features has drifted")
                .setMessage("<script>income</script> over fast: PSI 0.400 against 0.150.")
                .setEvidence(List.of())
                .build();
        return List.of(open);
    }

    private static DriftHistory history() {
        return new DriftHistory("homes", records(), alerts());
    }

    @Test
    void theVersionThatWasJudgedLastComesFirst() {
        assertThat(history().versions()).containsExactly(2, 1);
    }

    @Test
    void theNewestRecordOfEachFeatureIsShownTheWorstFirst() {
        List<Drift> newest = history().newest(2, "fast", DriftSubject.FEATURE);
        assertThat(newest).extracting(Drift::getFeature).containsExactly("income", "<script>age</script>");
        assertThat(newest.getFirst().getWindowEnd()).isEqualTo(START.plusSeconds(60L * 120));
    }

    @Test
    void theHistoryOfAnOldVersionIsStillThere() {
        assertThat(history().series(1, "fast", DriftSubject.FEATURE, "income")).hasSize(60);
        assertThat(history().alerts(1)).isEmpty();
    }

    @Test
    void whatIsNotThereIsSaidWithWhatIs() {
        DriftHistory history = history();
        assertThatThrownBy(() -> new DriftHistory("cars", records(), List.of()))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("one of homes");
        assertThatThrownBy(() -> new DriftHistory("cars", List.of(), List.of()))
                .hasMessageContaining("is there traffic?");
        assertThatThrownBy(() -> history.requireVersion(7)).hasMessageContaining("[2, 1]");
        assertThatThrownBy(() -> history.requireWindow(2, "slow")).hasMessageContaining("expected one of fast");
    }

    @Test
    void theTerminalShowsVerdictBarsAndAlerts() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        new DriftView(new Terminal(new PrintStream(bytes, true, StandardCharsets.UTF_8), false), history())
                .print(2, "fast");
        assertThat(bytes.toString(StandardCharsets.UTF_8))
                .contains("homes version 2, window fast", "MEDIUM: 50 %", "DRIFT", "█", "40 %", "OPEN MEDIUM drift");
    }

    @Test
    void thePageHasBothVersionsAndNoMarkupOfTheData() throws IOException {
        DriftHistory history = history();
        String page = DriftPage.of(history, history.versions(), List.of());
        assertThat(page)
                .contains(
                        "Version 2, window fast",
                        "Version 1, window fast",
                        "PSI over time",
                        "1 feature has drifted (50 %)")
                .contains("&lt;script&gt;age", "&lt;script&gt;a clas", "&lt;script&gt;income")
                .doesNotContain("NaN", "<script", "src=");
        String file = System.getenv("DRIFT_PAGE");
        if (file != null) {
            Files.writeString(Path.of(file), page);
        }
    }
}
