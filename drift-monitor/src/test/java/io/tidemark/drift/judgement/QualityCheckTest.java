package io.tidemark.drift.judgement;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.model.manifest.QualitySpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class QualityCheckTest {
    @Test
    void theManifestNamesEachCheckAndNoOther() {
        assertThat(Arrays.stream(QualityCheck.values()).map(QualityCheck::kind))
                .containsExactlyElementsOf(QualitySpec.CHECKS);
    }

    @Test
    void eachAlertKindHasASectionInTheRunbook() throws IOException {
        List<String> lines = Files.readAllLines(Path.of("..", "docs", "runbook.md"));
        List<String> anchors = lines.stream()
                .filter(line -> line.startsWith("## "))
                .map(line ->
                        line.substring(3).toLowerCase(java.util.Locale.ROOT).replace(' ', '-'))
                .toList();
        for (QualityCheck check : QualityCheck.values()) {
            assertThat(anchors).contains(check.kind());
            assertThat(lines).anyMatch(line -> line.startsWith("*Alert kind `" + check.kind() + "`"));
        }
        assertThat(anchors).contains(DriftAlerts.DRIFT, DriftAlerts.NO_REFERENCE);
    }

    @Test
    void whatIsOffIsNotWanted() {
        QualitySpec spec = new QualitySpec(
                List.of("outliers"), 0.05, 0.01, 0.01, 0.01, 0.3, 0.1, Optional.empty(), 0.05, Duration.ofHours(1));
        assertThat(Arrays.stream(QualityCheck.values()).filter(check -> !check.isWanted(spec)))
                .containsExactly(QualityCheck.OUTLIERS);
    }
}
