package io.tidemark.stack;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// A process, told apart from a later one with the same number.
///
/// @param pid number of the process
/// @param start when it started; empty where the system does not tell
public record ProcessId(long pid, Optional<Instant> start) {
    /// Linux tells the start relative to the boot, whose own time shifts a little whenever the clock is corrected.
    private static final Duration CLOCK_CORRECTION = Duration.ofSeconds(10);

    static ProcessId of(ProcessHandle process) {
        return new ProcessId(process.pid(), process.info().startInstant());
    }

    /// True while this very process runs.
    public boolean isAlive() {
        return handle().isPresent();
    }

    /// The process while it runs.
    public Optional<ProcessHandle> handle() {
        return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).filter(this::isSame);
    }

    private boolean isSame(ProcessHandle process) {
        Optional<Instant> found = process.info().startInstant();
        return start.isEmpty()
                || found.isEmpty()
                || Duration.between(start.get(), found.get()).abs().compareTo(CLOCK_CORRECTION) < 0;
    }
}
