package io.tidemark.cli.command;

import io.tidemark.cli.UserError;
import io.tidemark.cli.option.HomeOption;
import io.tidemark.cli.option.ModelsOption;
import io.tidemark.cli.stack.Home;
import io.tidemark.cli.stack.LocalStack;
import io.tidemark.cli.terminal.Logs;
import io.tidemark.cli.terminal.ProgressLine;
import io.tidemark.cli.terminal.Terminal;
import io.tidemark.cli.terminal.Terminal.Paint;
import io.tidemark.stack.StackException;
import io.tidemark.wire.RegistrySettings;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Starts the embedded stack and stays until it is stopped.
@Command(
        name = "up",
        description = "Start Kafka, schema registry, topics and all services on this machine; Ctrl-C stops them.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {
            "  tidemark up                                  free ports, everything kept under ~/.tidemark",
            "  tidemark up --broker-port 9092 --home /data/tidemark",
            "  tidemark up --detach && tidemark status"
        })
public final class UpCommand implements Callable<Integer> {
    @Mixin
    private HomeOption home = new HomeOption();

    @Mixin
    private ModelsOption models = new ModelsOption();

    @Option(names = "--broker-port", paramLabel = "PORT", description = "Port of Kafka (default: a free one).")
    private @Nullable Integer brokerPort;

    @Option(
            names = "--registry-port",
            paramLabel = "PORT",
            description = "Port of the schema registry (default: a free one).")
    private @Nullable Integer registryPort;

    @Option(
            names = "--management-port",
            paramLabel = "PORT",
            description = "Port of health and metrics (default: a free one).")
    private @Nullable Integer managementPort;

    @Option(names = "--partitions", paramLabel = "N", description = "Partitions of new data topics (default: 4).")
    private @Nullable Integer partitions;

    @Option(names = "--detach", description = "Return once everything runs; `tidemark down` stops it.")
    private boolean detach;

    @Override
    public Integer call() throws InterruptedException {
        if (detach) {
            return Detached.start(home.home());
        }
        Terminal terminal = Terminal.system();
        Home where = home.home();
        Logs.toFile(where.logs().resolve("services.log"));
        ProgressLine progress = new ProgressLine(terminal);
        try (LocalStack stack = LocalStack.start(settings(where), what -> progress.show(what, -1))) {
            progress.done(terminal.paint(Paint.GOOD, "Tidemark is up."));
            describe(terminal, where, stack);
            return await(stack);
        }
    }

    private LocalStack.Settings settings(Home where) {
        return new LocalStack.Settings(
                where,
                models.folder(),
                models.overrides(),
                port(brokerPort),
                port(registryPort),
                port(managementPort),
                port(partitions),
                Map.of());
    }

    private static OptionalInt port(@Nullable Integer value) {
        return value == null ? OptionalInt.empty() : OptionalInt.of(value);
    }

    private static void describe(Terminal terminal, Home where, LocalStack stack) {
        terminal.line("  Kafka             " + stack.kafka().bootstrapServers());
        terminal.line("  Schema registry   " + stack.kafka().properties().get(RegistrySettings.URL));
        terminal.line("  Health, metrics   http://127.0.0.1:" + stack.managementPort() + "/actuator");
        terminal.line("  Home              " + where.directory());
        terminal.line("  Logs              " + where.logs());
        terminal.line(terminal.paint(
                Paint.HINT, "  Next: tidemark train housing, tidemark status; Ctrl-C or tidemark down stops it."));
    }

    /// Stays until broker or registry dies, or the process is told to stop.
    private static int await(LocalStack stack) throws InterruptedException {
        CompletableFuture<StackException> failure = stack.failure().toCompletableFuture();
        try {
            throw failure.get();
        } catch (ExecutionException e) {
            throw new UserError("The stack cannot be watched: " + e.getCause());
        }
    }
}
