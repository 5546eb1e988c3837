package io.tidemark.cli.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidemark.cli.ExitCode;
import io.tidemark.cli.UserError;
import io.tidemark.cli.bench.BenchReport;
import io.tidemark.cli.bench.BenchSetting;
import io.tidemark.cli.bench.Benchmark;
import io.tidemark.cli.option.ModelsOption;
import io.tidemark.cli.terminal.ProgressLine;
import io.tidemark.cli.terminal.Table;
import io.tidemark.cli.terminal.TemporaryFolder;
import io.tidemark.cli.terminal.Terminal;
import io.tidemark.cli.terminal.Terminal.Paint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.ServiceLoader;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Lists and runs the benchmarks.
@Command(
        name = "bench",
        description = "List the benchmarks, or run one.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {
            "  tidemark bench",
            "  tidemark bench scoring --json scoring.json",
            "  tidemark bench training --data housing.csv --twin"
        })
public final class BenchCommand implements Callable<Integer> {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Parameters(arity = "0..1", paramLabel = "NAME", description = "Benchmark to run; none: list them.")
    private @Nullable String name;

    @Option(names = "--json", paramLabel = "FILE", description = "Write the numbers to a file.")
    private @Nullable Path json;

    @Option(names = "--quick", description = "A short run that shows that it works; the numbers mean little.")
    private boolean quick;

    @Option(names = "--data", paramLabel = "FILE", description = "training: base data instead of the manifest's.")
    private @Nullable Path data;

    @Option(names = "--trials", paramLabel = "N", description = "training: trials of the sweep (default: 50).")
    private @Nullable Integer trials;

    @Option(names = "--twin", description = "training: run the Python twin as well; needs Python 3.")
    private boolean twin;

    @Mixin
    private ModelsOption models = new ModelsOption();

    @Override
    public Integer call() throws InterruptedException {
        List<Benchmark> benchmarks = ServiceLoader.load(Benchmark.class).stream()
                .map(ServiceLoader.Provider::get)
                .sorted(Comparator.comparing(Benchmark::name))
                .toList();
        Terminal terminal = Terminal.system();
        if (name == null) {
            benchmarks.forEach(b -> terminal.line(String.format(Locale.ROOT, "  %-12s %s", b.name(), b.description())));
            return ExitCode.OK;
        }
        Benchmark wanted = benchmarks.stream()
                .filter(b -> b.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new UserError("Found the benchmark '" + name + "', expected one of "
                        + String.join(
                                ", ", benchmarks.stream().map(Benchmark::name).toList()) + "."));
        ProgressLine progress = new ProgressLine(terminal);
        BenchReport report;
        try (TemporaryFolder work = TemporaryFolder.create("tidemark-bench-")) {
            report = wanted.run(new BenchSetting(
                    work.path(),
                    models.folder(),
                    quick,
                    Optional.ofNullable(data),
                    trials == null ? OptionalInt.empty() : OptionalInt.of(trials),
                    twin,
                    what -> progress.show(what, -1)));
        }
        progress.done(wanted.description());
        Table.print(terminal, report.columns(), report.rows());
        report.notes().forEach(note -> terminal.line(terminal.paint(Paint.HINT, note)));
        if (json != null) {
            write(report, json);
        }
        return ExitCode.OK;
    }

    private static void write(BenchReport report, Path file) {
        ObjectNode node = JSON.createObjectNode()
                .put("benchmark", report.name())
                .put("java", Runtime.version().toString())
                .put("processors", Runtime.getRuntime().availableProcessors());
        node.set("values", JSON.valueToTree(report.values()));
        node.set("notes", JSON.valueToTree(report.notes()));
        try {
            Files.writeString(file, node.toPrettyString() + "\n");
        } catch (IOException e) {
            throw new UserError("The file " + file + " cannot be written: " + e.getMessage());
        }
    }
}
