package io.tidemark.feedback.trial;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tidemark.feedback.FeedbackConfig;
import io.tidemark.feedback.rollout.ActivationBoard;
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
class RolloutGoldenTest {
    private static final Path GOLDEN = Path.of("src", "test", "resources", "golden", "rollout-topology.txt");
    private static final String UPDATE_COMMAND = "mvn -pl feedback-joiner -am test -Dgolden.update=true";

    @Test
    void theTopologyIsTheGoldenOne() throws IOException {
        String found = new RolloutTopology(
                        new TopicBinding(
                                new KafkaSettings("none:9092", "", Map.of()),
                                SerdeProvider.tidemark(new InMemorySchemaRegistry(), true)),
                        FeedbackConfig.DEFAULT,
                        (model, sha) -> VersionTerms.UNKNOWN,
                        new ActivationBoard(),
                        topic -> 1,
                        new SimpleMeterRegistry(),
                        Clock.systemUTC())
                .build()
                .describe()
                .toString();
        if (Boolean.getBoolean("golden.update")) {
            Files.createDirectories(GOLDEN.getParent());
            Files.writeString(GOLDEN, found);
        }

        assertThat(found).as("if this is meant: " + UPDATE_COMMAND).isEqualTo(Files.readString(GOLDEN));
    }
}
