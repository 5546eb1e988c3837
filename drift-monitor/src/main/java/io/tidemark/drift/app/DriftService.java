package io.tidemark.drift.app;

import io.micrometer.core.instrument.MeterRegistry;
import io.tidemark.drift.DriftConfig;
import io.tidemark.drift.reference.ReferenceLibrary;
import io.tidemark.drift.topology.DriftTopology;
import io.tidemark.registry.ModelRegistry;
import io.tidemark.streamkit.runtime.StreamsRuntime;
import io.tidemark.streamkit.runtime.StreamsSettings;
import io.tidemark.streamkit.timeline.TimelineFollower;
import io.tidemark.streamkit.topic.TopicBinding;
import io.tidemark.topic.Topics;
import java.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The service's parts in the order of their lives: the timeline is read to its end, the references of what it names
/// are fetched, and only then the stream begins to count.
public final class DriftService implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DriftService.class);

    private final DriftConfig config;
    private final ReferenceLibrary references;
    private final TimelineFollower follower;
    private final StreamsRuntime runtime;

    public DriftService(
            TopicBinding topics,
            ModelRegistry registry,
            DriftConfig config,
            StreamsSettings settings,
            MeterRegistry meters,
            Clock clock) {
        this.config = config;
        references = new ReferenceLibrary(registry, config.referenceWait(), config.referenceRetry());
        follower = new TimelineFollower(topics.settings(), topics.of(Topics.TIMELINE), references::accept);
        runtime = new StreamsRuntime(
                DriftTopology.SERVICE,
                new DriftTopology(topics, config, references, meters, clock).build(),
                settings.with(DriftTopology.INPUT_ORDER),
                topics,
                meters,
                clock);
    }

    /// Starts everything; returns when the stream was started.
    public void start() {
        follower.start();
        try {
            if (!follower.awaitCaughtUp(config.startWait())) {
                LOG.warn("The timeline was not read within {}; going on without.", config.startWait());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        references.goLive();
        runtime.start();
    }

    /// The stream itself.
    public StreamsRuntime runtime() {
        return runtime;
    }

    @Override
    public void close() {
        runtime.close();
        follower.close();
        references.close();
    }
}
