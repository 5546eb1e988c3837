package io.tidemark.streamkit.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.testkit.TestStack;
import io.tidemark.testkit.WithStack;
import io.tidemark.topic.Topics;
import io.tidemark.wire.RegistrySettings;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

@WithStack
class TopicReaderTest {
    @Test
    void aTopicIsReadToWhereItEndedWithoutWhatWasAborted(TestStack stack) {
        stack.createTopics(1);
        String topic = stack.name(Topics.ALERTS);
        try (KafkaProducer<String, byte[]> producer =
                stack.producer(new ByteArraySerializer(), Map.of("transactional.id", stack.prefix() + "writer"))) {
            producer.initTransactions();
            send(producer, topic, "kept-1");
            producer.commitTransaction();
            send(producer, topic, "aborted");
            producer.abortTransaction();
            send(producer, topic, "kept-2");
            producer.commitTransaction();

            List<String> read = new ArrayList<>();
            Map<TopicPartition, Long> ends = reader(stack).read(topic, record -> {
                read.add(new String(record.value(), StandardCharsets.UTF_8));
                send(producer, topic, "later");
                producer.commitTransaction();
            });

            assertThat(read).containsExactly("kept-1", "kept-2");
            assertThat(ends).containsExactly(Map.entry(new TopicPartition(topic, 0), 6L));
        }
    }

    @Test
    void aPartitionIsReadFromAnOffsetOn(TestStack stack) {
        stack.createTopics(1);
        String topic = stack.name(Topics.PERFORMANCE);
        try (KafkaProducer<String, byte[]> producer =
                stack.producer(new ByteArraySerializer(), Map.of("transactional.id", stack.prefix() + "other"))) {
            producer.initTransactions();
            for (String value : List.of("one", "two", "three")) {
                send(producer, topic, value);
                producer.commitTransaction();
            }
        }
        List<String> read = new ArrayList<>();

        reader(stack)
                .readFrom(
                        new TopicPartition(topic, 0),
                        2,
                        record -> read.add(new String(record.value(), StandardCharsets.UTF_8)));
        reader(stack).readFrom(new TopicPartition(topic, 0), 6, record -> read.add("beyond the end"));

        assertThat(read).containsExactly("two", "three");
    }

    @Test
    void anEmptyTopicGivesNothing(TestStack stack) {
        stack.createTopics(1);

        Map<TopicPartition, Long> ends = reader(stack).read(stack.name(Topics.DRIFT), record -> {
            throw new AssertionError("Found " + record + ", expected no record.");
        });

        assertThat(ends).containsExactly(Map.entry(new TopicPartition(stack.name(Topics.DRIFT), 0), 0L));
    }

    @Test
    void aTopicThatDoesNotExistIsNamed(TestStack stack) {
        assertThatThrownBy(() -> reader(stack).read(stack.prefix() + "nowhere", record -> {}))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("no topic topic-reader-test.nowhere")
                .hasMessageContaining("tidemark topics create");
    }

    private static TopicReader reader(TestStack stack) {
        return new TopicReader(new KafkaSettings(
                stack.bootstrapServers(), stack.prefix(), Map.of(RegistrySettings.URL, stack.registryUrl())));
    }

    private static void send(KafkaProducer<String, byte[]> producer, String topic, String value) {
        producer.beginTransaction();
        var sent = producer.send(new ProducerRecord<>(topic, value.getBytes(StandardCharsets.UTF_8)));
        producer.flush();
        assertThat(sent).isDone();
    }
}
