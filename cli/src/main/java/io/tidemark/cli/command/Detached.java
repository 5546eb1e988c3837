package io.tidemark.cli.command;

import io.tidemark.cli.ExitCode;
import io.tidemark.cli.UserError;
import io.tidemark.cli.stack.Home;
import io.tidemark.cli.stack.ServicesFile;
import io.tidemark.cli.terminal.ProgressLine;
import io.tidemark.cli.terminal.Terminal;
import io.tidemark.stack.StackState;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Starts `tidemark up` as a process of its own and waits until it serves.
final class Detached {
    private static final long POLL_MS = 100;

    private Detached() {}

    /// Runs this same command line without `--detach`.
    static int start(Home home) throws InterruptedException {
        requireNoneRuns(home);
        Path log = home.logs().resolve("up.log");
        Process process;
        try {
            Files.createDirectories(log.getParent());
            process = new ProcessBuilder(command())
                    .redirectInput(Redirect.from(Path.of("/dev/null").toFile()))
                    .redirectOutput(log.toFile())
                    .redirectErrorStream(true)
                    .start();
        } catch (IOException e) {
            throw new UserError("The stack cannot be started: " + e.getMessage());
        }
        ProgressLine progress = new ProgressLine(Terminal.system());
        while (ServicesFile.managementPort(home).isEmpty()) {
            progress.show("starting, see " + log, -1);
            if (process.waitFor(POLL_MS, TimeUnit.MILLISECONDS)) {
                throw new UserError("The stack ended while it started:\n" + text(log));
            }
        }
        progress.done("Tidemark is up, process " + process.pid() + "; `tidemark down` stops it.");
        return ExitCode.OK;
    }

    /// A file that a killed stack left behind is no stack.
    static void requireNoneRuns(Home home) {
        if (StackState.running(home.directory()).isPresent()) {
            throw new UserError(
                    "Found a stack that runs in " + home.directory() + " already: `tidemark status` shows it.");
        }
    }

    private static List<String> command() {
        ProcessHandle.Info self = ProcessHandle.current().info();
        List<String> command = new ArrayList<>();
        command.add(self.command().orElseThrow(() -> new UserError("This platform does not tell its own command.")));
        for (String argument : self.arguments().orElse(new String[0])) {
            if (!argument.equals("--detach")) {
                command.add(argument);
            }
        }
        return command;
    }

    private static String text(Path log) {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            return "(no output: " + e.getMessage() + ")";
        }
    }
}
