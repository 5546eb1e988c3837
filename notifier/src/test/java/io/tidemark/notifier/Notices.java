package io.tidemark.notifier;

import io.tidemark.event.Alert;
import io.tidemark.event.AlertStatus;
import io.tidemark.event.Evidence;
import io.tidemark.event.Severity;
import io.tidemark.notifier.notice.AlertNotice;
import java.time.Instant;
import java.util.List;

/// Alerts for tests.
public final class Notices {
    public static final Instant OPENED = Instant.parse("2026-03-01T12:00:00Z");

    private Notices() {}

    public static Alert alert(String id, AlertStatus status, Severity severity) {
        return Alert.newBuilder()
                .setAlertId(id)
                .setModel("housing")
                .setVersion(3)
                .setKind("drift")
                .setStatus(status)
                .setSeverity(severity)
                .setOpenedAt(OPENED)
                .setUpdatedAt(OPENED.plusSeconds(60))
                .setTitle("housing v3: 2 of 9 features have drifted")
                .setMessage("median_income over fast: PSI 0.412 against 0.100, 3000 rows against 16512.")
                .setWindowStart(OPENED.minusSeconds(3600))
                .setWindowEnd(OPENED)
                .setEvidence(List.of(
                        evidence("median_income", "psi", 0.412, 0.1, 1e-12),
                        evidence("total_rooms", "psi", 0.15, 0.1, 0.001)))
                .setAdvice("Look for a bug upstream first.")
                .setRunbook("runbook.md#drift")
                .build();
    }

    public static AlertNotice open(String id) {
        return new AlertNotice(alert(id, AlertStatus.OPEN, Severity.MEDIUM));
    }

    public static AlertNotice resolved(String id) {
        return new AlertNotice(alert(id, AlertStatus.RESOLVED, Severity.MEDIUM));
    }

    public static Evidence evidence(String subject, String statistic, double value, double threshold, double pValue) {
        return Evidence.newBuilder()
                .setSubject(subject)
                .setStatistic(statistic)
                .setValue(value)
                .setThreshold(threshold)
                .setPValue(pValue)
                .setCount(3000)
                .setReferenceCount(16512)
                .build();
    }
}
