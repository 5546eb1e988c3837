package io.tidemark.topic;

import io.tidemark.wire.PublishedSchema;
import io.tidemark.wire.SchemaRegistry;

/// Registers the catalogue's schemas, so that clients in any language find them before the first record is written.
public final class TopicSchemas {
    /// Each schema must read what all former ones wrote, and be read by them.
    public static final String COMPATIBILITY = "FULL_TRANSITIVE";

    private TopicSchemas() {}

    /// Registers each topic's schema under `<topic>-value` and demands compatibility of what follows.
    ///
    /// @throws io.tidemark.wire.RegistryUnavailableException when the registry does not answer
    /// @throws io.tidemark.wire.RegistryRefusedException when it holds a schema that ours is not compatible with
    public static void register(SchemaRegistry registry, String prefix) {
        for (TopicSpec<?> topic : Topics.all()) {
            String subject = Topics.name(prefix, topic) + "-value";
            registry.register(subject, PublishedSchema.of(topic.value()));
            registry.requireCompatibility(subject, COMPATIBILITY);
        }
    }
}
