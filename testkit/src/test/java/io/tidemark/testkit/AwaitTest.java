package io.tidemark.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class AwaitTest {
    @Test
    void whatWasWantedIsReturned() {
        AtomicInteger counter = new AtomicInteger();

        int seen = Await.until("three", Duration.ofSeconds(10), counter::incrementAndGet, n -> n == 3);

        assertThat(seen).isEqualTo(3);
    }

    @Test
    void atTheDeadlineItSaysWhatWasSeenLast() {
        assertThatThrownBy(() -> Await.until("rain", Duration.ZERO, () -> "sun", "rain"::equals))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("for rain; last seen: sun");
    }
}
