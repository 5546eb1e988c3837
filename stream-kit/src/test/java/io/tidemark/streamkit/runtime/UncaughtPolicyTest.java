package io.tidemark.streamkit.runtime;

import static org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse.REPLACE_THREAD;
import static org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.wire.RegistryUnavailableException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.streams.errors.StreamsException;
import org.junit.jupiter.api.Test;

class UncaughtPolicyTest {
    private final TestClock clock = new TestClock();
    private final UncaughtPolicy policy = new UncaughtPolicy("application", clock);

    @Test
    void aThreadThatDiesIsReplaced() {
        assertThat(policy.handle(new IllegalStateException("a bug"))).isEqualTo(REPLACE_THREAD);
    }

    @Test
    void threadsThatDieTooOftenStopTheClient() {
        for (int i = 0; i < 5; i++) {
            assertThat(policy.handle(new IllegalStateException("a bug"))).isEqualTo(REPLACE_THREAD);
            clock.advance(Duration.ofSeconds(10));
        }

        assertThat(policy.handle(new IllegalStateException("a bug"))).isEqualTo(SHUTDOWN_CLIENT);
    }

    @Test
    void deathsLongAgoAreForgotten() {
        for (int i = 0; i < 50; i++) {
            assertThat(policy.handle(new OutOfMemoryError("now and then"))).isEqualTo(REPLACE_THREAD);
            clock.advance(Duration.ofSeconds(61));
        }
    }

    @Test
    void aDependencyThatIsDownIsWaitedForHoweverOften() {
        Throwable registry = new StreamsException(new RegistryUnavailableException("down"));
        Throwable broker = new StreamsException(new TimeoutException("no answer"));
        for (int i = 0; i < 50; i++) {
            assertThat(policy.handle(registry)).isEqualTo(REPLACE_THREAD);
            assertThat(policy.handle(broker)).isEqualTo(REPLACE_THREAD);
        }

        assertThat(policy.handle(new IllegalStateException("a bug")))
                .as("and is not held against the next fault")
                .isEqualTo(REPLACE_THREAD);
    }

    private static final class TestClock extends Clock {
        private Instant now = Instant.parse("2026-03-01T12:00:00Z");

        void advance(Duration by) {
            now = now.plus(by);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException("UTC only.");
        }
    }
}
