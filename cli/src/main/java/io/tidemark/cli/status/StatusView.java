package io.tidemark.cli.status;

import io.tidemark.cli.status.Status.FeatureDrift;
import io.tidemark.cli.status.Status.Flow;
import io.tidemark.cli.status.Status.Lag;
import io.tidemark.cli.status.Status.ModelState;
import io.tidemark.cli.status.Status.ViewUse;
import io.tidemark.cli.terminal.Bar;
import io.tidemark.cli.terminal.Terminal;
import io.tidemark.cli.terminal.Terminal.Paint;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Prints a status as one screen.
public final class StatusView {
    private static final int BAR_WIDTH = 12;
    private static final int TOP_FEATURES = 6;
    private static final List<String> SHOWN_METRICS =
            List.of("wmape", "mae", "r2", "within_10pct", "auc", "log_loss", "f1");

    private final Terminal terminal;

    public StatusView(Terminal terminal) {
        this.terminal = terminal;
    }

    /// Prints it.
    public void print(Status status) {
        if (status.problems().isEmpty()) {
            terminal.line(terminal.paint(Paint.GOOD, "● All is fine."));
        } else {
            terminal.line(terminal.paint(Paint.BAD, "● Not fine:"));
            status.problems().forEach(problem -> terminal.line("    " + Terminal.plain(problem)));
        }
        if (!status.processes().isEmpty()) {
            heading("Processes");
            StringBuilder line = new StringBuilder(" ");
            status.processes()
                    .forEach(process -> line.append(' ')
                            .append(process.name())
                            .append(' ')
                            .append(terminal.paint(process.fine() ? Paint.GOOD : Paint.BAD, process.state()))
                            .append("  "));
            terminal.line(line.toString());
        }
        heading("Topics");
        for (Flow flow : status.flows()) {
            terminal.line(String.format(
                    Locale.ROOT, "  %-20s %,12d offsets  %9.1f /s", flow.topic(), flow.total(), flow.perSecond()));
        }
        heading("Lag");
        StringBuilder lags = new StringBuilder(" ");
        for (Lag lag : status.lags()) {
            lags.append(String.format(Locale.ROOT, " %s %,d  ", lag.service(), lag.records()));
        }
        terminal.line(lags.toString());
        status.models().forEach(model -> {
            model(model);
            status.views().stream()
                    .filter(view -> view.model().equals(model.model()))
                    .forEach(this::view);
        });
    }

    private void view(ViewUse view) {
        String found = Double.isNaN(view.hitRate())
                ? "no value looked for"
                : String.format(Locale.ROOT, "%.1f %% of the values found fresh", 100 * view.hitRate());
        terminal.line(String.format(
                Locale.ROOT,
                "  view %-19s %s: %,d hits  %,d stale  %,d misses  %,d misplaced  %,d in the requests",
                Terminal.plain(view.view()),
                found,
                view.hits(),
                view.stale(),
                view.misses(),
                view.misplaced(),
                view.given()));
    }

    private void model(ModelState model) {
        heading("Model " + model.model());
        terminal.line(model.champion()
                .map(version ->
                        "  version " + terminal.paint(Paint.STRONG, Integer.toString(version)) + " serves since "
                                + model.since().map(StatusView::ago).orElse("?") + ", adopted by "
                                + model.adoptedPartitions() + " partitions")
                .orElse("  no version serves"));
        model.training().ifPresent(run -> terminal.line("  training: " + Terminal.plain(run)));
        if (!model.live().isEmpty()) {
            terminal.line(
                    "  live quality on " + model.labelled() + " labelled: " + metrics(model.live(), model.baseline()));
        }
        List<FeatureDrift> top = model.drifted().stream().limit(TOP_FEATURES).toList();
        for (FeatureDrift drift : top) {
            terminal.line(String.format(
                    Locale.ROOT,
                    "  %-24s psi %6.3f %s ks %5.3f  n %,d in %s%s",
                    Terminal.plain(drift.feature()),
                    drift.psi(),
                    terminal.paint(drift.drifted() ? Paint.BAD : Paint.GOOD, Bar.of(drift.psi(), BAR_WIDTH)),
                    drift.ks(),
                    drift.count(),
                    Terminal.plain(drift.window()),
                    drift.drifted() ? terminal.paint(Paint.BAD, "  DRIFTED") : ""));
        }
        model.trials()
                .forEach(trial -> terminal.line(
                        "  on trial: " + Terminal.plain(trial) + "; see `tidemark rollout " + model.model() + "`"));
        model.openAlerts()
                .forEach(alert -> terminal.line("  " + terminal.paint(Paint.BAD, "alert ") + Terminal.plain(alert)));
    }

    private static String metrics(Map<String, Double> live, Map<String, Double> baseline) {
        StringBuilder text = new StringBuilder();
        for (String name : SHOWN_METRICS) {
            Double value = live.get(name);
            if (value != null) {
                Double before = baseline.get(name);
                text.append(String.format(Locale.ROOT, "%s %.4g", name, value));
                text.append(before == null ? "  " : String.format(Locale.ROOT, " (trained %.4g)  ", before));
            }
        }
        return text.toString();
    }

    /// The first of the usual metrics that is there; empty when none is.
    static String firstShown(Map<String, Double> metrics) {
        return SHOWN_METRICS.stream().filter(metrics::containsKey).findFirst().orElse("");
    }

    private static String ago(Instant then) {
        Duration age = Duration.between(then, Instant.now());
        if (age.toMinutes() < 2) {
            return age.toSeconds() + " s";
        }
        return age.toHours() < 2 ? age.toMinutes() + " min" : age.toHours() + " h";
    }

    private void heading(String text) {
        terminal.line(terminal.paint(Paint.STRONG, text));
    }
}
