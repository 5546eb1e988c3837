package io.tidemark.scoring.shadow;

import io.tidemark.event.Activated;
import io.tidemark.event.Challenger;
import io.tidemark.event.TimelineEvent;
import io.tidemark.event.VersionRef;
import io.tidemark.scoring.serving.ModelLoader;
import io.tidemark.scoring.serving.ReadyActivation;
import io.tidemark.scoring.topology.ShadowModels;
import io.tidemark.streamkit.timeline.TimelineEntry;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// Which versions shadow which model, as the timeline says. A [ModelLoader] of its own loads them: they pass the same
/// checks as versions that answer, and are acknowledged or refused on the timeline alike.
final class ShadowVersions implements ShadowModels {
    private final ModelLoader loader;

    /// By model: place of the activation since which it has been shadowed without a break. Changed by the follower's
    /// thread alone, which then signals `changed`.
    private final Map<String, Long> since = new ConcurrentHashMap<>();

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    ShadowVersions(ModelLoader loader) {
        this.loader = loader;
    }

    /// Takes a fact from the timeline; returns at once.
    void accept(TimelineEntry entry) {
        if (!(entry.event().getFact() instanceof Activated activated)) {
            loader.accept(entry);
            return;
        }
        String model = entry.event().getModel();
        if (activated.getShadows().isEmpty()) {
            since.remove(model);
            loader.withdraw(model);
        } else {
            since.putIfAbsent(model, entry.offset());
            loader.accept(asLoaded(entry, activated.getShadows()));
        }
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Models that are shadowed now.
    Set<String> models() {
        return Set.copyOf(since.keySet());
    }

    /// Waits until a model is shadowed that is none of the given ones; returns all such models.
    Set<String> awaitOthers(Set<String> known) throws InterruptedException {
        Set<String> others = new HashSet<>();
        await(() -> {
            others.addAll(since.keySet());
            others.removeAll(known);
            return !others.isEmpty();
        });
        return others;
    }

    /// Waits until a model is shadowed, or until it is not.
    void awaitWanted(String model, boolean wanted) throws InterruptedException {
        await(() -> wants(model) == wanted);
    }

    /// Waits until what is to shadow a model is ready or was refused.
    ///
    /// @return false when nothing is ready, whatever came of the wait
    boolean awaitReady(String model, Duration timeout) {
        Long from = since.get(model);
        return from != null && loader.models().await(model, from, timeout) != null;
    }

    private void await(BooleanSupplier condition) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (!condition.getAsBoolean()) {
                changed.await();
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public boolean wants(String model) {
        return since.containsKey(model);
    }

    /// What was loaded for an earlier spell of shadowing does not count.
    @Override
    public @Nullable ReadyActivation newest(String model) {
        Long from = since.get(model);
        if (from == null) {
            return null;
        }
        ReadyActivation ready = loader.models().newest(model);
        return ready == null || ready.offset() < from ? null : ready;
    }

    /// The shadows in the form that the loader loads. Shares are of no account: all of them score everything.
    private static TimelineEntry asLoaded(TimelineEntry entry, List<VersionRef> shadows) {
        Activated loaded = Activated.newBuilder((Activated) entry.event().getFact())
                .setChampion(shadows.getFirst())
                .setChallengers(shadows.stream()
                        .skip(1)
                        .map(shadow -> new Challenger(shadow.getVersion(), shadow.getBundleSha256(), 1, "shadow"))
                        .toList())
                .build();
        return new TimelineEntry(
                entry.offset(),
                TimelineEvent.newBuilder(entry.event()).setFact(loaded).build());
    }
}
