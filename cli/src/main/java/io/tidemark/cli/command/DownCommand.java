package io.tidemark.cli.command;

import io.tidemark.cli.ExitCode;
import io.tidemark.cli.UserError;
import io.tidemark.cli.option.HomeOption;
import io.tidemark.cli.terminal.Terminal;
import io.tidemark.stack.StackState;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// Stops the stack that runs in a home.
@Command(
        name = "down",
        description = "Stop the stack that `tidemark up` started; everything it keeps stays.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = "  tidemark down --home /data/tidemark")
public final class DownCommand implements Callable<Integer> {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    @Mixin
    private HomeOption home = new HomeOption();

    @Override
    public Integer call() throws InterruptedException {
        Optional<StackState> running = StackState.running(home.home().directory());
        if (running.isEmpty()) {
            Terminal.system().line("No stack runs in " + home.home().directory() + ".");
            return ExitCode.OK;
        }
        Optional<ProcessHandle> owner = running.get().owner().handle();
        if (owner.isPresent()) {
            stop(owner.get());
        }
        Terminal.system().line("Stopped.");
        return ExitCode.OK;
    }

    private static void stop(ProcessHandle owner) throws InterruptedException {
        owner.destroy();
        try {
            owner.onExit().get(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new UserError("Process " + owner.pid() + " did not stop within " + TIMEOUT.toSeconds()
                    + " s; its log says why. `kill -9 " + owner.pid() + "` ends it and its children.");
        } catch (ExecutionException e) {
            throw new UserError("Process " + owner.pid() + " cannot be waited for: " + e.getCause());
        }
    }
}
