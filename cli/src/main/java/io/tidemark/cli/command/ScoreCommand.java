package io.tidemark.cli.command;

import io.tidemark.cli.ExitCode;
import io.tidemark.cli.option.HomeOption;
import io.tidemark.cli.option.VersionAddress;
import io.tidemark.cli.terminal.ProgressLine;
import io.tidemark.cli.terminal.Terminal;
import io.tidemark.cli.terminal.Terminal.Paint;
import io.tidemark.model.bundle.BundleCodec;
import io.tidemark.registry.ModelRegistry;
import io.tidemark.registry.ModelVersion;
import io.tidemark.trainer.score.BatchScoring;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Scores a file.
@Command(
        name = "score",
        description = "Score the rows of a file with the code that scores the stream; needs no broker.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {
            "  tidemark score housing --data new.csv --out scores.csv         by the champion",
            "  tidemark score housing@3 --data new.jsonl --out scores.csv     by version 3"
        })
public final class ScoreCommand implements Callable<Integer> {
    @Parameters(paramLabel = "MODEL[@VERSION]", description = "Model, and version or alias (default: the champion).")
    private String address = "";

    @Option(
            names = "--data",
            required = true,
            paramLabel = "FILE",
            description = "CSV, JSON lines or Parquet, a column or key per feature.")
    private Path data = Path.of("");

    @Option(
            names = "--out",
            required = true,
            paramLabel = "FILE",
            description = "CSV of row, prediction and, where there is none, the error.")
    private Path out = Path.of("");

    @Mixin
    private HomeOption home = new HomeOption();

    @Override
    public Integer call() {
        ModelRegistry registry = home.home().openRegistry();
        ModelVersion version = VersionAddress.parse(address).in(registry);
        Terminal terminal = Terminal.system();
        ProgressLine progress = new ProgressLine(terminal);
        BatchScoring.Counts counts = new BatchScoring(BundleCodec.read(
                        registry.fetch(version.model(), version.bundleSha256()), version.bundleSha256()))
                .score(data, out.toAbsolutePath(), rows -> progress.show("scoring, row " + rows, -1));
        progress.done(
                version.model() + " version " + version.version() + " scored " + counts.scored() + " rows: " + out);
        if (counts.refused() > 0) {
            terminal.line(terminal.paint(
                    Paint.BAD,
                    counts.refused() + " rows have no score, see the column error. First: " + counts.firstError()));
        }
        return counts.scored() == 0 ? ExitCode.FAILED : ExitCode.OK;
    }
}
