package io.tidemark.wire;

import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/// Makes the serdes of record values: Tidemark's own, or Confluent's where their library is on the class path.
///
/// Both write the same bytes. The property `tidemark.serde` chooses: `tidemark` (default) or `confluent`.
public interface SerdeProvider {
    /// Property that chooses the provider.
    String PROPERTY = "tidemark.serde";

    /// A serde for the values of one generated class.
    <T extends SpecificRecord> Serde<T> valueSerde(Class<T> type);

    /// The provider that the properties choose; see [RegistrySettings] for the names of the registry's properties.
    ///
    /// @throws IllegalArgumentException when the choice is unknown or its library is missing
    static SerdeProvider from(Map<String, ?> properties) {
        Object choice = properties.get(PROPERTY);
        String name = choice == null ? "tidemark" : choice.toString();
        return switch (name) {
            case "tidemark" -> tidemark(RegistrySettings.from(properties));
            case "confluent" -> new ConfluentSerdes(properties);
            default ->
                throw new IllegalArgumentException(
                        "Found " + PROPERTY + " = '" + name + "', expected tidemark or confluent.");
        };
    }

    /// Tidemark's own serdes over one shared registry client.
    static SerdeProvider tidemark(RegistrySettings settings) {
        return tidemark(SchemaRegistry.open(settings), settings.autoRegister());
    }

    /// Tidemark's own serdes over a given registry.
    static SerdeProvider tidemark(SchemaRegistry registry, boolean autoRegister) {
        return new SerdeProvider() {
            @Override
            public <T extends SpecificRecord> Serde<T> valueSerde(Class<T> type) {
                return Serdes.serdeFrom(
                        new AvroSerializer<>(registry, autoRegister), new AvroDeserializer<>(registry, type));
            }
        };
    }
}
