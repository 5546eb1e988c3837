package io.tidemark.cli.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.cli.UserError;
import io.tidemark.event.Drift;
import io.tidemark.streamkit.topic.KafkaSettings;
import io.tidemark.streamkit.topic.Topic;
import io.tidemark.streamkit.topic.TopicBinding;
import io.tidemark.topic.Topics;
import io.tidemark.wire.RegistrySettings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class TopicTailTest {
    private static final Duration NO_TIME = Duration.ZERO;
    private static final Duration LONG = Duration.ofMinutes(1);

    private final Topic<Drift> topic = new TopicBinding(
                    new KafkaSettings("nowhere:1", "", Map.of(RegistrySettings.URL, "mock://topic-tail")))
            .of(Topics.DRIFT);
    private final TopicPartition partition = new TopicPartition(topic.name(), 0);

    @Test
    void theNewestRecordsAreReadToTheEnd() {
        try (MockConsumer<byte[], byte[]> broker = broker(5)) {
            broker.schedulePollTask(() -> {
                for (long offset = 3; offset < 5; offset++) {
                    byte[] value = topic.values()
                            .serializer()
                            .serialize(topic.name(), Drifts.of("feature " + offset, "fast", 0.1, false));
                    broker.addRecord(new ConsumerRecord<>(topic.name(), 0, offset, new byte[0], value));
                }
            });

            assertThat(TopicTail.read(broker, topic, 2, LONG))
                    .extracting(Drift::getFeature)
                    .containsExactly("feature 3", "feature 4");
        }
    }

    /// Half of what a topic says must not pass for all of it: no alert read is not no alert.
    @Test
    void aBrokerThatDoesNotHandOverTheRecordsIsNamed() {
        try (MockConsumer<byte[], byte[]> broker = broker(5)) {
            assertThatThrownBy(() -> TopicTail.read(broker, topic, 2, NO_TIME))
                    .isInstanceOf(UserError.class)
                    .hasMessageContaining("drift-0")
                    .hasMessageContaining("did not hand over");
        }
    }

    private MockConsumer<byte[], byte[]> broker(long end) {
        MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
        Node node = new Node(0, "nowhere", 1);
        consumer.updatePartitions(
                topic.name(), List.of(new PartitionInfo(topic.name(), 0, node, new Node[] {node}, new Node[] {node})));
        consumer.updateBeginningOffsets(Map.of(partition, 0L));
        consumer.updateEndOffsets(Map.of(partition, end));
        return consumer;
    }
}
