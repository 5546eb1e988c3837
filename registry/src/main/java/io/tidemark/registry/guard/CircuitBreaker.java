package io.tidemark.registry.guard;

import java.time.Duration;
import java.util.function.LongSupplier;

/// Leaves a dependency alone that keeps failing: closed, it lets everything through; after some failures in a row it
/// opens for a time; then one try at a time goes through, and its end decides. Safe for use by many threads.
final class CircuitBreaker {
    /// What it does with calls.
    enum State {
        CLOSED,
        OPEN,
        HALF_OPEN
    }

    private final int failures;
    private final long aloneNs;
    private final LongSupplier nanoClock;
    private int inARow;
    private boolean open;
    private boolean probing;
    private long openedNs;

    /// @param nanoClock a clock that never goes back, nanoseconds
    CircuitBreaker(int failures, Duration alone, LongSupplier nanoClock) {
        this.failures = failures;
        this.aloneNs = alone.toNanos();
        this.nanoClock = nanoClock;
    }

    /// Whether a try may go through; each that does has to end with [#succeeded] or [#failed].
    synchronized boolean admits() {
        return switch (state()) {
            case CLOSED -> true;
            case OPEN -> false;
            case HALF_OPEN -> {
                boolean isFirst = !probing;
                probing = true;
                yield isFirst;
            }
        };
    }

    synchronized void succeeded() {
        inARow = 0;
        open = false;
        probing = false;
    }

    synchronized void failed() {
        inARow++;
        if (inARow >= failures) {
            open = true;
            probing = false;
            openedNs = nanoClock.getAsLong();
        }
    }

    synchronized State state() {
        if (!open) {
            return State.CLOSED;
        }
        return nanoClock.getAsLong() - openedNs >= aloneNs ? State.HALF_OPEN : State.OPEN;
    }

    /// Failed tries since the last good one.
    synchronized int failuresInARow() {
        return inARow;
    }

    /// How long it stays open.
    synchronized Duration opensIn() {
        return open ? Duration.ofNanos(Math.max(0, aloneNs - (nanoClock.getAsLong() - openedNs))) : Duration.ZERO;
    }
}
