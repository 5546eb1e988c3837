package io.tidemark.cli.option;

import io.tidemark.cli.UserError;
import io.tidemark.stack.StackState;
import io.tidemark.streamkit.topic.KafkaSettings;
import io.tidemark.wire.RegistrySettings;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Which cluster to talk to: the stack that runs in the home, or the one that the options name.
public final class ConnectionOptions {
    @Mixin
    private HomeOption home = new HomeOption();

    @Option(
            names = "--bootstrap-servers",
            paramLabel = "HOST:PORT",
            defaultValue = "${env:TIDEMARK_KAFKA_BOOTSTRAP_SERVERS}",
            description = "Kafka brokers (default: the stack of `tidemark up`).")
    private @Nullable String bootstrapServers;

    @Option(
            names = "--schema-registry",
            paramLabel = "URL",
            defaultValue = "${env:TIDEMARK_SCHEMA_REGISTRY_URL}",
            description = "Schema registry (default: the stack's).")
    private @Nullable String schemaRegistry;

    @Option(
            names = "--kafka-config",
            paramLabel = "FILE",
            description = "Properties for all Kafka clients and the schema registry client: security, credentials.")
    private @Nullable Path kafkaConfig;

    @Option(
            names = "--topic-prefix",
            paramLabel = "TEXT",
            defaultValue = "${env:TIDEMARK_KAFKA_TOPIC_PREFIX:-}",
            description = "What all topic names begin with.")
    private String topicPrefix = "";

    /// The home.
    public HomeOption home() {
        return home;
    }

    /// How to reach the cluster.
    ///
    /// @throws UserError when no stack runs in the home and no cluster is named
    public KafkaSettings settings() {
        return find().orElseThrow(() ->
                new UserError("Found no running stack in " + home.home().directory()
                        + " and no --bootstrap-servers, expected one of them: start one with `tidemark up`."));
    }

    /// True when the stack of the home is talked to, and no cluster that the options name.
    public boolean isHomesStack() {
        return bootstrapServers == null || bootstrapServers.isBlank();
    }

    /// How to reach the cluster, when there is one.
    public Optional<KafkaSettings> find() {
        Optional<StackState> stack = StackState.running(home.home().directory());
        Map<String, String> properties = fromFile();
        if (bootstrapServers != null && !isHomesStack()) {
            if (schemaRegistry != null && !schemaRegistry.isBlank()) {
                properties.put(RegistrySettings.URL, schemaRegistry);
            }
            if (!properties.containsKey(RegistrySettings.URL)) {
                throw new UserError("Found --bootstrap-servers without --schema-registry, expected both.");
            }
            return Optional.of(new KafkaSettings(bootstrapServers, topicPrefix, properties));
        }
        return stack.map(state -> {
            properties.putIfAbsent(RegistrySettings.URL, state.registryUrl());
            return new KafkaSettings(state.bootstrapServers(), topicPrefix, properties);
        });
    }

    private Map<String, String> fromFile() {
        Map<String, String> properties = new HashMap<>();
        if (kafkaConfig == null) {
            return properties;
        }
        Properties file = new Properties();
        try (Reader in = Files.newBufferedReader(kafkaConfig)) {
            file.load(in);
        } catch (IOException e) {
            throw new UserError("The file " + kafkaConfig + " of --kafka-config cannot be read: " + e.getMessage());
        }
        file.stringPropertyNames().forEach(name -> properties.put(name, file.getProperty(name)));
        return properties;
    }
}
