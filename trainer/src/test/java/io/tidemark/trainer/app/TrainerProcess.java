package io.tidemark.trainer.app;

import io.tidemark.registry.LocalDirectoryRegistry;
import io.tidemark.registry.ModelRegistry;
import io.tidemark.streamkit.topic.KafkaSettings;
import io.tidemark.streamkit.topic.TopicBinding;
import io.tidemark.trainer.retrain.RetrainScene;
import io.tidemark.trainer.retrain.RunPublisher;
import io.tidemark.wire.RegistrySettings;
import java.nio.file.Path;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;

/// A trainer in a process of its own: `BOOTSTRAP REGISTRY PREFIX FOLDER [stall]`; with `stall` it stands still when a
/// run is to be registered.
final class TrainerProcess {
    private TrainerProcess() {}

    public static void main(String[] args) throws InterruptedException {
        Path folder = Path.of(args[3]);
        TopicBinding topics = new TopicBinding(new KafkaSettings(
                args[0],
                args[2],
                Map.of(
                        RegistrySettings.URL, args[1],
                        ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, "6000",
                        ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, "1000")));
        RunPublisher publisher = new RunPublisher(topics, "process");
        ModelRegistry registry = new LocalDirectoryRegistry(folder.resolve("registry"));
        boolean stalls = args.length > 4;
        RetrainConsumer consumer = new RetrainConsumer(
                RetrainScene.worker(
                        stalls ? new BlockedRegistry(registry, BlockedRegistry.At.REGISTRATION) : registry,
                        publisher,
                        topics,
                        folder),
                publisher,
                topics,
                RetrainScene.letters());
        consumer.start();
        System.out.println("trainer started");
        Thread.currentThread().join();
    }
}
