package io.tidemark.scoring.serving;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Who is ready, who is wanted, who was refused: what loader and stream tell each other. The stream's read is one
/// volatile
/// load; everything else is guarded by a lock.
final class ServingBoard implements ServingModels {
    private static final int REMEMBERED_ACTIVATIONS = 32;
    private static final long FIRST_RETRY_MS = 500;
    private static final long LONGEST_RETRY_MS = 30_000;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Map<String, Attempt> wanted = new HashMap<>();
    private final Map<String, Refusal> refused = new HashMap<>();
    private final Map<String, Deque<WantedActivation>> history = new HashMap<>();
    private volatile Map<String, ReadyActivation> ready = Map.of();

    /// Asks for an activation; it replaces an earlier one of the model that is still wanted.
    void want(WantedActivation activation) {
        locked(() -> {
            Deque<WantedActivation> earlier =
                    history.computeIfAbsent(activation.model(), ignored -> new ArrayDeque<>());
            earlier.addFirst(activation);
            if (earlier.size() > REMEMBERED_ACTIVATIONS) {
                earlier.removeLast();
            }
            wanted.put(activation.model(), new Attempt(activation, 0, System.nanoTime()));
        });
    }

    /// Activations of a model before the given one, newest first.
    List<WantedActivation> before(WantedActivation activation) {
        lock.lock();
        try {
            return history.getOrDefault(activation.model(), new ArrayDeque<>()).stream()
                    .filter(earlier -> earlier.offset() < activation.offset())
                    .toList();
        } finally {
            lock.unlock();
        }
    }

    /// The attempt that is due first; waits for one.
    Attempt take() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (true) {
                Attempt first = null;
                for (Attempt attempt : wanted.values()) {
                    if (first == null || attempt.dueNs() - first.dueNs() < 0) {
                        first = attempt;
                    }
                }
                long waitNs = first == null ? Long.MAX_VALUE : first.dueNs() - System.nanoTime();
                if (first != null && waitNs <= 0) {
                    return first;
                }
                changed.awaitNanos(waitNs);
            }
        } finally {
            lock.unlock();
        }
    }

    /// Publishes an activation.
    ///
    /// @return the refusal that is over with it
    Optional<Refusal> ready(ReadyActivation activation) {
        String model = activation.champion().name();
        Refusal[] over = new Refusal[1];
        locked(() -> {
            Map<String, ReadyActivation> next = new HashMap<>(ready);
            next.put(model, activation);
            ready = Map.copyOf(next);
            Attempt attempt = wanted.get(model);
            if (attempt != null && attempt.activation().offset() <= activation.offset()) {
                wanted.remove(model);
            }
            Refusal refusal = refused.get(model);
            if (refusal != null && refusal.offset() <= activation.offset()) {
                over[0] = refused.remove(model);
            }
        });
        return Optional.ofNullable(over[0]);
    }

    /// Gives an attempt up for good.
    void refuse(Attempt attempt, WantedVersion version) {
        String model = attempt.activation().model();
        locked(() -> {
            refused.put(model, Refusal.of(attempt, version));
            if (attempt.equals(wanted.get(model))) {
                wanted.remove(model);
            }
        });
    }

    /// Puts an attempt off.
    ///
    /// @param refusal the version that could not be reached for so long that this counts as a refusal until it can
    void retryLater(Attempt attempt, Optional<WantedVersion> refusal) {
        String model = attempt.activation().model();
        locked(() -> {
            refusal.ifPresent(version -> refused.put(model, Refusal.of(attempt, version)));
            if (attempt.equals(wanted.get(model))) {
                wanted.put(model, attempt.later());
            }
        });
    }

    @Override
    public @Nullable ReadyActivation newest(String model) {
        return ready.get(model);
    }

    @Override
    public Prospect prospect(String model) {
        lock.lock();
        try {
            if (refused.containsKey(model)) {
                return Prospect.REFUSED;
            }
            if (wanted.containsKey(model)) {
                return Prospect.LOADING;
            }
            return ready.containsKey(model) ? Prospect.READY : Prospect.UNKNOWN;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public @Nullable ReadyActivation await(String model, long offset, Duration timeout) {
        await(timeout, () -> reached(model, offset) || prospect(model) != Prospect.LOADING);
        return ready.get(model);
    }

    /// Waits until each wanted activation is ready or refused.
    ///
    /// @return false when the time ran out
    boolean awaitSettled(Duration timeout) {
        return await(timeout, () -> refused.keySet().containsAll(wanted.keySet()));
    }

    private boolean reached(String model, long offset) {
        ReadyActivation newest = ready.get(model);
        return newest != null && newest.offset() >= offset;
    }

    private boolean await(Duration timeout, java.util.function.BooleanSupplier condition) {
        lock.lock();
        try {
            long leftNs = timeout.toNanos();
            while (!condition.getAsBoolean()) {
                if (leftNs <= 0) {
                    return false;
                }
                leftNs = changed.awaitNanos(leftNs);
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }

    private void locked(Runnable change) {
        lock.lock();
        try {
            change.run();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// One try to make an activation ready.
    ///
    /// @param tries tries before it
    /// @param dueNs when to begin, by System.nanoTime
    record Attempt(WantedActivation activation, int tries, long dueNs) {
        private Attempt later() {
            long pauseMs = Math.min(FIRST_RETRY_MS << Math.min(tries, 10), LONGEST_RETRY_MS);
            return new Attempt(activation, tries + 1, System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(pauseMs));
        }
    }

    /// A version that was refused.
    ///
    /// @param offset place of the activation that named it
    record Refusal(String activationId, long offset, WantedVersion version) {
        private static Refusal of(Attempt attempt, WantedVersion version) {
            return new Refusal(
                    attempt.activation().eventId(), attempt.activation().offset(), version);
        }
    }
}
