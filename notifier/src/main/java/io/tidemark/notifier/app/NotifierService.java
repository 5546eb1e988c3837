package io.tidemark.notifier.app;

import io.micrometer.core.instrument.MeterRegistry;
import io.tidemark.notifier.NotifierConfig;
import io.tidemark.notifier.delivery.Sink;
import io.tidemark.notifier.sink.JdkHttp;
import io.tidemark.streamkit.topic.TopicBinding;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The notifier's parts: one runner for each sink that the configuration names. Without any, it does nothing.
public final class NotifierService implements AutoCloseable {
    /// Name of the service.
    public static final String SERVICE = "notifier";

    private static final Logger LOG = LoggerFactory.getLogger(NotifierService.class);

    private final JdkHttp http;
    private final List<SinkRunner> runners = new ArrayList<>();

    public NotifierService(NotifierConfig config, TopicBinding topics, MeterRegistry meters, Clock clock) {
        http = new JdkHttp(config.timeout(), clock);
        List<String> names = Sinks.of(config, http, clock, thread -> Optional.empty()).stream()
                .map(Sink::name)
                .toList();
        for (String name : names) {
            runners.add(new SinkRunner(
                    receipts -> Sinks.named(name, config, http, clock, receipts),
                    name,
                    config,
                    topics,
                    meters,
                    clock,
                    runners.isEmpty()));
        }
        LOG.info("{}", config);
    }

    /// Consumer group that reads for a sink.
    public static String group(String topicPrefix, String sink) {
        return topicPrefix + "tidemark-" + SERVICE + "-" + sink;
    }

    /// Consumer groups of all kinds of sinks.
    public static List<String> groups(String topicPrefix) {
        return Sinks.names().stream().map(sink -> group(topicPrefix, sink)).toList();
    }

    /// Starts all runners; returns at once.
    public void start() {
        runners.forEach(SinkRunner::start);
    }

    /// One line for each sink: how many notices it was told since the start, and what is wrong.
    public List<SinkState> states() {
        return runners.stream()
                .map(runner -> new SinkState(runner.name(), runner.told(), runner.lost(), runner.trouble()))
                .toList();
    }

    @Override
    public void close() {
        runners.forEach(SinkRunner::close);
        http.close();
    }

    /// How a sink is.
    ///
    /// @param told notices that it was told since the start
    /// @param lost notices that were given up since the start
    /// @param trouble what is wrong; empty: nothing
    public record SinkState(String sink, long told, long lost, String trouble) {
        /// True when it takes what it is told.
        public boolean fine() {
            return trouble.isEmpty();
        }

        @Override
        public String toString() {
            return sink + " " + told + " told" + (lost > 0 ? ", " + lost + " given up" : "")
                    + (fine() ? "" : " (" + trouble + ")");
        }
    }
}
