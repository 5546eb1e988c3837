package io.tidemark.cli.command;

import io.tidemark.cli.option.ConnectionOptions;
import io.tidemark.cli.option.ModelsOption;
import io.tidemark.cli.stack.Home;
import io.tidemark.cli.terminal.Logs;
import io.tidemark.cli.terminal.ProgressLine;
import io.tidemark.cli.terminal.Terminal;
import io.tidemark.registry.ModelRegistry;
import io.tidemark.trainer.data.DataLocator;
import io.tidemark.trainer.pipeline.RunListener;
import io.tidemark.trainer.run.TrainingService;
import java.nio.file.Path;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// What commands that train have in common.
final class TrainingOptions {
    @Option(names = "--no-activate", description = "Register only; `tidemark promote` activates later.")
    private boolean noActivate;

    @Option(
            names = "--threads",
            paramLabel = "N",
            defaultValue = "0",
            description = "Threads to train on (default: one per core).")
    private int threads;

    @Option(names = "--json", description = "Print the result as JSON.")
    private boolean json;

    @Mixin
    private ModelsOption models = new ModelsOption();

    @Mixin
    private ConnectionOptions connection = new ConnectionOptions();

    boolean activates() {
        return !noActivate;
    }

    boolean json() {
        return json;
    }

    ModelsOption models() {
        return models;
    }

    ConnectionOptions connection() {
        return connection;
    }

    Home home() {
        return connection.home().home();
    }

    /// Where progress is shown: nowhere when JSON is printed. The log goes to a file from here on.
    ProgressLine begin() {
        logToFile(home());
        return new ProgressLine(json ? Terminal.silent() : Terminal.system());
    }

    DataLocator locator(ProgressLine progress) {
        return locator(home(), models.folder(), progress);
    }

    TrainingService service(ModelRegistry registry, DataLocator locator) {
        return new TrainingService(registry, locator, home().runs(), cores(threads));
    }

    static void logToFile(Home home) {
        Logs.toFile(home.logs().resolve("train.log"));
    }

    /// Finds data as the home keeps it, and shows how far it is.
    static DataLocator locator(Home home, Path models, ProgressLine progress) {
        return new DataLocator(
                home.dataCache(),
                DataLocator.searchDirs(models),
                (what, done, total) -> progress.show(what, total > 0 ? (double) done / total : -1));
    }

    /// Shows how far a run is.
    static RunListener listener(ProgressLine progress) {
        return (step, message, share) -> progress.show(step.key() + ": " + message, share);
    }

    /// As many threads as wanted; 0: one per core.
    static int cores(int wanted) {
        return wanted > 0 ? wanted : Runtime.getRuntime().availableProcessors();
    }
}
