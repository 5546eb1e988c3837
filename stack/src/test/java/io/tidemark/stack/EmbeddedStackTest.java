package io.tidemark.stack;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.wire.RegistrySettings;
import io.tidemark.wire.SchemaRegistry;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The stack itself: what it keeps, what it says when something is wrong.
class EmbeddedStackTest {
    @TempDir
    private Path home;

    /// The registry ends by force: the ids that it gave must not be given again.
    @Test
    void topicsRecordsAndSchemasSurviveAChildThatDiesAndARestart() throws Exception {
        String clusterId;
        int schemaId = 0;
        try (EmbeddedStack stack = EmbeddedStack.start(StackSettings.in(home))) {
            clusterId = clusterId(stack);
            createTopic(stack, "kept");
            produce(stack, "kept", "record");
            for (int size = 1; size <= 20; size++) {
                schemaId = registry(stack).register("kept-value", fixed(size));
            }
            assertThat(stack.startTimes()).containsOnlyKeys("broker", "schema-registry");
            StackState.Child child = stack.children().get(1);

            child.process().handle().orElseThrow().destroyForcibly();

            StackException failure = stack.failure().toCompletableFuture().get(10, TimeUnit.SECONDS);
            assertThat(failure)
                    .hasMessageContaining(
                            "The schema-registry ended (status 137). Something ended it from outside (signal 9)")
                    .hasMessageContaining(child.log().toString());
        }

        try (EmbeddedStack again = EmbeddedStack.start(StackSettings.in(home))) {
            assertThat(clusterId(again)).isEqualTo(clusterId);
            assertThat(readFirst(again, "kept")).isEqualTo("record");
            assertThat(registry(again).schema(schemaId)).isEqualTo(fixed(20));
            assertThat(registry(again).lookUp("kept-value", fixed(20))).isEqualTo(schemaId);
        }
    }

    @Test
    void aRunningStackIsKnownToOtherProcessesUntilItIsClosedAndListensOnTheGivenPortsOfLoopback() throws IOException {
        Ports free = Ports.choose(OptionalInt.empty(), OptionalInt.empty());
        StackSettings settings =
                StackSettings.in(home).withPorts(OptionalInt.of(free.broker()), OptionalInt.of(free.registry()));
        EmbeddedStack stack = EmbeddedStack.start(settings);
        StackState state;
        try (stack) {
            state = StackState.running(home).orElseThrow();
            assertThat(state.owner().pid()).isEqualTo(ProcessHandle.current().pid());
            assertThat(state.bootstrapServers())
                    .isEqualTo(stack.bootstrapServers())
                    .isEqualTo("127.0.0.1:" + free.broker());
            assertThat(state.registryUrl()).isEqualTo(stack.registryUrl());
            assertThat(URI.create(stack.registryUrl()).getPort()).isEqualTo(free.registry());
            assertThat(state.children()).isEqualTo(stack.children()).allSatisfy(child -> {
                assertThat(child.process().isAlive()).isTrue();
                assertThat(child.log()).exists();
            });
            assertThatThrownBy(() -> EmbeddedStack.start(StackSettings.in(home)))
                    .hasMessageContaining("Found a running stack in " + home);
            assertOnlyLoopback(free);
        }

        assertThat(StackState.running(home)).isEmpty();
        assertThat(state.children()).noneMatch(child -> child.process().isAlive());
        assertThat(stack.failure().toCompletableFuture())
                .as("closing is no failure")
                .isNotDone();
        stack.close();
    }

    private static void assertOnlyLoopback(Ports ports) throws IOException {
        Optional<InetAddress> outside = outsideAddress();
        if (outside.isEmpty()) {
            System.out.println("This machine has no address but loopback: nothing to be refused at.");
            return;
        }
        for (int port : List.of(ports.broker(), ports.registry())) {
            assertThatThrownBy(() -> new Socket(outside.get(), port).close()).isInstanceOf(ConnectException.class);
        }
    }

    @Test
    void aDamagedBrokerDirectoryIsExplainedAndNothingKeepsRunning() throws IOException {
        Path data = Files.createDirectories(home.resolve("broker").resolve("data"));
        Files.writeString(data.resolve("meta.properties"), "damaged");

        assertThatThrownBy(() -> EmbeddedStack.start(StackSettings.in(home)))
                .isInstanceOf(StackException.class)
                .hasMessageContaining("The broker ended while starting (status 1)")
                .hasMessageContaining("node ID not found")
                .hasMessageContaining("to start afresh, move " + home.resolve("broker"))
                .hasMessageContaining(home.resolve("logs").resolve("broker.log").toString());

        assertNoneOfOurChildrenRuns();
    }

    @Test
    void aLostBrokerIdentityIsNotReplacedByAFreshOne() throws IOException {
        Files.createDirectories(home.resolve("broker").resolve("data").resolve("prediction-requests-0"));

        assertThatThrownBy(() -> EmbeddedStack.start(StackSettings.in(home)))
                .isInstanceOf(StackException.class)
                .hasMessageContaining("No readable meta.properties files found");
    }

    @Test
    void aDamagedSchemaDatabaseIsExplained() throws IOException {
        Path database = Files.createDirectories(home.resolve("schema-registry")).resolve("registry.mv.db");
        Files.writeString(database, "damaged".repeat(1_000));

        assertThatThrownBy(() -> EmbeddedStack.start(StackSettings.in(home)))
                .isInstanceOf(StackException.class)
                .hasMessageContaining("The schema-registry ")
                .hasMessageContaining("may be damaged")
                .hasMessageContaining(database.toString());

        assertNoneOfOurChildrenRuns();
    }

    @Test
    void aStartThatTakesTooLongIsGivenUp() {
        StackSettings hurried = new StackSettings(
                home, OptionalInt.empty(), OptionalInt.empty(), Duration.ofMillis(1), /* minFreeBytes= */ 0);

        assertThatThrownBy(() -> EmbeddedStack.start(hurried))
                .isInstanceOf(StackException.class)
                .hasMessageContaining("was not ready within 0 s");

        assertNoneOfOurChildrenRuns();
        assertThat(StackState.running(home)).isEmpty();
    }

    private static Schema fixed(int size) {
        return SchemaBuilder.fixed("Fixed").size(size);
    }

    private static void assertNoneOfOurChildrenRuns() {
        assertThat(ProcessHandle.current().children()).noneMatch(ProcessHandle::isAlive);
    }

    private static String clusterId(EmbeddedStack stack) throws Exception {
        try (Admin admin = Admin.create(clientConfig(stack))) {
            return admin.describeCluster().clusterId().get(30, TimeUnit.SECONDS);
        }
    }

    private static void createTopic(EmbeddedStack stack, String topic) throws Exception {
        try (Admin admin = Admin.create(clientConfig(stack))) {
            admin.createTopics(List.of(new NewTopic(topic, Optional.of(1), Optional.empty())))
                    .all()
                    .get(30, TimeUnit.SECONDS);
        }
    }

    private static void produce(EmbeddedStack stack, String topic, String value) throws Exception {
        try (var producer =
                new KafkaProducer<>(clientConfig(stack), new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(topic, value.getBytes(UTF_8))).get(30, TimeUnit.SECONDS);
        }
    }

    private static String readFirst(EmbeddedStack stack, String topic) {
        try (var consumer =
                new KafkaConsumer<>(clientConfig(stack), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            TopicPartition partition = new TopicPartition(topic, 0);
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            return new String(
                    consumer.poll(Duration.ofSeconds(30)).iterator().next().value(), UTF_8);
        }
    }

    private static Map<String, Object> clientConfig(EmbeddedStack stack) {
        return Map.of("bootstrap.servers", stack.bootstrapServers());
    }

    private static SchemaRegistry registry(EmbeddedStack stack) {
        return SchemaRegistry.open(RegistrySettings.of(stack.registryUrl()));
    }

    private static Optional<InetAddress> outsideAddress() throws IOException {
        return NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(found -> !found.isLoopbackAddress() && !found.isLinkLocalAddress())
                .findFirst();
    }
}
