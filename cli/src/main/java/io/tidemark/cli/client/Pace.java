package io.tidemark.cli.client;

import java.util.concurrent.locks.LockSupport;

/// Keeps a steady rate: the k-th event is due k/rate seconds after the first, whatever the earlier ones took.
public final class Pace {
    private final double perSecond;
    private final long startNs = System.nanoTime();
    private long events;

    /// @param perSecond events a second; 0: as fast as possible
    public Pace(double perSecond) {
        this.perSecond = perSecond;
    }

    /// Waits until the next event is due.
    public void await() {
        if (perSecond <= 0) {
            return;
        }
        long dueNs = startNs + (long) (events++ / perSecond * 1e9);
        for (long left = dueNs - System.nanoTime(); left > 0; left = dueNs - System.nanoTime()) {
            if (Thread.currentThread().isInterrupted()) {
                return;
            }
            LockSupport.parkNanos(left);
        }
    }
}
