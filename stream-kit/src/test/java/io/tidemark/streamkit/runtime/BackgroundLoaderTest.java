package io.tidemark.streamkit.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.streamkit.runtime.BackgroundLoader.Outcome;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class BackgroundLoaderTest {
    private static final Duration LONG = Duration.ofSeconds(50);

    private final CountDownLatch answers = new CountDownLatch(1);
    private final CountDownLatch interrupted = new CountDownLatch(1);
    private final AtomicInteger loads = new AtomicInteger();

    /// The length of a key, once the test lets it answer.
    private int slow(String key) {
        loads.incrementAndGet();
        try {
            answers.await();
            return key.length();
        } catch (InterruptedException e) {
            interrupted.countDown();
            throw new IllegalStateException("Interrupted.", e);
        }
    }

    @Test
    void whoeverIsOutOfPatienceGoesOnAndTheLoadToo() {
        try (BackgroundLoader<String, Integer> loader = new BackgroundLoader<>("test", 1, this::slow)) {
            assertThat(loader.await("abc", Duration.ofMillis(1))).isEqualTo(new Outcome.Pending<>());
            assertThat(loader.await("abc", Duration.ZERO)).isEqualTo(new Outcome.Pending<>());
            answers.countDown();
            assertThat(loader.await("abc", LONG)).isEqualTo(new Outcome.Loaded<>(3));
        }
    }

    @Test
    void aKeyIsLoadedOnceAtATime() {
        try (BackgroundLoader<String, Integer> loader = new BackgroundLoader<>("test", 4, this::slow)) {
            for (int i = 0; i < 10; i++) {
                loader.begin("abc");
            }
            assertThat(loader.await("abc", Duration.ofMillis(1))).isEqualTo(new Outcome.Pending<>());
            answers.countDown();
            loader.await("abc", LONG);
            assertThat(loads.get()).isBetween(1, 2);
        }
    }

    @Test
    void aFaultIsHandedOverAndTheKeyMayBeLoadedAgain() {
        IllegalArgumentException fault = new IllegalArgumentException("no");
        try (BackgroundLoader<String, Integer> loader = new BackgroundLoader<>(Runnable::run, key -> {
            if (loads.incrementAndGet() == 1) {
                throw fault;
            }
            return key.length();
        })) {
            assertThat(loader.await("ab", LONG)).isEqualTo(new Outcome.Failed<>(fault));
            assertThat(loader.await("ab", LONG)).isEqualTo(new Outcome.Loaded<>(2));
        }
    }

    @Test
    void closingEndsWhatIsUnderWayAndBeginsNothing() throws InterruptedException {
        BackgroundLoader<String, Integer> loader = new BackgroundLoader<>("test", 1, this::slow);
        loader.await("abc", Duration.ofMillis(1));
        while (loads.get() == 0) {
            Thread.onSpinWait();
        }
        loader.close();
        assertThat(interrupted.await(LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(loader.await("abcd", LONG)).isInstanceOf(Outcome.Failed.class);
    }
}
