package io.tidemark.streamkit.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tidemark.streamkit.app.ServiceLifecycle;
import io.tidemark.streamkit.topic.KafkaSettings;
import io.tidemark.streamkit.topic.TopicBinding;
import io.tidemark.wire.RegistrySettings;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.health.contributor.Status;

class StreamsRuntimeTest {
    @TempDir
    private Path folder;

    private final TopicBinding topics = new TopicBinding(
            new KafkaSettings("localhost:1", "team.", Map.of(RegistrySettings.URL, "mock://streams-runtime")));

    @Test
    void thePrefixStandsAheadOfTheApplicationId() {
        Properties properties = StreamsRuntime.properties(
                "scoring-stream", settings(), topics, new SimpleMeterRegistry(), Clock.systemUTC());

        assertThat(properties)
                .containsEntry(StreamsConfig.APPLICATION_ID_CONFIG, "team.tidemark-scoring-stream")
                .containsEntry(StreamsConfig.CLIENT_ID_CONFIG, "team.tidemark-scoring-stream-instance-1")
                .containsEntry(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "localhost:1")
                .containsKey(FailedRecordHandler.LETTERS);
    }

    @Test
    void aRuntimeThatWasNeverStartedCloses() {
        StreamsRuntime runtime = runtime();
        assertThat(runtime.state()).isEqualTo(KafkaStreams.State.CREATED);

        runtime.close();
        runtime.close();

        assertThat(runtime.state()).isEqualTo(KafkaStreams.State.NOT_RUNNING);
    }

    @Test
    void healthFollowsTheStream() {
        StreamsRuntime runtime = runtime();
        List<String> calls = new ArrayList<>();
        ServiceLifecycle lifecycle = new ServiceLifecycle(runtime, () -> calls.add("start"), () -> calls.add("stop"));

        assertThat(lifecycle.isRunning()).isFalse();
        lifecycle.start();
        assertThat(lifecycle.isRunning()).isTrue();
        assertThat(lifecycle.health().getStatus()).isEqualTo(Status.OUT_OF_SERVICE);
        assertThat(lifecycle.health().getDetails()).containsEntry("state", "CREATED");
        lifecycle.stop();
        assertThat(lifecycle.isRunning()).isFalse();
        runtime.close();

        assertThat(lifecycle.health().getStatus()).isEqualTo(Status.DOWN);
        assertThat(calls).containsExactly("start", "stop");
    }

    private StreamsRuntime runtime() {
        Topology topology = new Topology();
        topology.addSource("source", "requests");
        return new StreamsRuntime(
                "service", topology, settings(), topics, new SimpleMeterRegistry(), Clock.systemUTC());
    }

    private StreamsSettings settings() {
        return new StreamsSettings(folder, 1, true, Duration.ofMillis(100), 0, "instance-1");
    }
}
