package io.tidemark.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.junit.jupiter.api.Test;

class CachedSchemaRegistryTest {
    private static final Duration PAUSE = Duration.ofSeconds(5);
    private static final Schema INT = SchemaBuilder.builder().intType();
    private static final Schema LONG = SchemaBuilder.builder().longType();

    private final AtomicLong clockNs = new AtomicLong(Long.MAX_VALUE - 1);
    private final CountingRegistry registry = new CountingRegistry();
    private final CachedSchemaRegistry cached = new CachedSchemaRegistry(registry, PAUSE, clockNs::get);

    @Test
    void aSchemaIsAskedForOnce() {
        registry.schemas.put(1, INT);

        assertThat(cached.schema(1)).isEqualTo(INT);
        assertThat(cached.schema(1)).isEqualTo(INT);

        assertThat(registry.calls).containsExactly("schema 1");
    }

    @Test
    void anIdIsAskedForOncePerSubjectAndSchema() {
        cached.register("a", INT);
        cached.register("a", INT);
        cached.register("a", LONG);
        cached.register("b", INT);
        cached.lookUp("c", INT);
        cached.lookUp("c", INT);

        assertThat(registry.calls)
                .containsExactly("register a \"int\"", "register a \"long\"", "register b \"int\"", "lookUp c \"int\"");
    }

    /// The clock overflows meanwhile, as the JVM's may.
    @Test
    void anUnknownIdIsNotAskedForAgainDuringThePause() {
        assertUnknown(7);
        clockNs.addAndGet(PAUSE.toNanos() - 1);
        assertUnknown(7);
        assertThat(registry.calls).hasSize(1);

        clockNs.addAndGet(1);
        registry.schemas.put(7, INT);
        assertThat(cached.schema(7)).isEqualTo(INT);
        assertThat(registry.calls).hasSize(2);
    }

    @Test
    void aFailureIsNotRemembered() {
        registry.down = true;
        assertThatThrownBy(() -> cached.schema(1)).isInstanceOf(RegistryUnavailableException.class);
        assertThatThrownBy(() -> cached.register("a", INT)).isInstanceOf(RegistryUnavailableException.class);

        registry.down = false;
        registry.schemas.put(1, INT);
        assertThat(cached.schema(1)).isEqualTo(INT);
        assertThat(cached.register("a", INT)).isEqualTo(42);
    }

    @Test
    void inventedIdsDoNotFillTheMemory() {
        for (int id = 0; id < 10_001; id++) {
            assertUnknown(id);
        }
        assertUnknown(10_000);
        assertThat(registry.calls).as("the last is remembered").hasSize(10_001);

        assertUnknown(0);
        assertThat(registry.calls).as("the first was forgotten").hasSize(10_002);
    }

    @Test
    void compatibilityIsAlwaysSet() {
        cached.requireCompatibility("a", "FULL_TRANSITIVE");
        cached.requireCompatibility("a", "FULL_TRANSITIVE");

        assertThat(registry.calls).hasSize(2);
    }

    private void assertUnknown(int id) {
        assertThatThrownBy(() -> cached.schema(id)).isInstanceOf(UnknownSchemaException.class);
    }

    private static final class CountingRegistry implements SchemaRegistry {
        private final Map<Integer, Schema> schemas = new HashMap<>();
        private final List<String> calls = new ArrayList<>();
        private boolean down;

        @Override
        public Schema schema(int id) {
            asked("schema " + id);
            Schema schema = schemas.get(id);
            if (schema == null) {
                throw new UnknownSchemaException(id, "counting");
            }
            return schema;
        }

        @Override
        public int register(String subject, Schema schema) {
            asked("register " + subject + " " + schema);
            return 42;
        }

        @Override
        public int lookUp(String subject, Schema schema) {
            asked("lookUp " + subject + " " + schema);
            return 42;
        }

        @Override
        public void requireCompatibility(String subject, String level) {
            asked("requireCompatibility " + subject + " " + level);
        }

        private void asked(String call) {
            calls.add(call);
            if (down) {
                throw new RegistryUnavailableException("down");
            }
        }
    }
}
