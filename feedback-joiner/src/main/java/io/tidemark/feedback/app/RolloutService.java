package io.tidemark.feedback.app;

import io.micrometer.core.instrument.MeterRegistry;
import io.tidemark.event.Activated;
import io.tidemark.event.VersionRef;
import io.tidemark.feedback.FeedbackConfig;
import io.tidemark.feedback.rollout.ActivationBoard;
import io.tidemark.feedback.rollout.TrialPlan;
import io.tidemark.feedback.terms.RegistryTerms;
import io.tidemark.feedback.trial.RolloutTopology;
import io.tidemark.registry.ModelRegistry;
import io.tidemark.streamkit.runtime.StreamsRuntime;
import io.tidemark.streamkit.runtime.StreamsSettings;
import io.tidemark.streamkit.timeline.TimelineEntry;
import io.tidemark.streamkit.timeline.TimelineFollower;
import io.tidemark.streamkit.topic.PartitionCounts;
import io.tidemark.streamkit.topic.TopicBinding;
import io.tidemark.topic.Topics;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Judges versions on trial: a stream of its own, so that joining labels waits for none of it. The stream starts once
/// the timeline was read; on an old state of it, a trial would look like one that is over.
public final class RolloutService implements AutoCloseable {
    private static final Duration LOOK = Duration.ofSeconds(10);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(20);

    /// Longer than a registry that is reached takes to answer or to fail.
    private static final Duration TERMS_PATIENCE = Duration.ofMinutes(1);

    private static final Logger LOG = LoggerFactory.getLogger(RolloutService.class);

    private final RegistryTerms terms;
    private final ChampionAliases champions;
    private final ActivationBoard board = new ActivationBoard();
    private final TimelineFollower follower;
    private final StreamsRuntime runtime;

    /// The timeline was read: from now on, trials that begin are fetched for.
    private volatile boolean live;

    private final Thread starter = Thread.ofPlatform()
            .name("rollout-start")
            .daemon()
            .uncaughtExceptionHandler((thread, fault) -> LOG.error("The rollout stream could not be started.", fault))
            .unstarted(this::startOnceRead);

    public RolloutService(
            TopicBinding topics,
            RegistryTerms terms,
            ModelRegistry registry,
            FeedbackConfig config,
            StreamsSettings settings,
            MeterRegistry meters,
            Clock clock) {
        this.terms = terms;
        this.champions = new ChampionAliases(registry);
        follower = new TimelineFollower(topics.settings(), topics.of(Topics.TIMELINE), this::accept);
        runtime = new StreamsRuntime(
                RolloutTopology.SERVICE,
                new RolloutTopology(topics, config, terms, board, new PartitionCounts(topics.settings()), meters, clock)
                        .build(),
                settings,
                topics,
                meters,
                clock);
    }

    /// Starts reading the timeline, then the stream; returns at once.
    public void start() {
        follower.start();
        starter.start();
    }

    /// A trial is shown to the stream once the terms of its versions are there: its rows need them.
    private void accept(TimelineEntry entry) {
        if (live && entry.event().getFact() instanceof Activated routing) {
            fetch(entry.event().getModel(), TrialPlan.of(routing));
        }
        board.accept(entry);
        champions.accept(entry.event());
    }

    private void fetch(String model, Optional<TrialPlan> plan) {
        plan.ifPresent(trial -> {
            for (VersionRef version : List.of(trial.champion(), trial.challenger())) {
                if (!terms.await(model, version.getBundleSha256(), TERMS_PATIENCE)) {
                    LOG.warn(
                            "The bundle of {} version {} is not there within {}; its trial waits for it.",
                            model,
                            version.getVersion(),
                            TERMS_PATIENCE);
                }
            }
        });
    }

    private void startOnceRead() {
        try {
            while (!follower.awaitCaughtUp(LOOK)) {
                LOG.warn("The timeline was not read within {}; versions on trial are judged once it was.", LOOK);
            }
            // In this order: an activation that comes in between is fetched by one of the two.
            live = true;
            champions.begin();
            board.models().forEach(model -> fetch(model, board.newest(model).flatMap(ActivationBoard.Entry::plan)));
            runtime.start();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// The stream itself.
    public StreamsRuntime runtime() {
        return runtime;
    }

    @Override
    public void close() {
        starter.interrupt();
        try {
            starter.join(CLOSE_TIMEOUT);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        runtime.close();
        follower.close();
        champions.close();
    }
}
