package io.tidemark.scoring.shadow;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.tidemark.registry.ModelRegistry;
import io.tidemark.scoring.ScoringConfig;
import io.tidemark.scoring.serving.KafkaOutbox;
import io.tidemark.scoring.serving.LoaderFacts;
import io.tidemark.scoring.serving.ModelLoader;
import io.tidemark.scoring.serving.ModelSources;
import io.tidemark.scoring.serving.PredictionsTail;
import io.tidemark.scoring.topology.ShadowScorer;
import io.tidemark.scoring.topology.ShadowTopology;
import io.tidemark.streamkit.runtime.StreamsSettings;
import io.tidemark.streamkit.timeline.TimelineFollower;
import io.tidemark.streamkit.topic.TopicBinding;
import io.tidemark.topic.Topics;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.apache.kafka.streams.KafkaStreams;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Shadow scoring from its start to its end. Until the timeline names the first shadow only the timeline is followed;
/// then each model with a shadow has a [ShadowStream] of its own.
public final class ShadowService implements AutoCloseable {
    /// How long the end of the predictions is read, once, for rows to try a version on.
    private static final Duration TAIL_TIMEOUT = Duration.ofSeconds(2);

    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(10);
    private static final Logger LOG = LoggerFactory.getLogger(ShadowService.class);

    private final TopicBinding topics;
    private final ScoringConfig config;
    private final StreamsSettings settings;
    private final ShadowScorer scorer;
    private final MeterRegistry meters;
    private final Clock clock;
    private final KafkaOutbox outbox;
    private final ModelLoader loader;
    private final ShadowVersions versions;
    private final TimelineFollower follower;
    private final Map<String, ShadowStream> streams = new ConcurrentSkipListMap<>();
    private final Thread starter = Thread.ofPlatform()
            .name("shadow-start")
            .daemon()
            .uncaughtExceptionHandler((thread, fault) -> LOG.error("No shadow can be started any more.", fault))
            .unstarted(this::run);

    public ShadowService(
            TopicBinding topics,
            ModelRegistry registry,
            ScoringConfig config,
            StreamsSettings settings,
            MeterRegistry meters,
            Clock clock) {
        this(topics, registry, config, settings, ShadowScorer.DIRECT, meters, clock);
    }

    /// @param scorer how shadows are asked
    public ShadowService(
            TopicBinding topics,
            ModelRegistry registry,
            ScoringConfig config,
            StreamsSettings settings,
            ShadowScorer scorer,
            MeterRegistry meters,
            Clock clock) {
        this.topics = topics;
        this.config = config;
        this.settings = settings;
        this.scorer = scorer;
        this.meters = meters;
        this.clock = clock;
        outbox = new KafkaOutbox(topics.settings(), topics.of(Topics.TIMELINE), topics.of(Topics.ALERTS));
        // An instance of its own in facts, or the scorer beside it would take the shadow's refusals for its own; a
        // cache of its own, or each would make room at the cost of what the other serves; and meters of its own, or
        // the version in shadow would show as the one that serves.
        loader = new ModelLoader(
                new ModelSources(
                        registry, new PredictionsTail(topics.settings(), topics.of(Topics.PREDICTIONS), TAIL_TIMEOUT)),
                config.loading().cachedIn(config.loading().cacheDir().resolve("shadow")),
                outbox,
                new LoaderFacts(LoaderFacts.shadowOf(settings.instance()), clock),
                new CompositeMeterRegistry());
        versions = new ShadowVersions(loader);
        follower = new TimelineFollower(topics.settings(), topics.of(Topics.TIMELINE), versions::accept);
    }

    /// Begins to follow the timeline; returns at once.
    public void start() {
        follower.start();
        starter.start();
    }

    /// State of a model's stream; empty while no version of it shadows.
    public Optional<KafkaStreams.State> state(String model) {
        return Optional.ofNullable(streams.get(model)).flatMap(ShadowStream::state);
    }

    /// State of each stream that runs, by model.
    public SortedMap<String, KafkaStreams.State> states() {
        SortedMap<String, KafkaStreams.State> states = new TreeMap<>();
        streams.forEach((model, stream) -> stream.state().ifPresent(state -> states.put(model, state)));
        return states;
    }

    private void run() {
        try {
            while (!follower.awaitCaughtUp(config.startWait())) {
                LOG.info("Shadow scoring waits for the timeline.");
            }
            Set<String> before = versions.models();
            loader.start();
            while (true) {
                for (String model : versions.awaitOthers(streams.keySet())) {
                    ShadowStream stream = new ShadowStream(topology(model), settings, versions, before.contains(model));
                    streams.put(model, stream);
                    stream.start();
                }
            }
        } catch (InterruptedException e) {
            LOG.debug("Shadow scoring was stopped.", e);
        }
    }

    private ShadowTopology topology(String model) {
        return new ShadowTopology(topics, config, model, versions, scorer, meters, clock);
    }

    /// Stops everything; also what was never started. Does nothing the second time.
    @Override
    public void close() {
        starter.interrupt();
        try {
            starter.join(CLOSE_TIMEOUT.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        // All at once: one that hangs takes long to end.
        streams.values().parallelStream().forEach(ShadowStream::close);
        follower.close();
        loader.close();
        outbox.close();
    }
}
