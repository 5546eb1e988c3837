package io.tidemark.feedback.app;

import io.micrometer.core.instrument.MeterRegistry;
import io.tidemark.feedback.FeedbackConfig;
import io.tidemark.feedback.terms.TermsSource;
import io.tidemark.feedback.topology.FeedbackTopology;
import io.tidemark.streamkit.runtime.StreamsRuntime;
import io.tidemark.streamkit.runtime.StreamsSettings;
import io.tidemark.streamkit.topic.PartitionCounts;
import io.tidemark.streamkit.topic.TopicBinding;
import java.time.Clock;

/// The service: one topology and what runs it.
public final class FeedbackService implements AutoCloseable {
    private final StreamsRuntime runtime;

    public FeedbackService(
            TopicBinding topics,
            TermsSource terms,
            FeedbackConfig config,
            StreamsSettings settings,
            MeterRegistry meters,
            Clock clock) {
        runtime = new StreamsRuntime(
                FeedbackTopology.SERVICE,
                new FeedbackTopology(topics, config, terms, new PartitionCounts(topics.settings()), meters, clock)
                        .build(),
                settings,
                topics,
                meters,
                clock);
    }

    /// Starts the stream; returns at once.
    public void start() {
        runtime.start();
    }

    /// The stream itself.
    public StreamsRuntime runtime() {
        return runtime;
    }

    @Override
    public void close() {
        runtime.close();
    }
}
