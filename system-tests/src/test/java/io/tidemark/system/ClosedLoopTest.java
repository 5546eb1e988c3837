package io.tidemark.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidemark.cli.audit.Invariant;
import io.tidemark.cli.demo.Demo;
import io.tidemark.cli.demo.DemoData;
import io.tidemark.cli.demo.DemoReport;
import io.tidemark.cli.demo.DemoResult;
import io.tidemark.cli.demo.DemoSettings;
import io.tidemark.cli.stack.Home;
import io.tidemark.cli.terminal.Terminal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The loop end to end: real broker, real registry, all services, the world shifts, and it mends itself.
class ClosedLoopTest {
    @Test
    void theLoopClosesAndEveryPromiseHolds(@TempDir Path folder) throws InterruptedException, IOException {
        DemoSettings settings = new DemoSettings(
                new Home(folder.resolve("home")),
                SourceTree.root().resolve("models"),
                Optional.of("synthetic:rows=9000,seed=3"),
                400,
                11,
                List.of(
                        "selection.folds=2",
                        "selection.algorithms={lightgbm: {n_estimators: 200}}",
                        "retrain.replay_share=0.9",
                        "gates.limits={}"));
        Terminal terminal = Terminal.silent();

        DemoResult result = new Demo(settings, DemoData.locate(settings, terminal), terminal).run();

        assertThat(result.invariants())
                .hasSizeGreaterThan(6)
                .allSatisfy(invariant -> assertThat(invariant.passed())
                        .as("%s: %s", invariant.name(), invariant.detail())
                        .isTrue());
        assertThat(result.counts().get("requests")).isGreaterThan(3_000);
        assertThat(result.counts()).containsKeys("predictions_version_1", "predictions_version_2");
        assertThat(result.phases().get("recovered")).isLessThan(result.phases().get("shifted"));

        Path report = folder.resolve("report");
        new DemoReport(result).write(report);
        JsonNode summary =
                new ObjectMapper().readTree(report.resolve("summary.json").toFile());
        assertThat(summary.path("passed").asBoolean()).isTrue();
        assertThat(summary.path("invariants")).hasSameSizeAs(result.invariants());
        assertThat(Files.readString(report.resolve("index.html")))
                .contains("<svg", result.invariants().getFirst().name())
                .doesNotContain("<script");
        assertThat(names(result)).contains("live metrics equal offline metrics");
    }

    private static List<String> names(DemoResult result) {
        return result.invariants().stream().map(Invariant::name).toList();
    }
}
