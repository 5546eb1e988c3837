package io.tidemark.streamkit.app;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tidemark.streamkit.runtime.StreamsRuntime;
import io.tidemark.streamkit.runtime.StreamsSettings;
import io.tidemark.streamkit.timeline.TimelineWriter;
import io.tidemark.streamkit.topic.KafkaSettings;
import io.tidemark.streamkit.topic.TopicBinding;
import io.tidemark.topic.Topics;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.streams.Topology;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/// Clients write their settings into the log when they start: no secret among them.
class SecretsInLogsTest {
    @TempDir
    private Path folder;

    @Test
    void noSecretReachesTheLog() {
        KafkaProperties properties = new KafkaProperties(
                "localhost:1",
                "",
                new HashMap<>(Map.of(
                        "security.protocol",
                        "SASL_PLAINTEXT",
                        "sasl.mechanism",
                        "PLAIN",
                        "sasl.jaas.config",
                        "org.apache.kafka.common.security.plain.PlainLoginModule required"
                                + " username=\"u\" password=\"s3cret\";",
                        "ssl.key.password",
                        "s3cret",
                        "schema.registry.url",
                        "http://localhost:1",
                        "basic.auth.user.info",
                        "user:s3cret",
                        "schema.registry.basic.auth.user.info",
                        "user:s3cret")));
        Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        Level before = root.getLevel();
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        root.addAppender(log);
        root.setLevel(Level.DEBUG);
        try {
            open(properties.toSettings());
            LoggerFactory.getLogger(SecretsInLogsTest.class).info("{}", properties);
        } finally {
            root.detachAppender(log);
            root.setLevel(before);
        }

        List<String> lines = List.copyOf(log.list).stream()
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
        assertThat(lines)
                .as("what clients write about themselves")
                .anyMatch(line -> line.contains("sasl.jaas.config = [hidden]"))
                .anyMatch(line -> line.contains("KafkaSettings[localhost:1"));
        assertThat(lines).noneMatch(line -> line.contains("s3cret"));
    }

    private void open(KafkaSettings settings) {
        TopicBinding topics = new TopicBinding(settings);
        Topology topology = new Topology();
        topology.addSource("source", "requests");
        try (TimelineWriter writer = new TimelineWriter(settings, topics.of(Topics.TIMELINE));
                StreamsRuntime runtime = new StreamsRuntime(
                        "service",
                        topology,
                        new StreamsSettings(folder, 1, true, Duration.ofMillis(100), 0, "i"),
                        topics,
                        new SimpleMeterRegistry(),
                        Clock.systemUTC())) {
            assertThat(writer).isNotNull();
            assertThat(runtime.service()).isEqualTo("service");
        }
    }
}
