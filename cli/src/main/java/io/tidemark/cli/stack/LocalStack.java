package io.tidemark.cli.stack;

import io.tidemark.stack.EmbeddedStack;
import io.tidemark.stack.StackException;
import io.tidemark.stack.StackSettings;
import io.tidemark.streamkit.app.ServiceLauncher;
import io.tidemark.streamkit.topic.KafkaSettings;
import io.tidemark.streamkit.topic.TopicBinding;
import io.tidemark.wire.RegistrySettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

/// Broker and schema registry as child processes, topics, and all services in this process.
public final class LocalStack implements AutoCloseable {
    private final EmbeddedStack stack;
    private final KafkaSettings kafka;
    private final int managementPort;

    private LocalStack(EmbeddedStack stack, KafkaSettings kafka, int managementPort) {
        this.stack = stack;
        this.kafka = kafka;
        this.managementPort = managementPort;
    }

    /// Starts everything; returns when the services run.
    ///
    /// @param progress hears what is being done
    /// @throws StackException when something cannot start; nothing is left running then
    public static LocalStack start(Settings settings, Consumer<String> progress) {
        ServicesFile.removeStale(settings.home());
        progress.accept("starting Kafka and the schema registry");
        EmbeddedStack stack =
                EmbeddedStack.start(StackSettings.in(settings.home().directory())
                        .withPorts(settings.brokerPort(), settings.registryPort()));
        try {
            KafkaSettings kafka =
                    new KafkaSettings(stack.bootstrapServers(), "", Map.of(RegistrySettings.URL, stack.registryUrl()));
            progress.accept("creating topics and schemas");
            TopicSetup.create(kafka, settings.partitions());
            progress.accept("taking over what the model registry says");
            RegistryBridge.reconcile(settings.home().openRegistry(), new TopicBinding(kafka));
            progress.accept("starting the services");
            ConfigurableApplicationContext services = ServiceLauncher.startOwned(
                    Service.configurations(List.of(Service.values())),
                    ServiceSettings.of(
                            settings.home(), kafka, settings.models(), settings.overrides(), settings.extra()),
                    owned -> stack.beforeStop(owned::close),
                    arguments(settings));
            int port = services instanceof WebServerApplicationContext web && web.getWebServer() != null
                    ? web.getWebServer().getPort()
                    : 0;
            ServicesFile.write(settings.home(), port, settings.models());
            stack.beforeStop(() -> ServicesFile.remove(settings.home()));
            return new LocalStack(stack, kafka, port);
        } catch (RuntimeException e) {
            stack.close();
            throw e;
        }
    }

    /// What wins over files and environment.
    private static String[] arguments(Settings settings) {
        List<String> arguments = new ArrayList<>();
        arguments.add("--server.port=" + settings.managementPort().orElse(0));
        settings.extra().forEach((name, value) -> arguments.add("--" + name + "=" + value));
        return arguments.toArray(String[]::new);
    }

    /// How to reach the cluster.
    public KafkaSettings kafka() {
        return kafka;
    }

    /// Port of health and metrics, on the loopback interface.
    public int managementPort() {
        return managementPort;
    }

    /// Completes when broker or registry dies.
    public CompletionStage<StackException> failure() {
        return stack.failure();
    }

    @Override
    public void close() {
        stack.close();
    }

    /// How to start the stack.
    ///
    /// @param home where everything is kept
    /// @param models folder of the manifests
    /// @param overrides overrides of all manifests
    /// @param partitions partitions of topics that hold data; empty: the catalogue's
    /// @param extra further settings of the services; they win over files and environment
    public record Settings(
            Home home,
            Path models,
            List<String> overrides,
            OptionalInt brokerPort,
            OptionalInt registryPort,
            OptionalInt managementPort,
            OptionalInt partitions,
            Map<String, Object> extra) {

        /// Free ports and everything else by default.
        public static Settings in(Home home, Path models) {
            return new Settings(
                    home,
                    models,
                    List.of(),
                    OptionalInt.empty(),
                    OptionalInt.empty(),
                    OptionalInt.empty(),
                    OptionalInt.empty(),
                    Map.of());
        }
    }
}
