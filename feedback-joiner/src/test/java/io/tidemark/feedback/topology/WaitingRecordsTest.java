package io.tidemark.feedback.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.feedback.topology.WaitingRecords.Waiting;
import io.tidemark.streamkit.deadletter.Inbound;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.Test;

class WaitingRecordsTest {
    private final KeyValueStore<Long, byte[]> store = Stores.keyValueStoreBuilder(
                    Stores.inMemoryKeyValueStore("waiting"), Serdes.Long(), Serdes.ByteArray())
            .withLoggingDisabled()
            .build();

    WaitingRecordsTest() {
        store.init(new MockProcessorContext<>().getStateStoreContext(), store);
    }

    private static Waiting waiting(String subject, long offset) {
        RecordHeaders headers = new RecordHeaders();
        headers.add("trace", new byte[] {7});
        return new Waiting(
                subject,
                Inbound.at(
                        "predictions",
                        3,
                        offset,
                        new Record<>(
                                subject.getBytes(StandardCharsets.UTF_8), new byte[] {1, 2}, 1_000 + offset, headers)),
                50 + offset);
    }

    private static List<Long> released(WaitingRecords records, Predicate<Waiting> isReady) {
        List<Long> offsets = new ArrayList<>();
        records.release(isReady, waits -> offsets.add(waits.source().offset()), WaitingRecordsTest::unexpected);
        return offsets;
    }

    @Test
    void whatWaitsOutlivesAProcessAndComesBackAsItCame() {
        new WaitingRecords(store).add(waiting("r", 7));
        WaitingRecords reopened = new WaitingRecords(store);
        assertThat(reopened.holds("r")).isTrue();
        reopened.add(waiting("r", 8));
        List<Waiting> back = new ArrayList<>();
        reopened.release(waits -> true, back::add, WaitingRecordsTest::unexpected);
        assertThat(back).extracting(waits -> waits.source().offset()).containsExactly(7L, 8L);
        Waiting first = back.getFirst();
        assertThat(first.subject()).isEqualTo("r");
        assertThat(first.readUpToMs()).isEqualTo(57);
        assertThat(first.source().topic()).isEqualTo("predictions");
        assertThat(first.source().partition()).isEqualTo(3);
        assertThat(first.source().timestampMs()).isEqualTo(1_007);
        assertThat(first.source().key()).isEqualTo(new byte[] {'r'});
        assertThat(first.source().value()).isEqualTo(new byte[] {1, 2});
        assertThat(first.source().headers().lastHeader("trace").value()).isEqualTo(new byte[] {7});
        assertThat(reopened.holds("r")).isFalse();
        assertThat(released(new WaitingRecords(store), waits -> true)).isEmpty();
    }

    @Test
    void theRecordsOfASubjectKeepTheirOrder() {
        WaitingRecords records = new WaitingRecords(store);
        records.add(waiting("r", 1));
        records.add(waiting("s", 2));
        records.add(waiting("r", 3));
        assertThat(released(records, waits -> waits.source().offset() != 1))
                .as("3 is ready, and stays behind 1")
                .containsExactly(2L);
        assertThat(records.holds("r")).isTrue();
        assertThat(records.holds("s")).isFalse();
        assertThat(released(records, waits -> true)).containsExactly(1L, 3L);
    }

    @Test
    void oneThatFailsIsHandedOverAndDoesNotHoldUpTheOthers() {
        WaitingRecords records = new WaitingRecords(store);
        records.add(waiting("r", 1));
        records.add(waiting("r", 2));
        List<Long> taken = new ArrayList<>();
        List<String> failed = new ArrayList<>();

        records.release(
                waits -> true,
                waits -> {
                    if (waits.source().offset() == 1) {
                        throw new IllegalStateException("broken");
                    }
                    taken.add(waits.source().offset());
                },
                (waits, fault) -> failed.add(waits.source().offset() + " " + fault.getMessage()));

        assertThat(failed).containsExactly("1 broken");
        assertThat(taken).containsExactly(2L);
        assertThat(new WaitingRecords(store).holds("r")).isFalse();
    }

    /// It says nothing about the record.
    @Test
    void aFaultOfKafkaStopsTheThreadAndTheRecordWaitsOn() {
        WaitingRecords records = new WaitingRecords(store);
        records.add(waiting("r", 1));

        assertThatThrownBy(() -> records.release(
                        waits -> true,
                        waits -> {
                            throw new KafkaException("gone");
                        },
                        WaitingRecordsTest::unexpected))
                .hasMessage("gone");
        assertThat(new WaitingRecords(store).holds("r")).isTrue();
    }

    private static void unexpected(Waiting waits, RuntimeException fault) {
        throw new AssertionError("Found a fault of " + waits.subject() + ", expected none.", fault);
    }
}
