package io.tidemark.bridge.app;

import io.tidemark.bridge.Adoptions;
import io.tidemark.bridge.Bridge;
import io.tidemark.bridge.BridgeLoop;
import io.tidemark.bridge.Candidates;
import io.tidemark.bridge.KafkaAlertLog;
import io.tidemark.bridge.KafkaTimelineLog;
import io.tidemark.bridge.MirrorKeeper;
import io.tidemark.bridge.RegistryWatch;
import io.tidemark.registry.ModelRegistry;
import io.tidemark.registry.Registries;
import io.tidemark.registry.cascade.CascadingRegistry;
import io.tidemark.registry.foreign.ForeignImport;
import io.tidemark.registry.mlflow.MlflowRegistry;
import io.tidemark.streamkit.timeline.TimelineFollower;
import io.tidemark.streamkit.topic.TopicBinding;
import io.tidemark.topic.Topics;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The bridge from its start to its end.
public final class BridgeService implements AutoCloseable {
    private static final Duration WAIT = Duration.ofSeconds(30);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(10);
    private static final Logger LOG = LoggerFactory.getLogger(BridgeService.class);

    private final Adoptions adoptions;
    private final Optional<MirrorKeeper> mirror;
    private final BridgeLoop loop;
    private final TimelineFollower follower;
    private final Thread starter =
            Thread.ofPlatform().name("registry-bridge-start").daemon().unstarted(this::startLoop);

    /// @param registry one elsewhere, with what goes with it
    /// @param mlflow the registry itself
    /// @param imports makes bundles of what other tools logged; empty: nobody can
    public BridgeService(
            TopicBinding topics,
            ModelRegistry registry,
            MlflowRegistry mlflow,
            Optional<ForeignImport> imports,
            Duration interval,
            Clock clock) {
        adoptions = Adoptions.beside(
                mlflow, (version, bundle) -> Registries.spread(registry, version, bundle), this::hint, clock);
        mirror = registry instanceof CascadingRegistry cascade
                        && cascade.mirror().isPresent()
                ? Optional.of(new MirrorKeeper(cascade))
                : Optional.empty();
        loop = new BridgeLoop(
                new Bridge(mlflow, new KafkaTimelineLog(topics), new Candidates(mlflow, imports, adoptions), clock),
                new RegistryWatch(() -> Registries.health(registry), new KafkaAlertLog(topics), clock),
                interval);
        follower = new TimelineFollower(topics.settings(), topics.of(Topics.TIMELINE), loop::accept);
    }

    /// Starts; returns at once.
    public void start() {
        follower.start();
        starter.start();
        mirror.ifPresent(MirrorKeeper::start);
    }

    private void startLoop() {
        try {
            while (!follower.awaitCaughtUp(WAIT)) {
                LOG.info("The registry bridge waits for the timeline.");
            }
            loop.start();
        } catch (InterruptedException e) {
            LOG.debug("The registry bridge was stopped before it began.", e);
        }
    }

    /// Something may have changed in the registry.
    public void hint() {
        loop.hint();
    }

    /// How the last look ended.
    public BridgeLoop.State state() {
        return loop.state();
    }

    @Override
    public void close() {
        starter.interrupt();
        try {
            starter.join(CLOSE_TIMEOUT.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        follower.close();
        adoptions.close();
        mirror.ifPresent(MirrorKeeper::close);
        loop.close();
    }
}
