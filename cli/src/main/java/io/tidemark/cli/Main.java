package io.tidemark.cli;

import io.tidemark.cli.terminal.Logs;
import io.tidemark.cli.terminal.Terminal;
import io.tidemark.model.manifest.ManifestException;
import io.tidemark.registry.RegistryException;
import io.tidemark.stack.StackException;
import io.tidemark.trainer.data.DataException;
import java.util.List;
import org.apache.kafka.common.KafkaException;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.IExecutionExceptionHandler;

/// Entry point.
public final class Main {
    /// Faults whose message tells a person what to do; anything else is a fault of ours.
    private static final List<Class<? extends Exception>> EXPLAINED = List.of(
            UserError.class,
            ManifestException.class,
            DataException.class,
            RegistryException.class,
            StackException.class,
            KafkaException.class,
            IllegalArgumentException.class);

    private Main() {}

    public static void main(String[] args) {
        Logs.quiet();
        System.exit(commandLine().execute(args));
    }

    /// The command line as it is run.
    static CommandLine commandLine() {
        TidemarkCommand root = new TidemarkCommand();
        return new CommandLine(root)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpAutoWidth(true)
                .setColorScheme(
                        CommandLine.Help.defaultColorScheme(Terminal.system().hasColours() ? Ansi.ON : Ansi.OFF))
                .setExecutionExceptionHandler(explaining(root));
    }

    private static IExecutionExceptionHandler explaining(TidemarkCommand root) {
        return (fault, command, parsed) -> {
            if (root.isStacktrace()) {
                fault.printStackTrace(command.getErr());
            } else {
                boolean explained = EXPLAINED.stream().anyMatch(type -> type.isInstance(fault));
                String message = String.valueOf(explained ? fault.getMessage() : fault);
                command.getErr().println(command.getColorScheme().errorText("error: ") + message);
                Throwable cause = fault.getCause();
                if (cause != null && cause.getMessage() != null && !message.contains(cause.getMessage())) {
                    command.getErr().println("  because: " + cause.getMessage());
                }
                if (!explained) {
                    command.getErr().println("  This was not expected; --stacktrace shows where it comes from.");
                }
            }
            return fault instanceof UserError user ? user.exitCode() : ExitCode.FAILED;
        };
    }
}
