package io.tidemark.wire;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.function.ToIntBiFunction;
import org.apache.avro.Schema;

/// Remembers what the registry answered: ids and schemas never change once given. Ids it did not know are remembered
/// for a pause only, so that a flood of records with a wrong id does not become a flood of requests.
final class CachedSchemaRegistry implements SchemaRegistry {
    /// A producer that invents ids must not fill the memory.
    private static final int MAX_UNKNOWN_IDS = 10_000;

    private final SchemaRegistry registry;
    private final long pauseNs;
    private final LongSupplier clockNs;
    private final Map<Integer, Schema> schemas = new ConcurrentHashMap<>();
    private final Map<SubjectSchema, Integer> ids = new ConcurrentHashMap<>();
    private final Map<Integer, Unknown> unknown = new ConcurrentHashMap<>();

    CachedSchemaRegistry(SchemaRegistry registry, Duration unknownIdPause) {
        this(registry, unknownIdPause, System::nanoTime);
    }

    CachedSchemaRegistry(SchemaRegistry registry, Duration unknownIdPause, LongSupplier clockNs) {
        this.registry = registry;
        this.pauseNs = unknownIdPause.toNanos();
        this.clockNs = clockNs;
    }

    @Override
    public Schema schema(int id) {
        Schema known = schemas.get(id);
        if (known != null) {
            return known;
        }
        Unknown before = unknown.get(id);
        if (before != null && clockNs.getAsLong() - before.sinceNs() < pauseNs) {
            throw before.answer();
        }
        try {
            Schema schema = registry.schema(id);
            schemas.put(id, schema);
            unknown.remove(id);
            return schema;
        } catch (UnknownSchemaException answer) {
            if (unknown.size() >= MAX_UNKNOWN_IDS) {
                unknown.clear();
            }
            unknown.put(id, new Unknown(clockNs.getAsLong(), answer));
            throw answer;
        }
    }

    @Override
    public int register(String subject, Schema schema) {
        return idOf(new SubjectSchema(subject, schema), registry::register);
    }

    @Override
    public int lookUp(String subject, Schema schema) {
        return idOf(new SubjectSchema(subject, schema), registry::lookUp);
    }

    /// Asks outside any lock: two threads may ask at once and get the same id.
    private int idOf(SubjectSchema key, ToIntBiFunction<String, Schema> ask) {
        Integer known = ids.get(key);
        if (known != null) {
            return known;
        }
        int id = ask.applyAsInt(key.subject(), key.schema());
        ids.put(key, id);
        return id;
    }

    @Override
    public void requireCompatibility(String subject, String level) {
        registry.requireCompatibility(subject, level);
    }

    private record SubjectSchema(String subject, Schema schema) {}

    private record Unknown(long sinceNs, UnknownSchemaException answer) {}
}
