package io.tidemark.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.event.GroundTruth;
import io.tidemark.topic.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@WithStack
class TestStackTest {
    private final TestStack stack;

    TestStackTest(TestStack stack) {
        this.stack = stack;
    }

    @BeforeAll
    static void createTopics(TestStack stack) {
        stack.createTopics(2);
    }

    @Test
    void eachClassHasItsOwnTopics() throws Exception {
        assertThat(stack.prefix()).isEqualTo("test-stack-test.");
        Set<String> names = stack.admin().listTopics().names().get();
        assertThat(Topics.all()).allSatisfy(topic -> assertThat(names).contains("test-stack-test." + topic.name()));
    }

    @Test
    void readAllSeesCommittedRecordsOnlyAndAConsumerTheSame() throws Exception {
        try (KafkaProducer<String, SpecificRecord> producer = stack.producer(
                stack.serdes().valueSerde(SpecificRecord.class).serializer(),
                Map.of("transactional.id", stack.prefix() + "writer"))) {
            producer.initTransactions();
            write(producer, "committed-1", "committed-2", "committed-3");
            producer.commitTransaction();
            write(producer, "aborted");
            producer.abortTransaction();
            write(producer, "open");

            List<ConsumerRecord<String, GroundTruth>> records = stack.readAll(Topics.GROUND_TRUTH);

            assertThat(records)
                    .extracting(ConsumerRecord::key)
                    .containsExactlyInAnyOrder("committed-1", "committed-2", "committed-3");
            producer.abortTransaction();
        }
        try (var consumer = stack.consumer(Topics.GROUND_TRUTH, "reader")) {
            consumer.subscribe(List.of(stack.name(Topics.GROUND_TRUTH)));
            List<String> seen = new ArrayList<>();
            Await.until(
                    "three labels",
                    Duration.ofSeconds(30),
                    () -> {
                        consumer.poll(Duration.ofMillis(100)).forEach(record -> seen.add(record.key()));
                        return seen;
                    },
                    keys -> keys.size() >= 3);
            assertThat(seen).containsExactlyInAnyOrder("committed-1", "committed-2", "committed-3");
        }
    }

    @Nested
    class Inside {
        @Test
        void aNestedClassSharesTheStackOfItsOuterClass(TestStack inner) {
            assertThat(inner).isSameAs(stack);
        }
    }

    private void write(KafkaProducer<String, SpecificRecord> producer, String... ids) throws Exception {
        producer.beginTransaction();
        for (String id : ids) {
            producer.send(new ProducerRecord<>(stack.name(Topics.GROUND_TRUTH), id, label(id)))
                    .get();
        }
    }

    private static GroundTruth label(String id) {
        return GroundTruth.newBuilder()
                .setRequestId(id)
                .setLabel(1.5)
                .setEventTime(Instant.parse("2026-03-01T10:00:00Z"))
                .build();
    }
}
