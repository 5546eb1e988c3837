package io.tidemark.drift.app;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tidemark.drift.DriftConfig;
import io.tidemark.registry.LocalDirectoryRegistry;
import io.tidemark.streamkit.runtime.StreamsSettings;
import io.tidemark.streamkit.topic.KafkaSettings;
import io.tidemark.streamkit.topic.TopicBinding;
import io.tidemark.wire.RegistrySettings;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;

/// The service in a process that a test may kill. Arguments: brokers, schema registry, topic prefix, model registry,
/// state, name of the instance, commit interval in milliseconds.
public final class MonitorMain {
    /// Short, so that a test sees many judgements.
    static final Duration TICK = Duration.ofMillis(100);

    /// The least that brokers allow by default: a killed monitor's partitions are free sooner.
    private static final String SESSION_MS = "6000";

    private MonitorMain() {}

    /// Runs until it is killed.
    public static void main(String[] args) throws InterruptedException {
        DriftConfig defaults = DriftConfig.DEFAULT;
        DriftService service = new DriftService(
                new TopicBinding(new KafkaSettings(
                        args[0],
                        args[2],
                        Map.of(RegistrySettings.URL, args[1], ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, SESSION_MS))),
                new LocalDirectoryRegistry(Path.of(args[3])),
                new DriftConfig(
                        defaults.limits(),
                        defaults.maxAhead(),
                        TICK,
                        defaults.referenceWait(),
                        defaults.referenceRetry(),
                        defaults.startWait()),
                new StreamsSettings(Path.of(args[4]), 1, true, Duration.ofMillis(Long.parseLong(args[6])), 0, args[5]),
                new SimpleMeterRegistry(),
                Clock.systemUTC());
        service.start();
        Thread.currentThread().join();
    }
}
