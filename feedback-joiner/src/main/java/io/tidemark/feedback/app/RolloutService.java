package io.tidemark.feedback.app;

import io.micrometer.core.instrument.MeterRegistry;
import io.tidemark.feedback.FeedbackConfig;
import io.tidemark.feedback.rollout.ActivationBoard;
import io.tidemark.feedback.terms.TermsSource;
import io.tidemark.feedback.trial.ChampionAlias;
import io.tidemark.feedback.trial.RolloutTopology;
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

/// Judges versions on trial: a stream of its own, so that joining labels waits for none of it. The stream starts once
/// the timeline was read; on an old state of it, a trial would look like one that is over.
public final class RolloutService implements AutoCloseable {
    private static final Duration LOOK = Duration.ofSeconds(10);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(20);
    private static final Logger LOG = LoggerFactory.getLogger(RolloutService.class);

    private final TimelineFollower follower;
    private final StreamsRuntime runtime;
    private final Thread starter = Thread.ofPlatform()
            .name("rollout-start")
            .daemon()
            .uncaughtExceptionHandler((thread, fault) -> LOG.error("The rollout stream could not be started.", fault))
            .unstarted(this::startOnceRead);

    public RolloutService(
            TopicBinding topics,
            TermsSource terms,
            ChampionAlias champions,
            FeedbackConfig config,
            StreamsSettings settings,
            MeterRegistry meters,
            Clock clock) {
        ActivationBoard board = new ActivationBoard();
        follower = new TimelineFollower(topics.settings(), topics.of(Topics.TIMELINE), board::accept);
        runtime = new StreamsRuntime(
                RolloutTopology.SERVICE,
                new RolloutTopology(
                                topics,
                                config,
                                terms,
                                board,
                                champions,
                                new PartitionCounts(topics.settings()),
                                meters,
                                clock)
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

    private void startOnceRead() {
        try {
            while (!follower.awaitCaughtUp(LOOK)) {
                LOG.warn("The timeline was not read within {}; versions on trial are judged once it was.", LOOK);
            }
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
    }
}
