package io.tidemark.feedback.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.feedback.join.HeldPrediction;
import io.tidemark.feedback.join.RequestState;
import io.tidemark.feedback.join.Standing;
import io.tidemark.feedback.topology.RequestStore.Entry;
import io.tidemark.streamkit.topic.KafkaSettings;
import io.tidemark.streamkit.topic.TopicBinding;
import io.tidemark.topic.Topics;
import io.tidemark.wire.InMemorySchemaRegistry;
import io.tidemark.wire.SerdeProvider;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.Test;

class RequestStoreTest {
    private static final int MOST = 100;

    private final TopicBinding topics = new TopicBinding(
            new KafkaSettings("none:9092", "", Map.of()), SerdeProvider.tidemark(new InMemorySchemaRegistry(), true));
    private final RequestStateFormat format =
            new RequestStateFormat(topics.of(Topics.OUTCOMES), topics.of(Topics.GROUND_TRUTH), 0);
    private final KeyValueStore<String, byte[]> requests = store("requests", Serdes.String());
    private final KeyValueStore<Bytes, byte[]> due = store("due", Serdes.Bytes());

    private static <K> KeyValueStore<K, byte[]> store(String name, Serde<K> keys) {
        KeyValueStore<K, byte[]> store = Stores.keyValueStoreBuilder(
                        Stores.inMemoryKeyValueStore(name), keys, Serdes.ByteArray())
                .withLoggingDisabled()
                .build();
        store.init(new MockProcessorContext<>().getStateStoreContext(), store);
        return store;
    }

    private RequestStore store() {
        return new RequestStore(requests, due, format);
    }

    private static void put(RequestStore store, String id, long dueMs) {
        Entry entry = store.get(id);
        entry.state().predictions().clear();
        entry.state().predictions().add(new HeldPrediction("homes", new Standing.Settled(0), dueMs, 1));
        store.put(entry);
    }

    private static List<String> due(RequestStore store, long nowMs) {
        return store.takeDue(nowMs, MOST).stream().map(Entry::id).toList();
    }

    @Test
    void requestsAreTakenWhenTheirTimeHasComeTheLongestOverdueFirst() {
        RequestStore store = store();
        put(store, "b", 2_000);
        put(store, "a", 3_000);
        put(store, "c", 9_000);
        assertThat(due(store, 1_999)).isEmpty();
        assertThat(due(store, 3_000)).containsExactly("b", "a");
        assertThat(due(store, 3_000)).isEmpty();
    }

    @Test
    void theIndexIsMadeAgainFromTheRequestsSomeAtEachLook() {
        RequestStore before = store();
        for (int i = 0; i < 10; i++) {
            put(before, "r" + i, 1_000L * (10 - i));
        }
        due.all().forEachRemaining(entry -> due.delete(entry.key));
        RequestStore after = store();
        assertThat(due(after, 10_000)).as("not yet in the index").isEmpty();
        after.reindex(4);
        assertThat(due(after, 10_000)).containsExactly("r3", "r2", "r1", "r0");
        after.reindex(4);
        put(after, "r9", 800);
        after.reindex(4);
        after.reindex(4);
        assertThat(due(after, 10_000)).containsExactly("r9", "r8", "r7", "r6", "r5", "r4");
    }

    @Test
    void whatIsDeletedIsNotIndexedAgain() {
        put(store(), "gone", 1_000);
        RequestStore after = store();
        Entry entry = after.get("gone");
        after.put(new Entry("gone", new RequestState(), entry.indexedMs()));
        after.reindex(MOST);
        assertThat(due(after, 5_000)).isEmpty();
    }
}
