package io.tidemark.scoring.app;

import io.micrometer.core.instrument.MeterRegistry;
import io.tidemark.registry.ModelRegistry;
import io.tidemark.scoring.ScoringConfig;
import io.tidemark.scoring.serving.KafkaOutbox;
import io.tidemark.scoring.serving.LoaderFacts;
import io.tidemark.scoring.serving.ModelLoader;
import io.tidemark.scoring.serving.ModelSources;
import io.tidemark.scoring.serving.PredictionsTail;
import io.tidemark.scoring.topology.ScoringTopology;
import io.tidemark.streamkit.runtime.StreamsRuntime;
import io.tidemark.streamkit.runtime.StreamsSettings;
import io.tidemark.streamkit.timeline.TimelineFollower;
import io.tidemark.streamkit.topic.PartitionCounts;
import io.tidemark.streamkit.topic.TopicBinding;
import io.tidemark.topic.Topics;
import java.time.Clock;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The service's parts in the order of their lives: the timeline is read to its end, the models it names are
/// loaded, and only then the stream begins to answer.
public final class ScoringService implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ScoringService.class);

    /// How long the end of the predictions is read, once: what it shows makes new versions safer, not the stream.
    private static final Duration TAIL_TIMEOUT = Duration.ofSeconds(2);

    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration START_RETRY = Duration.ofSeconds(5);

    private final ScoringConfig config;
    private final TopicBinding topics;
    private final KafkaOutbox outbox;
    private final ModelLoader loader;
    private final TimelineFollower follower;
    private final StreamsRuntime runtime;
    private final Thread lateStart = Thread.ofPlatform()
            .name("scoring-start")
            .daemon()
            .uncaughtExceptionHandler((thread, fault) -> LOG.error("The stream could not be started.", fault))
            .unstarted(this::startLate);

    /// @param name name of the service; part of the application id
    public ScoringService(
            String name,
            TopicBinding topics,
            ModelRegistry registry,
            ScoringConfig config,
            StreamsSettings settings,
            MeterRegistry meters,
            Clock clock) {
        this.config = config;
        this.topics = topics;
        outbox = new KafkaOutbox(topics.settings(), topics.of(Topics.TIMELINE), topics.of(Topics.ALERTS));
        loader = new ModelLoader(
                new ModelSources(
                        registry, new PredictionsTail(topics.settings(), topics.of(Topics.PREDICTIONS), TAIL_TIMEOUT)),
                config.loading(),
                outbox,
                new LoaderFacts(settings.instance(), clock),
                meters);
        follower = new TimelineFollower(topics.settings(), topics.of(Topics.TIMELINE), loader::accept);
        runtime = new StreamsRuntime(
                name,
                new ScoringTopology(topics, config, loader.models(), settings.instance(), meters, clock).build(),
                settings,
                topics,
                meters,
                clock);
    }

    /// Starts everything; returns when the stream was started. When the timeline cannot be read in time it returns all
    /// the same, and the stream starts once it was read: without it each request would be one for an unknown model.
    public void start() {
        follower.start();
        if (readsTimeline()) {
            load();
            run();
        } else {
            lateStart.start();
        }
    }

    private void startLate() {
        while (!readsTimeline()) {
            if (Thread.currentThread().isInterrupted()) {
                return;
            }
        }
        load();
        try {
            runInTheEnd();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Nobody would start this process again on account of a fault here: it is tried until it works.
    private void runInTheEnd() throws InterruptedException {
        while (true) {
            try {
                run();
                return;
            } catch (RuntimeException e) {
                LOG.error("The stream could not be started; trying again in {}.", START_RETRY, e);
                Thread.sleep(START_RETRY);
            }
        }
    }

    /// True once the timeline was read; false when the wait for it ran out.
    private boolean readsTimeline() {
        try {
            boolean read = follower.awaitCaughtUp(config.startWait());
            if (!read) {
                LOG.warn("The timeline was not read within {}; the stream waits for it.", config.startWait());
            }
            return read;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void load() {
        loader.start();
        if (!loader.awaitSettled(config.startWait())) {
            LOG.warn("Not all models were loaded within {}; requests wait for them.", config.startWait());
        }
    }

    private void run() {
        if (!Thread.currentThread().isInterrupted()) {
            CoPartitioning.require(
                    new PartitionCounts(topics.settings()),
                    topics.settings().name(Topics.REQUESTS),
                    topics.settings().name(Topics.FEATURE_UPDATES));
            runtime.start();
        }
    }

    /// Whether a version of any model is ready, or none is wanted.
    public boolean hasModel() {
        return loader.hasModel();
    }

    /// The stream itself.
    public StreamsRuntime runtime() {
        return runtime;
    }

    /// Stops everything; also what was never started. Does nothing the second time.
    @Override
    public void close() {
        lateStart.interrupt();
        try {
            lateStart.join(CLOSE_TIMEOUT.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        runtime.close();
        follower.close();
        loader.close();
        outbox.close();
    }
}
