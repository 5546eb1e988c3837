package io.tidemark.cli;

import io.tidemark.cli.command.AuditCommand;
import io.tidemark.cli.command.BackfillCommand;
import io.tidemark.cli.command.BenchCommand;
import io.tidemark.cli.command.DemoCommand;
import io.tidemark.cli.command.DownCommand;
import io.tidemark.cli.command.DriftCommand;
import io.tidemark.cli.command.EvaluateCommand;
import io.tidemark.cli.command.ImportCommand;
import io.tidemark.cli.command.LineageCommand;
import io.tidemark.cli.command.NotifyCommand;
import io.tidemark.cli.command.PromoteCommand;
import io.tidemark.cli.command.QualityCommand;
import io.tidemark.cli.command.RebuildCommand;
import io.tidemark.cli.command.RedriveCommand;
import io.tidemark.cli.command.ReplayCommand;
import io.tidemark.cli.command.RetrainCommand;
import io.tidemark.cli.command.RollbackCommand;
import io.tidemark.cli.command.RouteCommand;
import io.tidemark.cli.command.RunCommand;
import io.tidemark.cli.command.ScoreCommand;
import io.tidemark.cli.command.SendCommand;
import io.tidemark.cli.command.SendUpdatesCommand;
import io.tidemark.cli.command.ShadowCommand;
import io.tidemark.cli.command.StatusCommand;
import io.tidemark.cli.command.TimelineCommand;
import io.tidemark.cli.command.TopicsCommand;
import io.tidemark.cli.command.TrainCommand;
import io.tidemark.cli.command.UpCommand;
import io.tidemark.cli.command.WatchCommand;
import io.tidemark.cli.command.WhichCommand;
import picocli.AutoComplete.GenerateCompletion;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/// The root of all commands.
@Command(
        name = "tidemark",
        description = "Event-driven MLOps on Kafka: scoring, drift, feedback and retraining on the log.",
        versionProvider = Version.class,
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            DemoCommand.class,
            UpCommand.class,
            StatusCommand.class,
            DownCommand.class,
            TrainCommand.class,
            BackfillCommand.class,
            ImportCommand.class,
            RetrainCommand.class,
            ScoreCommand.class,
            EvaluateCommand.class,
            DriftCommand.class,
            LineageCommand.class,
            WhichCommand.class,
            QualityCommand.class,
            AuditCommand.class,
            ReplayCommand.class,
            TimelineCommand.class,
            RebuildCommand.class,
            PromoteCommand.class,
            RollbackCommand.class,
            RouteCommand.class,
            ShadowCommand.class,
            SendCommand.class,
            SendUpdatesCommand.class,
            WatchCommand.class,
            NotifyCommand.class,
            RedriveCommand.class,
            TopicsCommand.class,
            RunCommand.class,
            BenchCommand.class,
            GenerateCompletion.class,
            HelpCommand.class
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  tidemark demo                                  the whole loop on real data, in some minutes",
            "  tidemark up                                    broker, registry and all services on this machine",
            "  tidemark train housing && tidemark status",
            "  tidemark send housing --data rows.csv --labels",
            "  tidemark watch predictions",
            "  source <(tidemark generate-completion)         completion for bash and zsh"
        })
public final class TidemarkCommand {
    @Option(
            names = "--stacktrace",
            scope = ScopeType.INHERIT,
            description = "Show where an error comes from in the code.")
    private boolean stacktrace;

    boolean isStacktrace() {
        return stacktrace;
    }
}
