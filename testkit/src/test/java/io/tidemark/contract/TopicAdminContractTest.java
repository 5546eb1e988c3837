package io.tidemark.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.testkit.Await;
import io.tidemark.testkit.TestStack;
import io.tidemark.testkit.WithStack;
import io.tidemark.topic.TopicAdmin;
import io.tidemark.topic.TopicFinding;
import io.tidemark.topic.TopicSpec;
import io.tidemark.topic.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.AlterConfigOp.OpType;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.InvalidTimestampException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// The topic catalogue against a real broker.
@WithStack
class TopicAdminContractTest {
    private static final int MIB = 1024 * 1024;

    /// What a record takes beside its value, roughly.
    private static final int FRAME_BYTES = 1_000;

    private final TestStack stack;
    private final Admin admin;

    TopicAdminContractTest(TestStack stack) {
        this.stack = stack;
        this.admin = stack.admin();
    }

    @Test
    void topicsAreCreatedOnceAndThenAsTheyShouldBe() throws Exception {
        TopicAdmin topics = topics("once.");

        assertThat(topics.create(OptionalInt.of(3)))
                .hasSize(Topics.all().size())
                .isSorted()
                .allMatch(name -> name.startsWith(stack.prefix() + "once."));
        assertThat(topics.create(OptionalInt.of(5))).isEmpty();

        assertThat(topics.check()).isEmpty();
        assertThat(partitions("once.", Topics.REQUESTS)).isEqualTo(3);
        assertThat(partitions("once.", Topics.TIMELINE)).isEqualTo(1);
    }

    @Test
    void withoutAnOverrideTheCataloguesPartitionsAreUsed() throws Exception {
        topics("default.").create(OptionalInt.empty());

        assertThat(partitions("default.", Topics.REQUESTS)).isEqualTo(Topics.REQUESTS.partitions());
        assertThat(partitions("default.", Topics.DEAD_LETTERS)).isEqualTo(1);
    }

    @Test
    void whatIsMissingIsAddedToWhatIsThere() throws Exception {
        TopicAdmin topics = topics("missing.");
        topics.create(OptionalInt.of(1));
        String alerts = name("missing.", Topics.ALERTS);
        admin.deleteTopics(List.of(alerts)).all().get();

        Await.until(
                "the deletion",
                Duration.ofSeconds(30),
                topics::check,
                List.of(new TopicFinding(alerts, "topic", "missing", "present"))::equals);
        assertThat(topics.create(OptionalInt.of(1))).containsExactly(alerts);
        assertThat(topics.check()).isEmpty();
    }

    @Test
    void aTopicThatSomebodyChangedIsFound() throws Exception {
        TopicAdmin topics = topics("changed.");
        topics.create(OptionalInt.of(1));
        set(name("changed.", Topics.TIMELINE), "retention.ms", "1000");
        set(name("changed.", Topics.ALERTS), "cleanup.policy", "compact");
        admin.createPartitions(Map.of(name("changed.", Topics.GROUND_TRUTH), NewPartitions.increaseTo(2)))
                .all()
                .get();

        List<TopicFinding> findings =
                Await.until("the changes", Duration.ofSeconds(30), topics::check, found -> found.size() >= 3);
        assertThat(findings)
                .containsExactlyInAnyOrder(
                        new TopicFinding(name("changed.", Topics.TIMELINE), "retention.ms", "1000", "-1"),
                        new TopicFinding(name("changed.", Topics.ALERTS), "cleanup.policy", "compact", "delete"),
                        new TopicFinding(
                                name("changed.", Topics.GROUND_TRUTH),
                                "partitions",
                                "2",
                                "1, as " + name("changed.", Topics.PREDICTIONS)));
    }

    @Test
    void aClusterThatDoesNotAnswerIsReported() {
        try (Admin nowhere = Admin.create(Map.of(
                "bootstrap.servers", "127.0.0.1:1", "default.api.timeout.ms", "500", "request.timeout.ms", "400"))) {
            assertThatThrownBy(() -> new TopicAdmin(nowhere, "").check()).isInstanceOf(KafkaException.class);
        }
    }

    @Test
    void largeRecordsPassWhereTheCatalogueAllowsThem() throws Exception {
        topics("large.").create(OptionalInt.of(1));
        int fits = Topics.REQUESTS.maxMessageBytes() - FRAME_BYTES;

        send("large.", Topics.REQUESTS, fits, null);
        send("large.", Topics.DEAD_LETTERS, fits + MIB, null);

        List<ConsumerRecord<String, byte[]>> read =
                stack.readAll(name("large.", Topics.REQUESTS), new ByteArrayDeserializer());
        assertThat(read)
                .singleElement()
                .satisfies(record -> assertThat(record.value()).hasSize(fits));
        assertThatThrownBy(() -> send("large.", Topics.REQUESTS, Topics.REQUESTS.maxMessageBytes() + 1, null))
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(RecordTooLargeException.class);
    }

    @Test
    void anyTimestampPassesOnTopicsOfUsersAndIsRefusedElsewhere() throws Exception {
        topics("time.").create(OptionalInt.of(1));

        for (TopicSpec<?> topic : List.of(Topics.REQUESTS, Topics.FEATURE_UPDATES, Topics.GROUND_TRUTH)) {
            send("time.", topic, 1, Long.MAX_VALUE);
            assertThat(stack.readAll(name("time.", topic), new ByteArrayDeserializer()))
                    .singleElement()
                    .satisfies(record -> assertThat(record.timestamp()).isEqualTo(Long.MAX_VALUE));
        }
        for (TopicSpec<?> topic : List.of(Topics.PREDICTIONS, Topics.TIMELINE, Topics.DEAD_LETTERS)) {
            assertThatThrownBy(() -> send("time.", topic, 1, Long.MAX_VALUE))
                    .hasCauseInstanceOf(InvalidTimestampException.class);
        }
    }

    private TopicAdmin topics(String more) {
        return new TopicAdmin(admin, stack.prefix() + more);
    }

    private String name(String more, TopicSpec<?> topic) {
        return Topics.name(stack.prefix() + more, topic);
    }

    private int partitions(String more, TopicSpec<?> topic) throws Exception {
        String name = name(more, topic);
        return admin.describeTopics(List.of(name)).allTopicNames().get().values().stream()
                .mapToInt(description -> description.partitions().size())
                .sum();
    }

    private void set(String topic, String key, String value) throws Exception {
        admin.incrementalAlterConfigs(Map.of(
                        new ConfigResource(ConfigResource.Type.TOPIC, topic),
                        List.of(new AlterConfigOp(new ConfigEntry(key, value), OpType.SET))))
                .all()
                .get();
    }

    private void send(String more, TopicSpec<?> topic, int bytes, @Nullable Long timestampMs) throws Exception {
        try (KafkaProducer<String, byte[]> producer = stack.producer(new ByteArraySerializer(), Map.of())) {
            byte[] value = "x".repeat(bytes).getBytes(UTF_8);
            producer.send(new ProducerRecord<>(name(more, topic), null, timestampMs, "key", value))
                    .get();
        }
    }
}
