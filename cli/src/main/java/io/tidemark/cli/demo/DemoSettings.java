package io.tidemark.cli.demo;

import io.tidemark.cli.stack.Home;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// How the demo runs.
///
/// @param home where the stack keeps everything; has to be fresh
/// @param models folder of the manifests
/// @param data base data instead of the manifest's
/// @param rate requests a second
/// @param seed of everything random in the traffic
/// @param overrides further overrides of the manifest
public record DemoSettings(
        Home home, Path models, Optional<String> data, double rate, long seed, List<String> overrides) {
    /// The model that the demo is about.
    public static final String MODEL = "housing";

    /// Labels come within this many milliseconds after their requests.
    static final int MAX_LABEL_DELAY_MS = 4_000;

    /// A label that is withheld expires after this.
    static final int HORIZON_S = 25;

    /// How long a stage of a trial may last.
    static final Duration MAX_AGE = Duration.ofMinutes(2);

    /// What the demo sets of the services: how long a schema id that the registry does not know is waited for. One
    /// of the bad requests has such an id.
    static final Map<String, Object> SERVICES = Map.of("tidemark.scoring.unknown-schema-wait", "200ms");

    /// Windows and limits for a loop of minutes instead of days; nothing else of the manifest changes.
    /// `docs/demo.md` lists them with their reasons.
    static List<String> quickWindows() {
        return List.of(
                "monitors.drift.pane=1s",
                "monitors.drift.windows={fast: 12s}",
                "monitors.performance.windows={fast: 12s}",
                "labels.horizon=" + HORIZON_S + "s",
                "retrain.min_labels=1200",
                "retrain.cooldown=10m",
                "retrain.min_replay_rows=300",
                "rollout={strategy: canary, stages: [10, 50], min_labels: 50, maturity: 5s, max_age: "
                        + MAX_AGE.toMinutes() + "m, max_slower_pct: 400}");
    }
}
