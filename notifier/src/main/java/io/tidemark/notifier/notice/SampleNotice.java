package io.tidemark.notifier.notice;

import io.tidemark.event.Alert;
import io.tidemark.event.AlertStatus;
import io.tidemark.event.Evidence;
import io.tidemark.event.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// An alert that says of itself that it is a test, for people who set a sink up.
public final class SampleNotice {
    private static final Duration WINDOW = Duration.ofHours(1);

    private SampleNotice() {}

    /// The alert.
    ///
    /// @param now wall clock; part of the id, so that each test is told
    public static AlertNotice at(Instant now) {
        return new AlertNotice(Alert.newBuilder()
                .setAlertId("test/" + now.toEpochMilli())
                .setModel("example")
                .setVersion(3)
                .setKind("test")
                .setStatus(AlertStatus.OPEN)
                .setSeverity(Severity.LOW)
                .setOpenedAt(now)
                .setUpdatedAt(now)
                .setTitle("This is a test of Tidemark's notifier")
                .setMessage("Nothing has happened. An alert about drift would look like this one; <, > and & arrive as"
                        + " they are.")
                .setWindowStart(now.minus(WINDOW))
                .setWindowEnd(now)
                .setEvidence(List.of(
                        evidence("median_income", 0.412, 1e-12),
                        evidence("total_rooms", 0.151, 0.0004),
                        evidence("latitude", 0.031, 0.2)))
                .setAdvice("Nothing: the sink works.")
                .setRunbook("runbook.md#drift")
                .build());
    }

    private static Evidence evidence(String feature, double psi, double pValue) {
        return Evidence.newBuilder()
                .setSubject(feature)
                .setStatistic("psi")
                .setValue(psi)
                .setThreshold(0.1)
                .setPValue(pValue)
                .setCount(3_000)
                .setReferenceCount(16_512)
                .build();
    }
}
