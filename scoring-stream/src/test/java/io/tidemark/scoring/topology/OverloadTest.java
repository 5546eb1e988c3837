package io.tidemark.scoring.topology;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.event.DeadLetter;
import io.tidemark.event.Prediction;
import io.tidemark.scoring.ToyRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Three times as many requests as can be scored, for a minute, by a clock that the test owns: a scored request takes
/// 30 ms of it, a rejected one 1 ms, and each comes to its turn when those before it are done.
class OverloadTest {
    private static final long SCORING_US = 30_000;
    private static final long REJECTING_US = 1_000;
    private static final long PATIENCE_US = 500_000;
    private static final int OVERLOAD = 6_000;
    private static final long OVERLOAD_EVERY_US = 10_000;
    private static final int AFTERWARDS = 200;
    private static final long AFTERWARDS_EVERY_US = 60_000;

    @TempDir
    private Path folder;

    private long nowUs;

    @Test
    void latencyRecoversWithinSecondsAndEachRequestHasOneEnd() {
        try (ScoringDriver driver = ScoringDriver.serving(folder)) {
            driver.models.beforeEach(() -> work(driver, SCORING_US));
            long arrivesUs = 0;
            for (int i = 0; i < OVERLOAD + AFTERWARDS; i++) {
                send(driver, i, arrivesUs);
                arrivesUs += i < OVERLOAD ? OVERLOAD_EVERY_US : AFTERWARDS_EVERY_US;
            }

            List<TestRecord<String, Prediction>> answers = driver.predictions.readRecordsToList();
            List<DeadLetter> letters = driver.letters.readValuesToList();
            assertThat(letters).extracting(DeadLetter::getReason).containsOnly("EXPIRED");
            Set<Long> ends = new HashSet<>();
            answers.forEach(answer -> ends.add(answer.value().getSource().getOffset()));
            letters.forEach(letter -> ends.add(letter.getOffset()));
            assertThat(ends).hasSize(OVERLOAD + AFTERWARDS).hasSize(answers.size() + letters.size());

            assertThat(answers)
                    .as("nobody gets an answer that comes too late")
                    .allSatisfy(answer -> assertThat(latencyUs(answer)).isLessThanOrEqualTo(PATIENCE_US + SCORING_US));
            assertThat(answers.stream().filter(answer -> sentUs(answer) < OVERLOAD * OVERLOAD_EVERY_US))
                    .as("answered meanwhile: nearly all that there is time for")
                    .hasSizeGreaterThan(OVERLOAD / 4);
            assertThat(answers.stream().filter(answer -> sentUs(answer) >= OVERLOAD * OVERLOAD_EVERY_US + 2_000_000))
                    .as("from two seconds after the overload on all are answered at once")
                    .hasSize(AFTERWARDS - (int) Math.ceilDiv(2_000_000, AFTERWARDS_EVERY_US))
                    .allSatisfy(answer -> assertThat(latencyUs(answer)).isLessThanOrEqualTo(2 * SCORING_US));
        }
    }

    private void send(ScoringDriver driver, int i, long arrivesUs) {
        work(driver, Math.max(0, arrivesUs - nowUs));
        long before = nowUs;
        long sentMs = ToyRequest.TIME.toEpochMilli() + arrivesUs / 1_000;
        byte[] deadline = Long.toString(sentMs + PATIENCE_US / 1_000).getBytes(UTF_8);
        driver.requests.pipeInput(new TestRecord<>(
                null,
                driver.encode(ToyRequest.number(i)),
                new RecordHeaders().add("tidemark-deadline-ms", deadline),
                sentMs));
        if (nowUs == before) {
            work(driver, REJECTING_US);
        }
    }

    private void work(ScoringDriver driver, long us) {
        nowUs += us;
        driver.clock.advance(Duration.ofNanos(1_000 * us));
    }

    private static long sentUs(TestRecord<String, Prediction> answer) {
        return 1_000 * (answer.timestamp() - ToyRequest.TIME.toEpochMilli());
    }

    private static long latencyUs(TestRecord<String, Prediction> answer) {
        return Long.parseLong(
                new String(answer.headers().lastHeader("tidemark-latency-us").value(), UTF_8));
    }
}
