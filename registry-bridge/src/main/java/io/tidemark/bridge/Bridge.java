package io.tidemark.bridge;

import io.tidemark.bridge.AliasRules.Serving;
import io.tidemark.event.Activated;
import io.tidemark.event.ActivationCause;
import io.tidemark.event.TimelineEvent;
import io.tidemark.registry.HistoryEntry.AliasSet;
import io.tidemark.registry.ModelRegistry;
import io.tidemark.registry.ModelVersion;
import io.tidemark.registry.RegistryException;
import io.tidemark.registry.RegistryUnavailableException;
import io.tidemark.registry.mlflow.AliasNote;
import io.tidemark.registry.mlflow.AliasState;
import io.tidemark.registry.mlflow.MlflowRegistry;
import io.tidemark.streamkit.timeline.TimelineEntry;
import io.tidemark.streamkit.timeline.TimelineFacts;
import io.tidemark.streamkit.timeline.TimelineState;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Makes registry and timeline agree. Each difference ends as at most one entry: its id follows from the version and
/// from what served before, and nothing is appended that is there already. One bridge at a time.
public final class Bridge {
    private static final String ACTOR = "registry-bridge";
    private static final Logger LOG = LoggerFactory.getLogger(Bridge.class);

    private final MlflowRegistry registry;
    private final TimelineLog timeline;
    private final Candidates candidates;
    private final Clock clock;

    public Bridge(MlflowRegistry registry, TimelineLog timeline, Candidates candidates, Clock clock) {
        this.registry = registry;
        this.timeline = timeline;
        this.candidates = candidates;
        this.clock = clock;
    }

    /// Looks at all models once.
    ///
    /// @param known the timeline as far as it was followed: enough to see that nothing is to be done
    /// @return whether an alias became an activation
    /// @throws RegistryUnavailableException when the registry does not answer
    public boolean reconcile(TimelineState known) {
        boolean changed = false;
        for (String model : registry.models(candidates::wants)) {
            try {
                changed |= reconcile(model, known);
            } catch (RegistryUnavailableException e) {
                throw e;
            } catch (RegistryException e) {
                LOG.warn("{} cannot be compared with the registry: {}", model, e.getMessage());
            }
        }
        return changed;
    }

    private boolean reconcile(String model, TimelineState known) {
        TimelineState state = known;
        boolean changed = false;
        switch (decide(model, known)) {
            case AliasStep.Nothing nothing -> {}
            case AliasStep.Wait wait -> LOG.debug("Somebody is about to move the champion of {}.", model);
            case AliasStep.Remember remember -> note(model, remember.version(), remember.actor(), remember.reason());
            case AliasStep.TakeOver perhaps -> {
                Optional<Candidate.Judged> candidate = undecided(model, perhaps, known);
                if (candidate.isPresent()) {
                    // The follower may be behind what was appended a moment ago.
                    state = timeline.read();
                    if (decide(model, state) instanceof AliasStep.TakeOver takeOver
                            && takeOver.version() == perhaps.version()) {
                        changed = takeOver(model, takeOver, candidate.get(), state);
                        state = timeline.read();
                    }
                }
            }
            case AliasStep.WriteBack back -> writeBack(model, back);
        }
        followChallenger(model, state);
        tell(model, state);
        return changed;
    }

    private AliasStep decide(String model, TimelineState state) {
        AliasState champion = registry.alias(model, ModelRegistry.CHAMPION);
        return AliasRules.decide(
                champion.version(), champion.note(), state.activation(model).map(Bridge::serving), clock.instant());
    }

    private static Serving serving(TimelineEntry entry) {
        TimelineEvent event = entry.event();
        return new Serving(
                ((Activated) event.getFact()).getChampion().getVersion(),
                event.getTime(),
                event.getActor(),
                event.getReason());
    }

    /// What the alias points at; empty: it was refused before, or it is not known yet whether it can serve.
    private Optional<Candidate.Judged> undecided(String model, AliasStep.TakeOver step, TimelineState known) {
        if (candidates.isPending(model, step.version())) {
            return Optional.empty();
        }
        Candidate candidate = candidates.find(model, step.version());
        if (known.contains(model, refusalId(model, step, candidate, known))) {
            return Optional.empty();
        }
        return switch (candidate) {
            case Candidate.Judged judged -> Optional.of(judged);
            case Candidate.Foreign foreign -> candidates.judged(foreign);
        };
    }

    private boolean takeOver(String model, AliasStep.TakeOver step, Candidate.Judged candidate, TimelineState state) {
        return switch (candidate) {
            case Candidate.Fit fit -> {
                activate(model, step, fit.version(), state);
                yield true;
            }
            case Candidate.Unfit unfit -> {
                refuse(model, step, unfit, state);
                yield false;
            }
        };
    }

    private void activate(String model, AliasStep.TakeOver step, ModelVersion version, TimelineState state) {
        String eventId = eventId(model, step, state);
        if (!state.contains(model, eventId)) {
            timeline.append(facts(version, step, eventId, state));
            LOG.info("{}: the registry's champion, version {}, is on the timeline.", model, step.version());
        }
        note(model, step.version(), step.actor(), step.reason());
    }

    /// Follows from the version and from what served before: a step that is taken twice is one entry.
    private static String eventId(String model, AliasStep.TakeOver step, TimelineState state) {
        long before = state.activation(model).map(TimelineEntry::offset).orElse(-1L);
        return "registry/" + model + "/" + step.version() + "/" + before;
    }

    private static String refusalId(String model, AliasStep.TakeOver step, Candidate candidate, TimelineState state) {
        String id = eventId(model, step, state) + "/refused";
        return candidate.mark().isEmpty() ? id : id + "/" + candidate.mark();
    }

    private List<TimelineEvent> facts(
            ModelVersion version, AliasStep.TakeOver step, String eventId, TimelineState state) {
        List<TimelineEvent> facts = new ArrayList<>();
        if (!state.contains(version.model(), TimelineFacts.registeredId(version.runId()))) {
            facts.add(TimelineFacts.registered(
                    version.model(),
                    version.version(),
                    version.bundleSha256(),
                    version.runId(),
                    version.approved(),
                    version.metrics(),
                    ACTOR,
                    clock.instant()));
        }
        boolean isBack = state.champion(version.model())
                .filter(serving -> serving.getVersion() > version.version())
                .isPresent();
        facts.add(TimelineFacts.champion(
                eventId,
                version.model(),
                version.version(),
                version.bundleSha256(),
                isBack ? ActivationCause.ROLLBACK : ActivationCause.PROMOTION,
                step.actor(),
                step.reason(),
                clock.instant()));
        return facts;
    }

    /// Says once on the timeline, and on the version, that it does not become champion; the alias stays where it is.
    private void refuse(String model, AliasStep.TakeOver step, Candidate.Unfit unfit, TimelineState state) {
        String refusalId = refusalId(model, step, unfit, state);
        if (state.contains(model, refusalId)) {
            return;
        }
        String why = unfit.reason();
        String reason = "Version " + step.version() + " does not become champion. " + why;
        registry.tag(model, step.version(), MlflowRegistry.REFUSED, clock.instant() + " " + why);
        timeline.append(List.of(TimelineFacts.noted(
                refusalId,
                model,
                "promotion-refused",
                Map.of("version", Integer.toString(step.version()), "reason", why),
                ACTOR,
                reason,
                clock.instant())));
        LOG.warn("{}: {}", model, reason);
    }

    private void writeBack(String model, AliasStep.WriteBack step) {
        registry.setAlias(model, ModelRegistry.CHAMPION, step.version(), step.actor(), step.reason());
        LOG.info("{}: the registry's champion follows the timeline to version {}.", model, step.version());
    }

    private void note(String model, int version, String actor, String reason) {
        registry.note(
                model,
                new AliasNote(new AliasSet(clock.instant(), ModelRegistry.CHAMPION, version, actor, reason), true));
    }

    /// The first challenger of the timeline bears the alias; one that somebody else set stays.
    private void followChallenger(String model, TimelineState known) {
        Optional<Integer> wanted = known.activation(model)
                .map(entry -> ((Activated) entry.event().getFact()).getChallengers())
                .filter(challengers -> !challengers.isEmpty())
                .map(challengers -> challengers.getFirst().getVersion());
        AliasState challenger = registry.alias(model, ModelRegistry.CHALLENGER);
        Optional<Integer> alias = challenger.version();
        if (wanted.equals(alias)) {
            return;
        }
        boolean isOurs = alias.isEmpty()
                || challenger.note().filter(move -> move.isOf(alias.get())).isPresent();
        if (wanted.isPresent() && isOurs) {
            registry.setAlias(model, ModelRegistry.CHALLENGER, wanted.get(), ACTOR, "On trial, as the timeline says.");
        } else if (wanted.isEmpty() && isOurs) {
            registry.removeAlias(model, ModelRegistry.CHALLENGER);
        }
    }

    /// Writes what became of the versions where people look for it.
    private void tell(String model, TimelineState known) {
        Map<Integer, Map<String, String>> told = registry.tags(model);
        VersionStory.of(known.of(model)).forEach((version, tags) -> {
            Map<String, String> there = told.get(version);
            if (there != null) {
                tags.forEach((key, value) -> {
                    if (!MlflowRegistry.asKept(value).equals(there.get(key))) {
                        registry.tag(model, version, key, value);
                    }
                });
            }
        });
    }
}
