package io.tidemark.notifier.app;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tidemark.event.Severity;
import io.tidemark.notifier.NotifierConfig;
import io.tidemark.notifier.delivery.DeliveryRules;
import io.tidemark.notifier.sink.LocalServer;
import io.tidemark.streamkit.topic.KafkaSettings;
import io.tidemark.streamkit.topic.TopicBinding;
import io.tidemark.testkit.TestStack;
import io.tidemark.wire.RegistrySettings;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/// Notifiers that have little patience, and how far their sinks are.
final class TestNotifier {
    private static final DeliveryRules IMPATIENT = new DeliveryRules(
            Duration.ofMillis(10),
            10,
            Duration.ofMinutes(1),
            Duration.ofMillis(10),
            Duration.ofMillis(50),
            Duration.ofMillis(200),
            Duration.ofHours(1));

    private TestNotifier() {}

    /// One that tells Slack, and others too where they are given.
    static NotifierService of(
            TestStack stack, LocalServer slack, Optional<NotifierConfig.Receiver> webhook, Optional<URI> alertmanager) {
        return new NotifierService(
                new NotifierConfig(
                        Optional.of(slack.address("/slack")),
                        Optional.empty(),
                        webhook,
                        alertmanager,
                        NotifierConfig.DEFAULT.links(),
                        Severity.LOW,
                        true,
                        Duration.ofSeconds(2),
                        IMPATIENT),
                topics(stack),
                new SimpleMeterRegistry(),
                Clock.systemUTC());
    }

    static TopicBinding topics(TestStack stack) {
        return new TopicBinding(new KafkaSettings(
                stack.bootstrapServers(), stack.prefix(), Map.of(RegistrySettings.URL, stack.registryUrl())));
    }

    /// What a sink has committed of a partition; -1: nothing.
    static long committed(TestStack stack, String sink, TopicPartition partition) {
        try {
            OffsetAndMetadata offset = stack.admin()
                    .listConsumerGroupOffsets(NotifierService.group(stack.prefix(), sink))
                    .partitionsToOffsetAndMetadata()
                    .get()
                    .get(partition);
            return offset == null ? -1 : offset.offset();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /// As if the process had been killed after telling and before committing.
    static void rewind(TestStack stack, String sink, TopicPartition partition)
            throws InterruptedException, ExecutionException {
        stack.admin()
                .alterConsumerGroupOffsets(
                        NotifierService.group(stack.prefix(), sink), Map.of(partition, new OffsetAndMetadata(0)))
                .all()
                .get();
    }
}
