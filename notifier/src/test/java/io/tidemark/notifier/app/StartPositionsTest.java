package io.tidemark.notifier.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class StartPositionsTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final TopicPartition QUIET = new TopicPartition("alerts", 0);
    private static final TopicPartition BUSY = new TopicPartition("alerts", 1);
    private static final TopicPartition KNOWN = new TopicPartition("alerts", 2);

    @Test
    void aNewGroupBeginsAnHourAgoOrAtTheEndAndAnOldOneWhereItWas() {
        try (OneBusyPartition consumer = new OneBusyPartition()) {
            List<TopicPartition> all = List.of(QUIET, BUSY, KNOWN);
            consumer.assign(all);
            consumer.updateEndOffsets(Map.of(QUIET, 7L, BUSY, 9L, KNOWN, 9L));
            consumer.commitSync(Map.of(KNOWN, new OffsetAndMetadata(4)));

            Map<TopicPartition, Long> starts = StartPositions.seek(consumer, all, NOW);

            assertThat(consumer.position(QUIET)).isEqualTo(7);
            assertThat(consumer.position(BUSY)).isEqualTo(5);
            assertThat(consumer.position(KNOWN)).isEqualTo(4);
            assertThat(starts).containsOnly(Map.entry(QUIET, 7L), Map.entry(BUSY, 5L));
            assertThat(consumer.asked)
                    .containsOnlyKeys(QUIET, BUSY)
                    .containsEntry(QUIET, NOW.minusSeconds(3600).toEpochMilli());
        }
    }

    private static final class OneBusyPartition extends MockConsumer<byte[], byte[]> {
        private final Map<TopicPartition, Long> asked = new HashMap<>();

        OneBusyPartition() {
            super("earliest");
        }

        @Override
        public synchronized Map<TopicPartition, OffsetAndTimestamp> offsetsForTimes(Map<TopicPartition, Long> times) {
            asked.putAll(times);
            return Map.of(BUSY, new OffsetAndTimestamp(5, NOW.toEpochMilli()));
        }
    }
}
