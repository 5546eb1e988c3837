package io.tidemark.cli.command;

import io.tidemark.cli.ExitCode;
import io.tidemark.cli.UserError;
import io.tidemark.cli.drift.DriftHistory;
import io.tidemark.cli.drift.DriftPage;
import io.tidemark.cli.drift.DriftView;
import io.tidemark.cli.option.ConnectionOptions;
import io.tidemark.cli.terminal.Terminal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// How far a model's live traffic is from its reference.
@Command(
        name = "drift",
        description = "Has the world changed? Shows how far a model's live traffic is from what it was trained on.",
        synopsisSubcommandLabel = "[COMMAND]",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:shown, drifted or not", "1:no such model, version or window, or Kafka does not answer"},
        footerHeading = "%nExamples:%n",
        footer = {
            "  tidemark drift housing",
            "  tidemark drift housing --window fast --version 2",
            "  tidemark drift housing --html drift.html",
            "  tidemark drift compare --reference train.csv --current today.csv"
        },
        subcommands = DriftCompareCommand.class)
public final class DriftCommand implements Callable<Integer> {
    @Parameters(paramLabel = "MODEL", arity = "0..1", description = "Name of the model.")
    private @Nullable String model;

    @Option(
            names = "--window",
            paramLabel = "NAME",
            description = "A window of the manifest, for example fast or slow (default: all).")
    private @Nullable String window;

    @Option(
            names = "--version",
            paramLabel = "N",
            description = "A version of the model (default: the one that was judged last).")
    private @Nullable Integer version;

    @Option(
            names = "--html",
            paramLabel = "FILE",
            description =
                    "Also write a page with histograms, statistics over time and alerts, of all versions unless one"
                            + " is named.")
    private @Nullable Path html;

    /// The usual option for the program's version is this command's for the model's.
    @SuppressWarnings("unused") // picocli sets it, and shows the help itself
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help message and exit.")
    private boolean help;

    @Mixin
    private ConnectionOptions connection = new ConnectionOptions();

    @Override
    public Integer call() {
        if (model == null) {
            throw new UserError("Found no MODEL, expected its name, for example `tidemark drift housing`.");
        }
        DriftHistory history = DriftHistory.read(connection.settings(), model);
        List<Integer> versions = version == null ? history.versions() : List.of(history.requireVersion(version));
        int first = versions.getFirst();
        List<String> windows = new ArrayList<>();
        if (window != null) {
            windows.add(history.requireWindow(first, window));
        }
        Terminal terminal = Terminal.system();
        DriftView view = new DriftView(terminal, history);
        (windows.isEmpty() ? history.windows(first) : windows).forEach(name -> view.print(first, name));
        if (html != null) {
            write(html, DriftPage.of(history, versions, windows));
            terminal.line("");
            terminal.line("  " + html);
        }
        return ExitCode.OK;
    }

    private static void write(Path file, String page) {
        try {
            if (file.toAbsolutePath().getParent() != null) {
                Files.createDirectories(file.toAbsolutePath().getParent());
            }
            Files.writeString(file, page, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UserError("The page cannot be written to " + file + ": " + e.getMessage());
        }
    }
}
