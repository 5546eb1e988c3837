package io.tidemark.feedback.reading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class ReadStepsTest {
    private static final TopicPartition PREDICTIONS = new TopicPartition("predictions", 0);
    private static final TopicPartition LABELS = new TopicPartition("labels", 0);
    private static final TopicPartition MOVED = new TopicPartition("moved", 0);

    private final FakeLog log = new FakeLog();
    private final SetClock clock = new SetClock();
    private final ReadSteps steps =
            new ReadSteps(log, List.of(Set.of("predictions", "labels"), Set.of("moved")), clock);

    @Test
    void nothingIsKnownBeforeTheFirstLook() {
        assertThat(steps.readUpToMs()).isEqualTo(ReadMark.NONE);
    }

    @Test
    void whereAllIsReadTheMarkGoesWithTheClock() throws InterruptedException {
        assertThat(lookAt(1_000)).isEqualTo(1_000);
        assertThat(lookAt(2_000)).isEqualTo(2_000);
    }

    /// Topics that are quiet for good are read to their ends, and hold nothing back.
    @Test
    void aQuietTopicHoldsNothingBack() throws InterruptedException {
        log.write(LABELS, 7);
        log.read(LABELS, 7);
        assertThat(lookAt(1_000)).isEqualTo(1_000);
        log.write(PREDICTIONS, 5);
        log.read(PREDICTIONS, 5);
        assertThat(lookAt(2_000)).isEqualTo(2_000);
    }

    /// However long it takes: starved, blocked, or reading the backlog of an outage.
    @Test
    void theMarkStandsStillUntilWhatStoodOnTheLogIsRead() throws InterruptedException {
        assertThat(lookAt(1_000)).isEqualTo(1_000);
        log.write(LABELS, 10);
        assertThat(lookAt(2_000)).isEqualTo(1_000);
        log.read(LABELS, 9);
        assertThat(lookAt(3_600_000)).isEqualTo(1_000);
        log.read(LABELS, 10);
        assertThat(lookAt(3_601_000)).isEqualTo(3_601_000);
        log.write(LABELS, 20);
        assertThat(lookAt(3_602_000)).isEqualTo(3_601_000);
        log.read(LABELS, 20);
        log.write(LABELS, 30);
        assertThat(lookAt(3_700_000)).as("when the ends were asked for").isEqualTo(3_602_000);
    }

    /// A log that is written to all the time is never read to its present end.
    @Test
    void theMarkGoesOnWhileRecordsKeepComing() throws InterruptedException {
        for (int second = 1; second <= 10; second++) {
            log.write(LABELS, 10L * second);
            lookAt(1_000L * second);
            assertThat(steps.readUpToMs()).isEqualTo(second == 1 ? ReadMark.NONE : 1_000L * (second - 1));
            log.read(LABELS, 10L * second);
        }
    }

    /// A label that its reader sent on lies before the end that is asked for afterwards.
    @Test
    void whatIsMovedIsWaitedForWhereItArrives() throws InterruptedException {
        log.write(LABELS, 1);
        assertThat(lookAt(1_000)).isEqualTo(ReadMark.NONE);
        log.write(MOVED, 1);
        log.read(LABELS, 1);
        assertThat(lookAt(2_000)).isEqualTo(ReadMark.NONE);
        log.write(LABELS, 2);
        log.read(MOVED, 1);
        assertThat(lookAt(3_000)).isEqualTo(1_000);
    }

    @Test
    void aClusterThatDoesNotAnswerMovesNothing() throws InterruptedException {
        assertThat(lookAt(1_000)).isEqualTo(1_000);
        log.down = true;
        assertThatThrownBy(() -> lookAt(2_000)).isInstanceOf(KafkaException.class);
        assertThat(steps.readUpToMs()).isEqualTo(1_000);
        log.down = false;
        assertThat(lookAt(3_000)).isEqualTo(3_000);
    }

    private long lookAt(long nowMs) throws InterruptedException {
        clock.nowMs = nowMs;
        steps.look();
        return steps.readUpToMs();
    }

    private static final class FakeLog implements InputLog {
        private final Map<TopicPartition, Long> ends = new HashMap<>(Map.of(PREDICTIONS, 0L, LABELS, 0L, MOVED, 0L));
        private final Map<TopicPartition, Long> offsets = new HashMap<>(ends);
        private boolean down;

        void write(TopicPartition partition, long end) {
            ends.put(partition, end);
        }

        void read(TopicPartition partition, long offset) {
            offsets.put(partition, offset);
        }

        @Override
        public Map<TopicPartition, Long> ends(Collection<String> topics) {
            if (down) {
                throw new KafkaException("down");
            }
            Map<TopicPartition, Long> found = new HashMap<>(ends);
            found.keySet().removeIf(partition -> !topics.contains(partition.topic()));
            return found;
        }

        @Override
        public boolean hasRead(Map<TopicPartition, Long> awaited) {
            return awaited.entrySet().stream()
                    .allMatch(entry -> offsets.getOrDefault(entry.getKey(), 0L) >= entry.getValue());
        }
    }

    private static final class SetClock extends Clock {
        private long nowMs;

        @Override
        public Instant instant() {
            return Instant.ofEpochMilli(nowMs);
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException();
        }
    }
}
