package io.tidemark.streamkit.topic;

import io.tidemark.topic.TopicSpec;
import io.tidemark.wire.SerdeProvider;
import org.apache.avro.specific.SpecificRecord;

/// Binds the catalogue's topics to a cluster; one schema registry client serves them all.
public final class TopicBinding {
    private final KafkaSettings settings;
    private final SerdeProvider serdes;
    private final SchemaWaits schemaWaits = new SchemaWaits();

    public TopicBinding(KafkaSettings settings) {
        this(settings, settings.serdes());
    }

    public TopicBinding(KafkaSettings settings, SerdeProvider serdes) {
        this.settings = settings;
        this.serdes = serdes;
    }

    /// The topic with a serde of its own: a deserializer belongs to one thread.
    public <V extends SpecificRecord> Topic<V> of(TopicSpec<V> spec) {
        return new Topic<>(spec, settings.name(spec), serdes.valueSerde(spec.value()));
    }

    /// Which schema ids were waited for in vain, for all that is read by this binding.
    public SchemaWaits schemaWaits() {
        return schemaWaits;
    }

    /// How the cluster is reached.
    public KafkaSettings settings() {
        return settings;
    }
}
