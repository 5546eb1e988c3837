package io.tidemark.streamkit.runtime;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.kafka.KafkaStreamsMetrics;
import io.tidemark.streamkit.topic.TopicBinding;
import io.tidemark.topic.Topics;
import java.time.Clock;
import java.time.Duration;
import java.util.Properties;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.Topology;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Runs one topology: builds the client, replaces threads that die, exposes state and metrics, closes in order.
public final class StreamsRuntime implements AutoCloseable {
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(20);
    private static final Logger LOG = LoggerFactory.getLogger(StreamsRuntime.class);

    private final String service;
    private final KafkaStreams streams;
    private final KafkaStreamsMetrics metrics;

    /// @param service name of the service; with the topic prefix ahead it is the application id
    public StreamsRuntime(
            String service,
            Topology topology,
            StreamsSettings settings,
            TopicBinding topics,
            MeterRegistry meters,
            Clock clock) {
        this.service = service;
        String applicationId = applicationId(service, topics);
        streams = new KafkaStreams(topology, properties(service, settings, topics, meters, clock));
        streams.setUncaughtExceptionHandler(new UncaughtPolicy(applicationId, clock));
        streams.setStateListener((now, before) -> LOG.info("{}: {} -> {}", applicationId, before, now));
        metrics = new KafkaStreamsMetrics(streams);
        metrics.bindTo(meters);
    }

    /// Application id of a service on this cluster.
    public static String applicationId(String service, TopicBinding topics) {
        return topics.settings().topicPrefix() + "tidemark-" + service;
    }

    /// What Kafka Streams runs a service with.
    public static Properties properties(
            String service, StreamsSettings settings, TopicBinding topics, MeterRegistry meters, Clock clock) {
        Properties properties = new Properties();
        properties.putAll(settings.properties(
                applicationId(service, topics), topics.settings().common()));
        properties.put(
                FailedRecordHandler.LETTERS,
                FailedRecordHandler.Letters.to(topics.of(Topics.DEAD_LETTERS), service, clock, meters));
        return properties;
    }

    /// Starts the client; returns at once.
    public void start() {
        streams.start();
    }

    /// Name of the service.
    public String service() {
        return service;
    }

    /// State of the client.
    public KafkaStreams.State state() {
        return streams.state();
    }

    /// The client, for queries of its stores and lags.
    public KafkaStreams streams() {
        return streams;
    }

    /// Stops, leaves the group, and waits until state is on disk.
    @Override
    public void close() {
        boolean closed =
                streams.close(CloseOptions.groupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP)
                        .withTimeout(CLOSE_TIMEOUT));
        metrics.close();
        if (!closed) {
            LOG.warn("{} did not stop within {}; its state will be restored from the log.", service, CLOSE_TIMEOUT);
        }
    }
}
