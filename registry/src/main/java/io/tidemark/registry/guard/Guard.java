package io.tidemark.registry.guard;

import io.tidemark.registry.RegistryException;
import io.tidemark.registry.RegistryUnavailableException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/// Asks a dependency. A [RegistryUnavailableException] is a failed try; whatever else it says is an answer. Safe for
/// use by many threads.
public final class Guard {
    private final String name;
    private final GuardRules rules;
    private final CircuitBreaker breaker;
    private final Pauses pauses;
    private final DoubleSupplier chance;
    private final AtomicLong calls = new AtomicLong();
    private final AtomicLong failures = new AtomicLong();
    private final AtomicLong leftAlone = new AtomicLong();
    private volatile String problem = "";

    /// Waits.
    @FunctionalInterface
    public interface Pauses {
        void pause(Duration duration) throws InterruptedException;
    }

    /// @param name of the dependency, for people
    /// @param nanoClock a clock that never goes back, nanoseconds
    /// @param chance numbers from 0 inclusive to 1 exclusive
    public Guard(String name, GuardRules rules, LongSupplier nanoClock, Pauses pauses, DoubleSupplier chance) {
        this.name = name;
        this.rules = rules;
        this.breaker = new CircuitBreaker(rules.failures(), rules.alone(), nanoClock);
        this.pauses = pauses;
        this.chance = chance;
    }

    /// A guard on this machine's clock.
    public static Guard of(String name, GuardRules rules) {
        return new Guard(name, rules, System::nanoTime, Thread::sleep, Math::random);
    }

    /// How long one try may take.
    public Duration timeout() {
        return rules.timeout();
    }

    /// Asks for something that may be asked twice: tries again while the dependency does not answer.
    ///
    /// @throws RegistryUnavailableException when no try was answered, or it is left alone
    public <T> T call(Supplier<T> work) {
        for (int attempt = 0; ; attempt++) {
            try {
                return once(work);
            } catch (RegistryUnavailableException e) {
                if (attempt + 1 >= rules.tries() || breaker.state() == CircuitBreaker.State.OPEN) {
                    throw e;
                }
                pause(rules.pause(attempt, chance.getAsDouble()), e);
            }
        }
    }

    /// Asks for something once: a try that was not answered may have been carried out.
    ///
    /// @throws RegistryUnavailableException when it was not answered, or it is left alone
    public <T> T once(Supplier<T> work) {
        if (!breaker.admits()) {
            leftAlone.incrementAndGet();
            throw new RegistryUnavailableException(name + " is left alone for another "
                    + breaker.opensIn().toSeconds() + " s, after " + breaker.failuresInARow()
                    + " failures in a row; the last: " + problem);
        }
        calls.incrementAndGet();
        try {
            T answer = work.get();
            answered();
            return answer;
        } catch (RegistryUnavailableException e) {
            failed(e);
            throw e;
        } catch (RegistryException e) {
            answered();
            throw e;
        } catch (RuntimeException | Error e) {
            failed(e);
            throw e;
        }
    }

    private void answered() {
        breaker.succeeded();
        problem = "";
    }

    private void failed(Throwable e) {
        failures.incrementAndGet();
        String message = e.getMessage();
        problem = message == null ? e.toString() : message;
        breaker.failed();
    }

    private void pause(Duration duration, RegistryUnavailableException failure) {
        try {
            pauses.pause(duration);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            failure.addSuppressed(e);
            throw failure;
        }
    }

    /// How the dependency is, by what it answered.
    public DependencyHealth health() {
        DependencyHealth.State state = switch (breaker.state()) {
            case OPEN -> DependencyHealth.State.DOWN;
            case HALF_OPEN -> DependencyHealth.State.DEGRADED;
            case CLOSED ->
                breaker.failuresInARow() == 0 ? DependencyHealth.State.HEALTHY : DependencyHealth.State.DEGRADED;
        };
        return new DependencyHealth(name, state, calls.get(), failures.get(), leftAlone.get(), problem);
    }
}
