package io.tidemark.cli.command;

import io.tidemark.cli.ExitCode;
import io.tidemark.cli.audit.Invariant;
import io.tidemark.cli.demo.Demo;
import io.tidemark.cli.demo.DemoData;
import io.tidemark.cli.demo.DemoReport;
import io.tidemark.cli.demo.DemoResult;
import io.tidemark.cli.demo.DemoSettings;
import io.tidemark.cli.option.ModelsOption;
import io.tidemark.cli.stack.Home;
import io.tidemark.cli.terminal.Logs;
import io.tidemark.cli.terminal.Table;
import io.tidemark.cli.terminal.TemporaryFolder;
import io.tidemark.cli.terminal.Terminal;
import io.tidemark.cli.terminal.Terminal.Paint;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Shows the whole loop on real data.
@Command(
        name = "demo",
        description = "The whole loop on real data: train, serve, shift, alert, retrain, swap, recover.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:every promise held", "1:one was broken; the table says which"},
        footerHeading = "%nExamples:%n",
        footer = {
            "  tidemark demo",
            "  tidemark demo --data housing.csv --report out/",
            "  tidemark demo --keep --home /tmp/demo && tidemark up --home /tmp/demo"
        })
public final class DemoCommand implements Callable<Integer> {
    @Option(
            names = "--data",
            paramLabel = "ADDRESS",
            description = "Housing data instead of the manifest's: a file, http(s)://, synthetic:rows=N.")
    private @Nullable String data;

    @Option(names = "--report", paramLabel = "DIR", description = "Write index.html and summary.json there.")
    private @Nullable Path report;

    @Option(
            names = "--home",
            paramLabel = "DIR",
            description = "Where everything is kept (default: a temporary folder).")
    private @Nullable Path home;

    @Option(names = "--keep", description = "Keep the home afterwards.")
    private boolean keep;

    @Option(
            names = "--rate",
            paramLabel = "N",
            defaultValue = "250",
            description = "Requests a second (default: ${DEFAULT-VALUE}).")
    private double rate;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "7",
            description = "Seed of the traffic (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Mixin
    private ModelsOption models = new ModelsOption();

    @Override
    public Integer call() throws InterruptedException {
        if (home != null || keep) {
            Path kept = home != null
                    ? home.toAbsolutePath().normalize()
                    : Path.of(System.getProperty("user.home"), ".tidemark-demo");
            Terminal.system().line("Everything is kept in " + kept + ".");
            return run(new Home(kept));
        }
        try (TemporaryFolder folder = TemporaryFolder.create("tidemark-demo-")) {
            return run(new Home(folder.path()));
        }
    }

    private int run(Home where) throws InterruptedException {
        Terminal terminal = Terminal.system();
        Logs.toFile(where.logs().resolve("services.log"));
        DemoSettings settings =
                new DemoSettings(where, models.folder(), Optional.ofNullable(data), rate, seed, models.overrides());
        DemoResult result = new Demo(settings, DemoData.locate(settings, terminal), terminal).run();
        print(terminal, result);
        if (report != null) {
            new DemoReport(result).write(report);
            terminal.line("Report: " + report.resolve("index.html").toAbsolutePath());
        }
        return result.passed() ? ExitCode.OK : ExitCode.FAILED;
    }

    private static void print(Terminal terminal, DemoResult result) {
        terminal.line("");
        List<List<String>> times = new ArrayList<>();
        result.times()
                .forEach((name, seconds) -> times.add(List.of(
                        name.replace("_to_", " → ").replace('_', ' '), String.format(Locale.ROOT, "%.1f s", seconds))));
        Table.print(terminal, List.of("what happened when", "took"), times);
        terminal.line("");
        List<List<String>> quality = new ArrayList<>();
        for (Map.Entry<String, Double> phase : result.phases().entrySet()) {
            quality.add(List.of(phase.getKey(), String.format(Locale.ROOT, "%.2f %%", phase.getValue())));
        }
        Table.print(terminal, List.of("phase", "live wMAPE"), quality);
        terminal.line("");
        terminal.line(terminal.paint(Paint.STRONG, "Promises, checked from the topics"));
        for (Invariant invariant : result.invariants()) {
            terminal.line(
                    "  " + terminal.paint(invariant.passed() ? Paint.GOOD : Paint.BAD, invariant.passed() ? "✓ " : "✗ ")
                            + invariant.name() + terminal.paint(Paint.HINT, "  " + invariant.detail()));
        }
        terminal.line(
                result.passed()
                        ? terminal.paint(Paint.GOOD, "Every promise held.")
                        : terminal.paint(Paint.BAD, "A promise was broken."));
    }
}
