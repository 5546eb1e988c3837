package io.tidemark.wire;

import org.apache.avro.Schema;

/// Where schemas live and get their ids. Implementations are safe for use by many threads.
public interface SchemaRegistry {
    /// The schema of an id.
    ///
    /// @throws UnknownSchemaException when the registry answers that it has none
    /// @throws RegistryUnavailableException when the registry does not answer
    /// @throws RegistryRefusedException when it refuses the caller
    Schema schema(int id);

    /// Registers a schema under a subject and returns its id; the id of an equal schema when there is one.
    ///
    /// @throws RegistryUnavailableException when the registry does not answer
    /// @throws RegistryRefusedException when the schema breaks the subject's compatibility or the caller may not write
    int register(String subject, Schema schema);

    /// The id of a schema that a subject already holds.
    ///
    /// @throws RegistryUnavailableException when the registry does not answer
    /// @throws RegistryRefusedException when the subject does not hold it
    int lookUp(String subject, Schema schema);

    /// Sets the compatibility rule of a subject, for example FULL_TRANSITIVE.
    ///
    /// @throws RegistryUnavailableException when the registry does not answer
    /// @throws RegistryRefusedException when the caller may not
    void requireCompatibility(String subject, String level);

    /// Opens the registry that the settings name, with a cache in front.
    static SchemaRegistry open(RegistrySettings settings) {
        SchemaRegistry registry = "mock".equals(settings.urls().get(0).getScheme())
                ? InMemorySchemaRegistry.scope(settings.urls().get(0).toString())
                : new HttpSchemaRegistry(settings);
        return new CachedSchemaRegistry(registry, settings.unknownIdPause());
    }
}
