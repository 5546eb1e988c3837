package io.tidemark.cli.command;

import io.tidemark.cli.ExitCode;
import io.tidemark.cli.option.ConnectionOptions;
import io.tidemark.cli.option.ModelsOption;
import io.tidemark.cli.option.VersionAddress;
import io.tidemark.cli.stack.Home;
import io.tidemark.cli.terminal.ProgressLine;
import io.tidemark.cli.terminal.Terminal;
import io.tidemark.cli.terminal.Terminal.Paint;
import io.tidemark.registry.ModelRegistry;
import io.tidemark.registry.ModelVersion;
import io.tidemark.streamkit.topic.TopicBinding;
import io.tidemark.trainer.data.DataLocator;
import io.tidemark.trainer.data.OutcomeReplay;
import io.tidemark.trainer.run.Rebuild;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Trains a version again and compares.
@Command(
        name = "rebuild",
        description = "Train a version again from the data, outcomes and seed that it names, and compare the bundles.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:equal to the last bit", "4:not equal", "1:failed, for example because the data has changed"},
        footerHeading = "%nExamples:%n",
        footer = "  tidemark rebuild housing@3")
public final class RebuildCommand implements Callable<Integer> {
    @Parameters(paramLabel = "MODEL[@VERSION]", description = "Model, and version or alias (default: the champion).")
    private String address = "";

    @Option(
            names = "--threads",
            paramLabel = "N",
            defaultValue = "0",
            description = "Threads to train on (default: one per core); the result does not depend on it.")
    private int threads;

    @Mixin
    private ConnectionOptions connection = new ConnectionOptions();

    @Override
    public Integer call() {
        Home home = connection.home().home();
        TrainingOptions.logToFile(home);
        ModelRegistry registry = home.openRegistry();
        ModelVersion version = VersionAddress.parse(address).in(registry);
        Terminal terminal = Terminal.system();
        ProgressLine progress = new ProgressLine(terminal);
        Optional<TopicBinding> topics = connection.find().map(TopicBinding::new);
        DataLocator files = TrainingOptions.locator(home, new ModelsOption().folder(), progress);
        Rebuild.Comparison comparison = new Rebuild(
                        registry,
                        topics.map(files::withCluster).orElse(files),
                        topics.map(OutcomeReplay::of),
                        TrainingOptions.cores(threads))
                .run(version, TrainingOptions.listener(progress));
        progress.done(terminal.paint(
                comparison.isEqual() ? Paint.GOOD : Paint.BAD,
                version.model() + " version " + version.version()
                        + (comparison.isEqual() ? " is equal to the last bit" : " is another bundle now")));
        terminal.line("then " + comparison.before());
        terminal.line("now  " + comparison.now());
        comparison.changedCode().forEach((library, change) -> terminal.line("  " + library + ": " + change));
        return comparison.isEqual() ? ExitCode.OK : ExitCode.NOT_FINE;
    }
}
