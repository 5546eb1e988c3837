package io.tidemark.trainer.retrain;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tidemark.event.RetrainRequest;
import io.tidemark.event.RunStatus;
import io.tidemark.event.TimelineEvent;
import io.tidemark.event.TrainingRun;
import io.tidemark.model.manifest.ManifestFolder;
import io.tidemark.registry.LocalDirectoryRegistry;
import io.tidemark.registry.ModelRegistry;
import io.tidemark.streamkit.deadletter.DeadLetterFactory;
import io.tidemark.streamkit.topic.KafkaSettings;
import io.tidemark.streamkit.topic.TopicBinding;
import io.tidemark.testkit.Await;
import io.tidemark.testkit.TestStack;
import io.tidemark.topic.Topics;
import io.tidemark.trainer.Toys;
import io.tidemark.trainer.data.DataLocator;
import io.tidemark.trainer.data.OutcomeReplay;
import io.tidemark.trainer.data.Progress;
import io.tidemark.trainer.retrain.RunPublisher.ConsumedRequest;
import io.tidemark.trainer.run.TrainingService;
import io.tidemark.wire.RegistrySettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/// One model with its manifest, registry and folder, on the topics of a test class.
public final class RetrainScene implements AutoCloseable {
    private static final Duration DEADLINE = Duration.ofSeconds(60);

    private final TestStack stack;
    private final Path folder;
    private final String model;
    private final TopicBinding topics;
    private final KafkaConsumer<byte[], byte[]> requests;
    private RunPublisher publisher;

    /// @param yaml the manifest, which says `name: toy`
    public RetrainScene(TestStack stack, Path folder, String model, String yaml) {
        this.stack = stack;
        this.folder = folder;
        this.model = model;
        this.topics = new TopicBinding(settings(stack));
        stack.createTopics(1);
        try {
            Files.createDirectories(folder.resolve("models"));
            Files.writeString(
                    folder.resolve("models").resolve(model + ".yaml"), yaml.replace("name: toy", "name: " + model));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Map<String, Object> config = topics.settings().consumer();
        config.put(ConsumerConfig.GROUP_ID_CONFIG, group());
        requests = new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        requests.subscribe(List.of(stack.name(Topics.RETRAIN_REQUESTS)));
        publisher = new RunPublisher(topics, model);
    }

    public static RetrainScene of(TestStack stack, Path folder, String model) {
        return new RetrainScene(stack, folder, model, Toys.SMALL);
    }

    public static DeadLetterFactory letters() {
        return new DeadLetterFactory("trainer", Clock.systemUTC(), new SimpleMeterRegistry());
    }

    /// How the test's broker and registry are reached.
    public static KafkaSettings settings(TestStack stack) {
        return new KafkaSettings(
                stack.bootstrapServers(),
                stack.prefix(),
                Map.of(
                        RegistrySettings.URL, stack.registryUrl(),
                        ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, "6000",
                        ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, "1000"));
    }

    public TopicBinding topics() {
        return topics;
    }

    public RunPublisher publisher() {
        return publisher;
    }

    public ModelRegistry registry() {
        return new LocalDirectoryRegistry(folder.resolve("registry"));
    }

    /// As a process that starts again would: what the former one left open is aborted.
    RetrainWorker restarted(ModelRegistry registry) {
        publisher.close();
        publisher = new RunPublisher(topics, model);
        return worker(registry);
    }

    RetrainWorker worker(ModelRegistry registry) {
        return worker(registry, publisher, topics, folder);
    }

    public static RetrainWorker worker(
            ModelRegistry registry, RunPublisher publisher, TopicBinding topics, Path folder) {
        TrainingService service = new TrainingService(
                registry,
                new DataLocator(folder.resolve("cache"), List.of(), Progress.NONE)
                        .withOutcomes(OutcomeReplay.of(topics)),
                folder.resolve("runs"),
                2);
        return new RetrainWorker(
                service,
                registry,
                new ManifestFolder(folder.resolve("models"), List.of()),
                topics,
                publisher,
                Clock.systemUTC());
    }

    public RetrainRequest request(String triggerId) {
        return RetrainRequest.newBuilder()
                .setTriggerId(triggerId)
                .setModel(model)
                .setRequestedAt(Instant.now())
                .setRequestedBy("test")
                .setReasons(List.of("a test asks", "twice"))
                .build();
    }

    public void send(RetrainRequest request) {
        send(stack, request);
    }

    static void send(TestStack stack, RetrainRequest request) {
        write(stack, stack.name(Topics.RETRAIN_REQUESTS), request.getModel(), request);
    }

    static void write(TestStack stack, String topic, String key, SpecificRecord value) {
        try (KafkaProducer<String, SpecificRecord> producer = stack.producer()) {
            producer.send(new ProducerRecord<>(topic, key, value)).get();
        } catch (ExecutionException e) {
            throw new AssertionError("The record could not be written.", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("Interrupted while writing.", e);
        }
    }

    /// Sends a request and reads it as the trainer's consumer would.
    ConsumedRequest consumed(RetrainRequest request) {
        send(request);
        ConsumerRecord<byte[], byte[]> last = Await.until(
                        "the request",
                        DEADLINE,
                        () -> {
                            Optional<ConsumerRecord<byte[], byte[]>> read = Optional.empty();
                            for (ConsumerRecord<byte[], byte[]> message : requests.poll(Duration.ofMillis(100))) {
                                read = Optional.of(message);
                            }
                            return read;
                        },
                        read -> read.isPresent() && isAtEnd())
                .orElseThrow();
        return new ConsumedRequest(
                new TopicPartition(last.topic(), last.partition()), last.offset(), requests.groupMetadata());
    }

    private boolean isAtEnd() {
        return requests.assignment().stream()
                .allMatch(partition -> requests.position(partition)
                        >= requests.endOffsets(List.of(partition)).getOrDefault(partition, 0L));
    }

    /// The offset that the group goes on from; empty: nothing was committed.
    Optional<Long> committed() {
        return committed(stack, group());
    }

    static Optional<Long> committed(TestStack stack, String group) {
        stack.awaitMarkers();
        try {
            Map<TopicPartition, OffsetAndMetadata> offsets = stack.admin()
                    .listConsumerGroupOffsets(group)
                    .partitionsToOffsetAndMetadata()
                    .get();
            return Optional.ofNullable(offsets.get(new TopicPartition(stack.name(Topics.RETRAIN_REQUESTS), 0)))
                    .map(OffsetAndMetadata::offset);
        } catch (ExecutionException e) {
            throw new AssertionError("The group's offsets cannot be read.", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("Interrupted while reading offsets.", e);
        }
    }

    /// What was said about a run.
    public List<TrainingRun> runs(String triggerId) {
        return stack.readAll(Topics.TRAINING_RUNS).stream()
                .map(ConsumerRecord::value)
                .filter(run ->
                        run.getModel().equals(model) && run.getTriggerId().equals(triggerId))
                .toList();
    }

    /// How a run ended, as often as it was said.
    public List<TrainingRun> ends(String triggerId) {
        return runs(triggerId).stream()
                .filter(run -> run.getStatus() != RunStatus.RUNNING)
                .toList();
    }

    /// Facts about the model.
    public List<TimelineEvent> facts() {
        return stack.readAll(Topics.TIMELINE).stream()
                .map(ConsumerRecord::value)
                .filter(event -> event.getModel().equals(model))
                .toList();
    }

    private String group() {
        return stack.prefix() + "scene-" + model;
    }

    @Override
    public void close() {
        requests.close();
        publisher.close();
    }
}
