package io.tidemark.cli.stack;

import io.tidemark.streamkit.topic.KafkaSettings;
import io.tidemark.topic.TopicAdmin;
import io.tidemark.topic.TopicSchemas;
import io.tidemark.wire.RegistrySettings;
import io.tidemark.wire.SchemaRegistry;
import java.util.List;
import java.util.OptionalInt;
import org.apache.kafka.clients.admin.Admin;

/// Makes a cluster ready: topics, and their schemas under FULL_TRANSITIVE compatibility.
public final class TopicSetup {
    private TopicSetup() {}

    /// Creates what is missing.
    ///
    /// @param partitions partitions of topics that hold data; empty: the catalogue's
    /// @return names of the topics that were created
    public static List<String> create(KafkaSettings settings, OptionalInt partitions) {
        List<String> created;
        try (Admin admin = Admin.create(settings.common())) {
            created = new TopicAdmin(admin, settings.topicPrefix()).create(partitions);
        }
        SchemaRegistry registry = SchemaRegistry.open(RegistrySettings.from(settings.properties()));
        TopicSchemas.register(registry, settings.topicPrefix());
        return created;
    }
}
