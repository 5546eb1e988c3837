package io.tidemark.scoring.serving;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Who is ready, who is wanted, who was refused: what loader and stream tell each other. The stream's read is one
/// volatile load; everything else is guarded by a lock.
final class ServingBoard implements ServingModels {
    private static final int REMEMBERED_ACTIVATIONS = 32;
    private static final long FIRST_RETRY_MS = 500;
    private static final long LONGEST_RETRY_MS = 30_000;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Map<String, Attempt> wanted = new HashMap<>();

    /// Place of the newest activation that is refused, as long as that is not over.
    private final Map<String, Long> refused = new HashMap<>();

    /// Activations that the timeline named, newest first.
    private final Map<String, Deque<WantedActivation>> history = new HashMap<>();

    private final LongSupplier clockNs;
    private volatile Map<String, ReadyActivation> ready = Map.of();

    /// @param clockNs when attempts are due, as System.nanoTime
    ServingBoard(LongSupplier clockNs) {
        this.clockNs = clockNs;
    }

    /// Asks for an activation; it replaces an earlier one of the model that is still wanted.
    void want(WantedActivation activation) {
        locked(() -> {
            Deque<WantedActivation> earlier =
                    history.computeIfAbsent(activation.model(), ignored -> new ArrayDeque<>());
            earlier.addFirst(activation);
            if (earlier.size() > REMEMBERED_ACTIVATIONS) {
                earlier.removeLast();
            }
            wanted.put(activation.model(), new Attempt(activation, 0, clockNs.getAsLong()));
        });
    }

    /// Forgets a model: what is ready serves no more, what is wanted is not loaded.
    void withdraw(String model) {
        locked(() -> {
            Map<String, ReadyActivation> next = new HashMap<>(ready);
            next.remove(model);
            ready = Map.copyOf(next);
            wanted.remove(model);
            history.remove(model);
            refused.remove(model);
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

    /// True when the timeline wants another champion by now, and something serves until that is ready.
    boolean isOvertaken(WantedActivation activation) {
        lock.lock();
        try {
            Attempt attempt = wanted.get(activation.model());
            return attempt != null
                    && attempt.activation().offset() > activation.offset()
                    && !attempt.activation().champion().equals(activation.champion())
                    && ready.containsKey(activation.model());
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
                long waitNs = first == null ? Long.MAX_VALUE : first.dueNs() - clockNs.getAsLong();
                if (first != null && waitNs <= 0) {
                    return first;
                }
                changed.awaitNanos(waitNs);
            }
        } finally {
            lock.unlock();
        }
    }

    /// Publishes an activation; refusals of it and of earlier ones are over.
    void ready(ReadyActivation activation) {
        String model = activation.champion().name();
        locked(() -> {
            Map<String, ReadyActivation> next = new HashMap<>(ready);
            next.put(model, activation);
            ready = Map.copyOf(next);
            Attempt attempt = wanted.get(model);
            if (attempt != null && attempt.activation().offset() <= activation.offset()) {
                wanted.remove(model);
            }
            if (refusedAt(model) <= activation.offset()) {
                refused.remove(model);
            }
        });
    }

    /// Whether a version of any model is ready, or none is wanted.
    boolean hasModel() {
        boolean[] hasModel = {false};
        locked(() -> hasModel[0] = !ready.isEmpty() || history.isEmpty());
        return hasModel[0];
    }

    /// SHA-256 of all bundles that serve.
    Set<String> bundles() {
        return ready.values().stream()
                .flatMap(ReadyActivation::models)
                .map(ServingModel::sha256)
                .collect(Collectors.toSet());
    }

    /// Gives an attempt up for good.
    void refuse(Attempt attempt) {
        String model = attempt.activation().model();
        locked(() -> {
            remember(attempt);
            if (attempt.equals(wanted.get(model))) {
                wanted.remove(model);
            }
        });
    }

    /// Puts an attempt off.
    ///
    /// @param isRefused true when a version could not be reached for so long that this counts as a refusal until it can
    void retryLater(Attempt attempt, boolean isRefused) {
        String model = attempt.activation().model();
        locked(() -> {
            if (isRefused) {
                remember(attempt);
            }
            if (attempt.equals(wanted.get(model))) {
                wanted.put(model, attempt.later(clockNs.getAsLong()));
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
            long refusedAt = refusedAt(model);
            Attempt attempt = wanted.get(model);
            if (attempt != null && attempt.activation().offset() > refusedAt) {
                return Prospect.LOADING;
            }
            if (refusedAt >= 0) {
                return Prospect.REFUSED;
            }
            return ready.containsKey(model) ? Prospect.READY : Prospect.UNKNOWN;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public @Nullable ReadyActivation await(String model, long offset, Duration timeout) {
        await(timeout, () -> reached(model, offset) || (seen(model) >= offset && prospect(model) != Prospect.LOADING));
        return ready.get(model);
    }

    /// Waits until each wanted activation is ready or refused.
    ///
    /// @return false when the time ran out
    boolean awaitSettled(Duration timeout) {
        return await(timeout, () -> wanted.keySet().stream().allMatch(model -> prospect(model) != Prospect.LOADING));
    }

    private boolean reached(String model, long offset) {
        ReadyActivation newest = ready.get(model);
        return newest != null && newest.offset() >= offset;
    }

    /// Place of the newest activation that the timeline named so far; -1 when it named none.
    private long seen(String model) {
        Deque<WantedActivation> activations = history.get(model);
        return activations == null ? -1 : activations.getFirst().offset();
    }

    private void remember(Attempt attempt) {
        refused.merge(attempt.activation().model(), attempt.activation().offset(), Math::max);
    }

    private long refusedAt(String model) {
        return refused.getOrDefault(model, -1L);
    }

    private boolean await(Duration timeout, BooleanSupplier condition) {
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
    /// @param dueNs when to begin, by the board's clock
    record Attempt(WantedActivation activation, int tries, long dueNs) {
        private Attempt later(long nowNs) {
            long pauseMs = Math.min(FIRST_RETRY_MS << Math.min(tries, 10), LONGEST_RETRY_MS);
            return new Attempt(activation, tries + 1, nowNs + TimeUnit.MILLISECONDS.toNanos(pauseMs));
        }
    }
}
