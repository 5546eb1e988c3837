package io.tidemark.drift.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.Test;

class CommitStoreTest {
    private final CommitStore.Builder builder = new CommitStore.Builder(
            Stores.keyValueStoreBuilder(Stores.inMemoryKeyValueStore("counts"), Serdes.String(), Serdes.ByteArray())
                    .withCachingDisabled());

    @Test
    void nothingIsWrittenBeforeACommitAndAllOfItThen() {
        CommitStore store = builder.withLoggingDisabled().build();
        store.init(new MockProcessorContext<>().getStateStoreContext(), store);
        store.beforeCommit(() -> store.entries().put("pane", new byte[] {7}));
        assertThat(store.entries().get("pane")).isNull();
        store.flushCache();
        assertThat(store.entries().get("pane")).containsExactly(7);
        assertThat(store.isOpen()).isTrue();
        store.close();
        assertThat(store.isOpen()).isFalse();
    }

    @Test
    void itHasTheChangelogOfTheStoreBelow() {
        assertThat(builder.name()).isEqualTo("counts");
        assertThat(builder.loggingEnabled()).isTrue();
        assertThat(builder.withLoggingDisabled().loggingEnabled()).isFalse();
        assertThat(builder.withLoggingEnabled(Map.of("segment.bytes", "1")).logConfig())
                .containsEntry("segment.bytes", "1");
        assertThat(builder.withCachingEnabled()).isSameAs(builder);
        assertThat(builder.withCachingDisabled()).isSameAs(builder);
    }
}
