package io.tidemark.scoring.shadow;

import io.tidemark.event.Activated;
import io.tidemark.event.Challenger;
import io.tidemark.event.TimelineEvent;
import io.tidemark.event.VersionRef;
import io.tidemark.scoring.serving.ModelLoader;
import io.tidemark.scoring.serving.ReadyActivation;
import io.tidemark.scoring.topology.ShadowModels;
import io.tidemark.streamkit.timeline.TimelineEntry;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/// Which versions shadow which model, as the timeline says. A [ModelLoader] of its own loads them: they pass the same
/// checks as versions that answer, and are acknowledged or refused on the timeline alike.
final class ShadowVersions implements ShadowModels {
    private final ModelLoader loader;

    /// By model: place of the activation since which it has been shadowed without a break.
    private final Map<String, Long> since = new ConcurrentHashMap<>();

    private final CountDownLatch first = new CountDownLatch(1);

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
            return;
        }
        since.putIfAbsent(model, entry.offset());
        loader.accept(asLoaded(entry, activated.getShadows()));
        first.countDown();
    }

    /// Waits until a version is to shadow.
    void awaitAny() throws InterruptedException {
        first.await();
    }

    @Override
    public boolean any() {
        return !since.isEmpty();
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
