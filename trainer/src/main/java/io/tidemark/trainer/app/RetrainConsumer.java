package io.tidemark.trainer.app;

import io.tidemark.event.RetrainRequest;
import io.tidemark.streamkit.deadletter.DeadLetterFactory;
import io.tidemark.streamkit.deadletter.Decoded;
import io.tidemark.streamkit.deadletter.Inbound;
import io.tidemark.streamkit.deadletter.InboundDecoder;
import io.tidemark.streamkit.topic.Topic;
import io.tidemark.streamkit.topic.TopicBinding;
import io.tidemark.topic.Topics;
import io.tidemark.trainer.retrain.RetrainWorker;
import io.tidemark.trainer.retrain.RunPublisher;
import io.tidemark.trainer.retrain.RunPublisher.ConsumedRequest;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.SmartLifecycle;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.listener.AcknowledgingConsumerAwareMessageListener;
import org.springframework.kafka.listener.ContainerProperties;
import org.springframework.kafka.listener.KafkaMessageListenerContainer;
import org.springframework.kafka.support.Acknowledgment;

/// Reads requests one at a time. While a run lasts, the container is paused but goes on polling, so that it stays in
/// its group however long the run is. The offset is committed with the run's result, never by the container; when
/// that fails the container starts again from the last commit. A request that cannot be read becomes a dead letter.
public final class RetrainConsumer implements SmartLifecycle, HealthIndicator {
    private static final Duration RESTART_PAUSE = Duration.ofSeconds(5);
    private static final long STOP_TIMEOUT_S = 5;
    private static final Logger LOG = LoggerFactory.getLogger(RetrainConsumer.class);

    private final RetrainWorker worker;
    private final RunPublisher publisher;
    private final InboundDecoder<RetrainRequest> decoder;
    private final ExecutorService runs = Executors.newSingleThreadExecutor(
            task -> Thread.ofPlatform().name("training-run").daemon().unstarted(task));
    private final KafkaMessageListenerContainer<byte[], byte[]> container;
    private volatile boolean running;
    private volatile String state = "idle";

    /// @param letters makes the dead letters of requests that cannot be read
    public RetrainConsumer(
            RetrainWorker worker, RunPublisher publisher, TopicBinding topics, DeadLetterFactory letters) {
        this.worker = worker;
        this.publisher = publisher;
        Topic<RetrainRequest> topic = topics.of(Topics.RETRAIN_REQUESTS);
        this.decoder = new InboundDecoder<>(
                topic.values().deserializer(), letters, InboundDecoder.Limits.DEFAULT, topics.schemaWaits());
        Map<String, Object> config = topics.settings().consumer();
        config.put(ConsumerConfig.GROUP_ID_CONFIG, topics.settings().topicPrefix() + "tidemark-trainer");
        config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 1);
        ContainerProperties properties = new ContainerProperties(topic.name());
        properties.setAckMode(ContainerProperties.AckMode.MANUAL);
        properties.setMessageListener((AcknowledgingConsumerAwareMessageListener<byte[], byte[]>) this::onMessage);
        container = new KafkaMessageListenerContainer<>(
                new DefaultKafkaConsumerFactory<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer()),
                properties);
        container.setBeanName("retrain-requests");
    }

    private void onMessage(
            ConsumerRecord<byte[], byte[]> message,
            @Nullable Acknowledgment unused,
            @Nullable Consumer<?, ?> consumer) {
        container.pause();
        ConsumedRequest consumed = new ConsumedRequest(
                new TopicPartition(message.topic(), message.partition()),
                message.offset(),
                Objects.requireNonNull(consumer).groupMetadata());
        runs.execute(() -> run(message, consumed));
    }

    private void run(ConsumerRecord<byte[], byte[]> message, ConsumedRequest consumed) {
        try {
            answer(message, consumed);
            container.resume();
        } catch (RuntimeException | OutOfMemoryError | StackOverflowError | LinkageError e) {
            LOG.error(
                    "The answer to the request at offset {} could not be written; reading it again.",
                    message.offset(),
                    e);
            restart();
        } finally {
            state = "idle";
        }
    }

    private void answer(ConsumerRecord<byte[], byte[]> message, ConsumedRequest consumed) {
        Decoded<RetrainRequest> decoded = decoder.decode(Inbound.of(message));
        switch (decoded) {
            case Decoded.Good<RetrainRequest> good -> train(good.value(), consumed);
            case Decoded.Bad<RetrainRequest> bad -> {
                LOG.error(
                        "The request at offset {} is set aside: {}",
                        message.offset(),
                        bad.letter().getMessage());
                publisher.setAside(bad.letter(), consumed);
            }
        }
    }

    private void train(RetrainRequest request, ConsumedRequest consumed) {
        state = "training " + request.getModel() + " for " + request.getTriggerId();
        worker.answer(request, consumed);
    }

    private void restart() {
        container.stop();
        try {
            TimeUnit.MILLISECONDS.sleep(RESTART_PAUSE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        }
        if (running) {
            container.resume();
            container.start();
        }
    }

    @Override
    public void start() {
        container.start();
        running = true;
    }

    /// Stops reading. A run that is under way is given up: its request was not committed and is read again at the next
    /// start.
    @Override
    public void stop() {
        running = false;
        container.stop();
        runs.shutdownNow();
        try {
            if (!runs.awaitTermination(STOP_TIMEOUT_S, TimeUnit.SECONDS)) {
                LOG.warn("A training run is under way and given up; its request is read again at the next start.");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public Health health() {
        return (container.isRunning() ? Health.up() : Health.down())
                .withDetail("state", state)
                .build();
    }
}
