package io.tidemark.feedback.app;

import io.micrometer.core.instrument.MeterRegistry;
import io.tidemark.feedback.FeedbackConfig;
import io.tidemark.feedback.reading.ReadWatch;
import io.tidemark.feedback.terms.TermsSource;
import io.tidemark.feedback.topology.FeedbackTopology;
import io.tidemark.streamkit.runtime.StreamsRuntime;
import io.tidemark.streamkit.runtime.StreamsSettings;
import io.tidemark.streamkit.topic.PartitionCounts;
import io.tidemark.streamkit.topic.TopicBinding;
import java.time.Clock;

/// The service: one topology, what runs it, and the look at how far it has read.
public final class FeedbackService implements AutoCloseable {
    private final StreamsRuntime runtime;
    private final ReadWatch reading;

    public FeedbackService(
            TopicBinding topics,
            TermsSource terms,
            FeedbackConfig config,
            StreamsSettings settings,
            MeterRegistry meters,
            Clock clock) {
        reading = new ReadWatch(
                topics.settings(),
                StreamsRuntime.applicationId(FeedbackTopology.SERVICE, topics),
                FeedbackTopology.inputs(topics),
                config.interval(),
                meters,
                clock);
        runtime = new StreamsRuntime(
                FeedbackTopology.SERVICE,
                new FeedbackTopology(
                                topics, config, terms, new PartitionCounts(topics.settings()), reading, meters, clock)
                        .build(),
                settings,
                topics,
                meters,
                clock);
    }

    /// Starts the stream; returns at once.
    public void start() {
        reading.start();
        runtime.start();
    }

    /// The stream itself.
    public StreamsRuntime runtime() {
        return runtime;
    }

    @Override
    public void close() {
        runtime.close();
        reading.close();
    }
}
