package io.tidemark.feedback.app;

import io.tidemark.event.Activated;
import io.tidemark.event.ActivationCause;
import io.tidemark.event.TimelineEvent;
import io.tidemark.registry.ModelRegistry;
import io.tidemark.streamkit.timeline.TimelineFacts;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells the registry which version a verdict made champion. It acts on what stands on the timeline, so never on a
/// decision that was not committed, and again after a death in between; on a thread of its own, so that a registry that
/// is slow holds up nobody. One that does not listen keeps nobody from serving: the timeline has it.
final class ChampionAliases implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ChampionAliases.class);

    private final ModelRegistry registry;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("champion-aliases").daemon().factory());

    /// Newest activation by model.
    private final Map<String, TimelineEvent> newest = new ConcurrentHashMap<>();

    private volatile boolean live;

    ChampionAliases(ModelRegistry registry) {
        this.registry = registry;
    }

    /// Takes an event of the timeline.
    void accept(TimelineEvent event) {
        if (event.getFact() instanceof Activated) {
            newest.put(event.getModel(), event);
            if (live) {
                look(event.getModel());
            }
        }
    }

    /// The timeline was read: what it says now holds.
    void begin() {
        live = true;
        newest.keySet().forEach(this::look);
    }

    private void look(String model) {
        try {
            thread.execute(() -> tell(model));
        } catch (RejectedExecutionException e) {
            LOG.debug("Closed; whoever starts next tells the registry of {}.", model, e);
        }
    }

    private void tell(String model) {
        TimelineEvent event = newest.get(model);
        if (event == null || !event.getActor().equals(TimelineFacts.ROLLOUT_ACTOR)) {
            return;
        }
        Activated activated = (Activated) event.getFact();
        int version = activated.getChampion().getVersion();
        // A stage has the champion that there was; what is reinstated may have another than the decision before it.
        if (activated.getCause() == ActivationCause.ROLLOUT
                && !event.getEventId().endsWith(TimelineFacts.REINSTATED)) {
            return;
        }
        try {
            Integer known = registry.aliases(model).get(ModelRegistry.CHAMPION);
            if (known == null || known != version) {
                registry.setAlias(
                        model, ModelRegistry.CHAMPION, version, TimelineFacts.ROLLOUT_ACTOR, event.getReason());
            }
        } catch (RuntimeException e) {
            LOG.warn(
                    "The registry could not be told that version {} of {} is champion; the timeline has it.",
                    version,
                    model,
                    e);
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
