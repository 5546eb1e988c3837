package io.tidemark.testkit;

import java.time.Duration;
import java.util.function.Predicate;
import java.util.function.Supplier;

/// Waits for what other threads and processes do. For tests against real processes only: unit tests own the clock.
public final class Await {
    private static final Duration INTERVAL = Duration.ofMillis(50);

    private Await() {}

    /// Looks again and again until what is seen is as wanted, and returns it.
    ///
    /// @param what is waited for, in words
    /// @throws AssertionError at the deadline, with what was seen last
    public static <T> T until(String what, Duration deadline, Supplier<T> look, Predicate<? super T> wanted) {
        long startNs = System.nanoTime();
        while (true) {
            T seen = look.get();
            if (wanted.test(seen)) {
                return seen;
            }
            if (System.nanoTime() - startNs > deadline.toNanos()) {
                throw new AssertionError("Waited " + deadline + " for " + what + "; last seen: " + seen);
            }
            pause();
        }
    }

    private static void pause() {
        try {
            Thread.sleep(INTERVAL);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("Interrupted while waiting.", e);
        }
    }
}
