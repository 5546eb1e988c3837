package io.tidemark.cli.client;

import io.tidemark.cli.UserError;
import io.tidemark.event.Activated;
import io.tidemark.event.ActivationCause;
import io.tidemark.event.Refused;
import io.tidemark.event.Registered;
import io.tidemark.event.TimelineEvent;
import io.tidemark.model.manifest.RolloutSpec;
import io.tidemark.registry.ModelRegistry;
import io.tidemark.registry.ModelVersion;
import io.tidemark.registry.RegistryUnavailableException;
import io.tidemark.streamkit.timeline.TimelineEntry;
import io.tidemark.streamkit.timeline.TimelineFacts;
import io.tidemark.streamkit.timeline.TimelineState;
import io.tidemark.streamkit.timeline.TimelineWriter;
import io.tidemark.streamkit.topic.KafkaSettings;
import io.tidemark.streamkit.topic.Topic;
import io.tidemark.streamkit.topic.TopicBinding;
import io.tidemark.streamkit.topic.TopicReader;
import io.tidemark.topic.Topics;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Makes a version known on the timeline, and active.
///
/// The registry's alias comes first, so that a start without broker knows it too; then all facts as one transaction.
/// Who dies between the two leaves an alias that the timeline does not know: [#activate] of the same version
/// completes it, and writes nothing that is there already.
public final class Publication {
    private static final Logger LOG = LoggerFactory.getLogger(Publication.class);
    private static final String APPROVED = "Approved by all gates.";

    private Publication() {}

    /// Writes that a version was registered and, when it is approved and wanted, activates it.
    ///
    /// @return whether it is active now
    public static boolean publish(
            ModelRegistry registry, ModelVersion version, Optional<KafkaSettings> kafka, boolean activate) {
        boolean active = activate && version.approved();
        if (active) {
            registry.setAlias(version.model(), ModelRegistry.CHAMPION, version.version(), user(), APPROVED);
        }
        List<TimelineEvent> facts = new ArrayList<>();
        facts.add(registered(version));
        if (active) {
            facts.add(activated(
                    TimelineFacts.activatedId(version.runId()), version, ActivationCause.PROMOTION, APPROVED));
        }
        kafka.ifPresent(settings -> append(settings, version, facts));
        return active;
    }

    /// Writes that a version was registered and, when it is approved and wanted, activates it as the manifest's rollout
    /// section says: it answers everything, or begins its trial beside the champion.
    ///
    /// @return what became of it
    public static Standing publish(
            ModelRegistry registry,
            ModelVersion version,
            Optional<KafkaSettings> kafka,
            boolean activate,
            RolloutSpec rollout) {
        Optional<Activated> trial = kafka.filter(settings -> activate && version.approved())
                .map(settings -> TimelineState.read(new TopicReader(settings), timeline(settings)))
                .flatMap(state -> state.activation(version.model()))
                .map(entry -> (Activated) entry.event().getFact())
                .flatMap(now -> TimelineFacts.firstStage(
                        now, rollout, version.model(), version.version(), version.bundleSha256()));
        if (trial.isEmpty()) {
            return publish(registry, version, kafka, activate) ? Standing.CHAMPION : Standing.REGISTERED;
        }
        append(
                kafka.orElseThrow(),
                version,
                List.of(
                        registered(version),
                        TimelineFacts.activated(
                                TimelineFacts.activatedId(version.runId()),
                                version.model(),
                                trial.get(),
                                user(),
                                APPROVED,
                                Instant.now())));
        return Standing.ON_TRIAL;
    }

    /// What became of a version.
    public enum Standing {
        REGISTERED,
        ON_TRIAL,
        CHAMPION
    }

    /// Activates a version that is registered already; writes nothing where it alone is active and no scorer refused
    /// it. A registry that does not answer stops nobody who has a cluster: the timeline is told all the same, and the
    /// registry bridge sets the alias later.
    ///
    /// @return whether the registry was told
    public static boolean activate(
            ModelRegistry registry,
            ModelVersion version,
            Optional<KafkaSettings> kafka,
            ActivationCause cause,
            String reason) {
        if (!version.approved()) {
            throw new UserError("Version " + version.version() + " of " + version.model()
                    + " was refused by its gates: it cannot become champion.");
        }
        boolean told = isTold(registry, version, kafka.isPresent(), reason);
        kafka.ifPresent(settings -> {
            TimelineState timeline = TimelineState.read(new TopicReader(settings), timeline(settings));
            append(settings, version, missing(timeline, version, cause, reason));
        });
        return told;
    }

    private static boolean isTold(ModelRegistry registry, ModelVersion version, boolean hasCluster, String reason) {
        try {
            registry.setAlias(version.model(), ModelRegistry.CHAMPION, version.version(), user(), reason);
            return true;
        } catch (RegistryUnavailableException e) {
            if (!hasCluster) {
                throw e;
            }
            LOG.warn("The registry does not answer; the timeline is told without it.", e);
            return false;
        }
    }

    /// A version, from the registry or, while that does not answer, from the timeline.
    ///
    /// @throws UserError when there is none
    public static ModelVersion version(
            ModelRegistry registry, Optional<KafkaSettings> kafka, String model, int version) {
        Optional<ModelVersion> found;
        try {
            found = registry.version(model, version);
        } catch (RegistryUnavailableException e) {
            if (kafka.isEmpty()) {
                throw e;
            }
            LOG.warn(
                    "The registry does not answer; version {} of {} is looked for on the timeline.", version, model, e);
            found = onTimeline(TimelineState.read(new TopicReader(kafka.get()), timeline(kafka.get())), model, version);
        }
        return found.orElseThrow(() -> new UserError("Found no version " + version + " of " + model
                + ", expected one of `tidemark registry list " + model + "`."));
    }

    /// What the timeline says of a version's registration.
    static Optional<ModelVersion> onTimeline(TimelineState timeline, String model, int version) {
        for (TimelineEntry entry : timeline.of(model)) {
            if (entry.event().getFact() instanceof Registered fact && fact.getVersion() == version) {
                return Optional.of(new ModelVersion(
                        model,
                        version,
                        fact.getRunId(),
                        fact.getBundleSha256(),
                        fact.getApproved(),
                        entry.event().getTime(),
                        fact.getMetrics(),
                        Map.of()));
            }
        }
        return Optional.empty();
    }

    /// What the timeline has to be told so that the version alone is active.
    static List<TimelineEvent> missing(
            TimelineState timeline, ModelVersion version, ActivationCause cause, String reason) {
        List<TimelineEvent> facts = new ArrayList<>();
        if (!timeline.contains(version.model(), TimelineFacts.registeredId(version.runId()))) {
            facts.add(registered(version));
        }
        if (timeline.activation(version.model())
                .filter(newest -> isOf(newest, version) && !wasRefused(newest, timeline))
                .isEmpty()) {
            facts.add(activated("cli/" + UUID.randomUUID(), version, cause, reason));
        }
        return facts;
    }

    private static boolean isOf(TimelineEntry activation, ModelVersion version) {
        Activated fact = (Activated) activation.event().getFact();
        return fact.getChampion().getVersion() == version.version()
                && fact.getChampion().getBundleSha256().equals(version.bundleSha256())
                && fact.getChallengers().isEmpty()
                && fact.getShadows().isEmpty();
    }

    /// A scorer tries what it refused once more only under another activation.
    private static boolean wasRefused(TimelineEntry activation, TimelineState timeline) {
        String id = activation.event().getEventId();
        return timeline.of(activation.event().getModel()).stream()
                .anyMatch(entry -> entry.event().getFact() instanceof Refused refused
                        && refused.getActivationId().equals(id));
    }

    static TimelineEvent registered(ModelVersion version) {
        return TimelineFacts.registered(
                version.model(),
                version.version(),
                version.bundleSha256(),
                version.runId(),
                version.approved(),
                version.metrics(),
                user(),
                Instant.now());
    }

    private static TimelineEvent activated(String eventId, ModelVersion version, ActivationCause cause, String reason) {
        return TimelineFacts.champion(
                eventId,
                version.model(),
                version.version(),
                version.bundleSha256(),
                cause,
                user(),
                reason,
                Instant.now());
    }

    private static void append(KafkaSettings settings, ModelVersion version, List<TimelineEvent> facts) {
        try {
            TimelineWriter.appendTogether(settings, timeline(settings), facts);
        } catch (KafkaException e) {
            throw new UserError("Version " + version.version() + " of " + version.model()
                    + " is in the registry, but the timeline could not be told: " + e.getMessage()
                    + " Once Kafka answers, `tidemark promote " + version.model() + " " + version.version()
                    + "` completes it.");
        }
    }

    private static Topic<TimelineEvent> timeline(KafkaSettings settings) {
        return new TopicBinding(settings).of(Topics.TIMELINE);
    }

    /// Name of the person at the command line, for the audit.
    static String user() {
        return System.getProperty("user.name", "cli");
    }
}
