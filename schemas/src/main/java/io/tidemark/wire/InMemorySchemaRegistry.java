package io.tidemark.wire;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;

/// A registry inside this process, for tests: `mock://scope` names one, and equal scopes share it.
public final class InMemorySchemaRegistry implements SchemaRegistry {
    private static final Map<String, InMemorySchemaRegistry> SCOPES = new ConcurrentHashMap<>();

    private final Map<Integer, Schema> byId = new HashMap<>();
    private final Map<Schema, Integer> ids = new HashMap<>();
    private final Map<String, Map<Schema, Integer>> bySubject = new HashMap<>();
    private final Map<String, String> levels = new HashMap<>();

    static InMemorySchemaRegistry scope(String url) {
        return SCOPES.computeIfAbsent(url, unused -> new InMemorySchemaRegistry());
    }

    @Override
    public synchronized Schema schema(int id) {
        Schema schema = byId.get(id);
        if (schema == null) {
            throw new UnknownSchemaException(id, "mock");
        }
        return schema;
    }

    @Override
    public synchronized int register(String subject, Schema schema) {
        Map<Schema, Integer> versions = bySubject.computeIfAbsent(subject, unused -> new HashMap<>());
        if (levels.getOrDefault(subject, "NONE").startsWith("FULL")) {
            versions.keySet().forEach(earlier -> requireFull(subject, earlier, schema));
        }
        int id = ids.computeIfAbsent(schema, unused -> ids.size() + 1);
        byId.put(id, schema);
        versions.put(schema, id);
        return id;
    }

    @Override
    public synchronized int lookUp(String subject, Schema schema) {
        Integer id = bySubject.getOrDefault(subject, Map.of()).get(schema);
        if (id == null) {
            throw new RegistryRefusedException("Subject " + subject + " does not hold the schema of "
                    + schema.getFullName() + ": register it, or set " + RegistrySettings.AUTO_REGISTER + "=true.");
        }
        return id;
    }

    @Override
    public synchronized void requireCompatibility(String subject, String level) {
        levels.put(subject, level);
    }

    private static void requireFull(String subject, Schema earlier, Schema later) {
        if (!reads(earlier, later) || !reads(later, earlier)) {
            throw new RegistryRefusedException(
                    "Subject " + subject + ": the schema is not compatible with an earlier one in both directions.");
        }
    }

    private static boolean reads(Schema reader, Schema writer) {
        return SchemaCompatibility.checkReaderWriterCompatibility(reader, writer)
                        .getType()
                == SchemaCompatibilityType.COMPATIBLE;
    }
}
