package io.tidemark.feedback.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tidemark.feedback.FeedbackConfig;
import io.tidemark.feedback.reading.ReadMark;
import io.tidemark.feedback.terms.VersionTerms;
import io.tidemark.streamkit.topic.KafkaSettings;
import io.tidemark.streamkit.topic.TopicBinding;
import io.tidemark.wire.InMemorySchemaRegistry;
import io.tidemark.wire.SerdeProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Names in it are where offsets and state are found again: a change here is a migration.
class TopologyGoldenTest {
    private static final Path GOLDEN = Path.of("src", "test", "resources", "golden", "topology.txt");
    private static final String UPDATE_COMMAND = "mvn -pl feedback-joiner -am test -Dgolden.update=true";

    @Test
    void theTopologyIsTheGoldenOne() throws IOException {
        String found = new FeedbackTopology(
                        new TopicBinding(
                                new KafkaSettings("none:9092", "", Map.of()),
                                SerdeProvider.tidemark(new InMemorySchemaRegistry(), true)),
                        FeedbackConfig.DEFAULT,
                        (model, sha) -> VersionTerms.UNKNOWN,
                        topic -> 1,
                        () -> ReadMark.NONE,
                        new SimpleMeterRegistry(),
                        Clock.systemUTC())
                .build()
                .describe()
                .toString();
        requireGolden(GOLDEN, found);
    }

    private static void requireGolden(Path golden, String found) throws IOException {
        if (Boolean.getBoolean("golden.update")) {
            Files.createDirectories(golden.getParent());
            Files.writeString(golden, found);
        }
        assertThat(found).as("if this is meant: " + UPDATE_COMMAND).isEqualTo(Files.readString(golden));
    }
}
