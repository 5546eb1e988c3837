package io.tidemark.stack;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// A child of this process. It ends with this process, in whatever way that ends: its standard input is the sign.
final class ChildProcess {
    private static final Duration STOP_GRACE = Duration.ofSeconds(20);

    /// The exit status of a signalled process is this and the signal's number.
    private static final int SIGNALLED = 128;

    private final ChildSpec spec;
    private final Process process;
    private final ProcessId id;
    private boolean ready;

    private ChildProcess(ChildSpec spec, Process process) {
        this.spec = spec;
        this.process = process;
        this.id = ProcessId.of(process.toHandle());
    }

    static ChildProcess start(ChildSpec spec) {
        new ChildLog(spec.log()).rotate();
        try {
            Process process = new ProcessBuilder(spec.command())
                    .directory(spec.data().toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(spec.log().toFile())
                    .start();
            return new ChildProcess(spec, process);
        } catch (IOException e) {
            throw new StackException("The " + spec.name() + " cannot be started: " + e.getMessage(), e);
        }
    }

    StackState.Child describe() {
        return new StackState.Child(spec.name(), id, spec.log());
    }

    /// True once it does its work.
    ///
    /// @throws StackException when it never will
    boolean isReady() {
        if (!process.isAlive()) {
            throw new StackException(
                    "The " + spec.name() + " ended while starting (status " + process.exitValue() + "). " + explain());
        }
        ready = switch (spec.readiness().get()) {
            case READY -> true;
            case NOT_YET -> false;
            case BROKEN -> throw new StackException("The " + spec.name() + " started and cannot work. " + explain());
        };
        return ready;
    }

    /// Waits until the child ends, and explains why it did.
    StackException awaitEnd() {
        int status = process.onExit().join().exitValue();
        String why = status > SIGNALLED
                ? "Something ended it from outside (signal " + (status - SIGNALLED)
                        + "), perhaps the system for want of memory: start again.\n" + log().lastWords()
                : explain();
        return new StackException("The " + spec.name() + " ended (status " + status + "). " + why);
    }

    String explain() {
        return log().explain(spec.data(), spec.home());
    }

    private ChildLog log() {
        return new ChildLog(spec.log());
    }

    String name() {
        return spec.name();
    }

    /// Asks it to end. By its handle: `Process.destroy` would also close its standard input, which it takes for our
    /// end.
    void requestStop() {
        process.toHandle().destroy();
    }

    /// Waits until it has ended; ends it by force when it takes too long.
    void awaitStop() {
        try {
            if (!process.waitFor(STOP_GRACE.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly().waitFor();
                ready = false;
            }
            spec.archive().settle(ready);
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
