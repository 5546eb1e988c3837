package io.tidemark.scoring.shadow;

import io.tidemark.scoring.topology.ShadowTopology;
import io.tidemark.streamkit.runtime.StreamsRuntime;
import io.tidemark.streamkit.runtime.StreamsSettings;
import java.time.Duration;
import java.util.Optional;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.streams.KafkaStreams;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The stream of one model's shadows, with threads, offsets and state of its own. It runs while the timeline names a
/// shadow of the model, and begins at the end of the requests: a shadow scores what comes from its activation on.
/// `tidemark shadow --from` scores what came before.
final class ShadowStream implements AutoCloseable {
    private static final Duration RETRY = Duration.ofSeconds(5);

    /// Longer than Kafka Streams takes to give up a thread that hangs.
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(25);

    private static final Logger LOG = LoggerFactory.getLogger(ShadowStream.class);

    private final ShadowTopology topology;
    private final StreamsSettings settings;
    private final ShadowVersions versions;
    private final boolean goesOn;
    private final Thread thread;
    private volatile @Nullable StreamsRuntime runtime;

    /// @param goesOn true: a version was in shadow when this process began, and what came meanwhile is scored too
    ShadowStream(ShadowTopology topology, StreamsSettings settings, ShadowVersions versions, boolean goesOn) {
        this.topology = topology;
        this.settings = settings;
        this.versions = versions;
        this.goesOn = goesOn;
        this.thread = Thread.ofPlatform()
                .name(ShadowTopology.service(topology.model()))
                .daemon()
                .uncaughtExceptionHandler((failed, fault) -> LOG.error("{} ended.", failed.getName(), fault))
                .unstarted(this::run);
    }

    /// Begins; returns at once.
    void start() {
        thread.start();
    }

    /// State of the stream; empty while no version shadows.
    Optional<KafkaStreams.State> state() {
        return Optional.ofNullable(runtime).map(StreamsRuntime::state);
    }

    private void run() {
        try {
            for (boolean fromHere = goesOn; true; fromHere = false) {
                versions.awaitWanted(topology.model(), true);
                spell(fromHere);
            }
        } catch (InterruptedException e) {
            LOG.debug("Shadow scoring of {} was stopped.", topology.model(), e);
        }
    }

    /// A fault, such as state that a stream which hangs still holds, ends no more than the spell.
    private void spell(boolean fromHere) throws InterruptedException {
        try {
            shadow(fromHere);
        } catch (RuntimeException e) {
            LOG.error("Shadow scoring of {} failed; trying again in {}.", topology.model(), RETRY, e);
            Thread.sleep(RETRY);
        }
    }

    /// One spell: until no version of the model shadows any more.
    private void shadow(boolean fromHere) throws InterruptedException {
        begin(fromHere);
        if (!versions.awaitReady(topology.model(), topology.config().startWait())) {
            LOG.warn("No shadow of {} is ready; requests until then are not scored.", topology.model());
        }
        try (StreamsRuntime fresh = newRuntime()) {
            runtime = fresh;
            fresh.start();
            versions.awaitWanted(topology.model(), false);
        } finally {
            runtime = null;
        }
    }

    /// Puts the group where the shadow begins; tried until Kafka answers.
    private void begin(boolean fromHere) throws InterruptedException {
        StartPosition position = new StartPosition(topology.topics(), ShadowTopology.service(topology.model()));
        while (true) {
            try {
                position.prepare(fromHere);
                return;
            } catch (KafkaException e) {
                LOG.warn("The start of shadow scoring could not be prepared; trying again in {}.", RETRY, e);
                Thread.sleep(RETRY);
            }
        }
    }

    private StreamsRuntime newRuntime() {
        return new StreamsRuntime(
                ShadowTopology.service(topology.model()),
                topology.build(),
                settings,
                topology.topics(),
                topology.meters(),
                topology.clock());
    }

    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join(CLOSE_TIMEOUT.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
