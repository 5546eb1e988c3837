package io.tidemark.cli.status;

import io.tidemark.event.Drift;
import io.tidemark.event.DriftSubject;
import java.time.Instant;
import java.util.Map;

/// Drift records of version 1 of `homes`.
final class Drifts {
    private Drifts() {}

    static Drift of(String feature, String window, double psi, boolean drifted) {
        return Drift.newBuilder()
                .setModel("homes")
                .setVersion(1)
                .setSubject(DriftSubject.FEATURE)
                .setFeature(feature)
                .setWindow(window)
                .setWindowStart(Instant.EPOCH)
                .setWindowEnd(Instant.EPOCH)
                .setCount(1_000)
                .setMissing(0)
                .setUnseen(0)
                .setReferenceCount(1_000)
                .setStatistics(Map.of("psi", psi, "ks", psi / 2))
                .setDrifted(drifted)
                .build();
    }
}
