package io.tidemark.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.event.ActivationCause;
import io.tidemark.event.TimelineEvent;
import io.tidemark.streamkit.timeline.TimelineFacts;
import io.tidemark.streamkit.topic.KafkaSettings;
import io.tidemark.streamkit.topic.TopicBinding;
import io.tidemark.testkit.TestStack;
import io.tidemark.testkit.WithStack;
import io.tidemark.topic.TopicAdmin;
import io.tidemark.wire.RegistrySettings;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.kafka.common.KafkaException;
import org.junit.jupiter.api.Test;

@WithStack
class KafkaTimelineLogTest {
    private static final String MODEL = "housing";
    private static final int FACTS = 8;

    private final TopicBinding topics;

    KafkaTimelineLogTest(TestStack stack) {
        KafkaSettings settings = new KafkaSettings(
                stack.bootstrapServers(), stack.prefix(), Map.of(RegistrySettings.URL, stack.registryUrl()));
        new TopicAdmin(stack.admin(), settings.topicPrefix()).create(OptionalInt.of(1));
        topics = new TopicBinding(settings);
    }

    /// The bridge, and `tidemark registry sync` beside it: whoever is fenced looks again, as both do.
    @Test
    void twoThatAppendTheSameFactsAtOnceAppendThemOnce() throws InterruptedException, ExecutionException {
        try (ExecutorService writers = Executors.newFixedThreadPool(2)) {
            List<Callable<Integer>> both = List.of(this::appendAll, this::appendAll);
            int fenced = 0;
            for (Future<Integer> writer : writers.invokeAll(both)) {
                fenced += writer.get();
            }
            assertThat(fenced).as("tries that were fenced").isGreaterThanOrEqualTo(0);
        }

        assertThat(new KafkaTimelineLog(topics).read().of(MODEL))
                .extracting(entry -> entry.event().getEventId())
                .containsExactlyElementsOf(ids());
    }

    private static List<String> ids() {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < FACTS; i++) {
            ids.add("registry/housing/" + i);
        }
        return ids;
    }

    /// @return how often it was fenced
    private int appendAll() {
        KafkaTimelineLog log = new KafkaTimelineLog(topics);
        int fenced = 0;
        for (String id : ids()) {
            while (!log.read().contains(MODEL, id)) {
                try {
                    log.append(List.of(fact(id)));
                } catch (KafkaException e) {
                    fenced++;
                }
            }
        }
        return fenced;
    }

    private static TimelineEvent fact(String id) {
        return TimelineFacts.champion(
                id, MODEL, 1, "a".repeat(64), ActivationCause.PROMOTION, "mlflow", "because", Instant.EPOCH);
    }
}
