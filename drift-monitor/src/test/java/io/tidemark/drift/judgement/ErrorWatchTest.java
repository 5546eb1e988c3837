package io.tidemark.drift.judgement;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.event.Severity;
import io.tidemark.stats.alarm.ErrorStreamDetector;
import io.tidemark.stats.alarm.FalseAlarmBudget;
import io.tidemark.stats.state.StateWriter;
import io.tidemark.streamkit.alert.Reading;
import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ErrorWatchTest {
    private static final long START_MS = 1_772_366_400_000L;
    private static final Duration LONGEST = Duration.ofHours(1);
    private static final Duration WEEK = Duration.ofDays(7);
    private static final int LABELS_A_MINUTE = 20;

    private final SplittableRandom random = new SplittableRandom(5);
    private final ErrorWatch.Terms terms = new ErrorWatch.Terms(new FalseAlarmBudget(0.01, WEEK), LONGEST);
    private ErrorWatch watch = new ErrorWatch();
    private int minute;

    private Reading minutes(int count, double errorRate) {
        Reading reading = new Reading.Unknown();
        for (int i = 0; i < count; i++) {
            long nowMs = START_MS + Duration.ofMinutes(minute++).toMillis();
            for (int label = 0; label < LABELS_A_MINUTE; label++) {
                watch.add(1, random.nextDouble() < errorRate ? 1_000 : 0, nowMs, terms);
            }
            watch = ErrorWatch.fromBytes(watch.toBytes());
            reading = watch.reading(window(nowMs));
        }
        return reading;
    }

    private static Window window(long nowMs) {
        return new Window("longest", nowMs - LONGEST.toMillis(), nowMs);
    }

    @Test
    void aRiseThatStaysIsNotOver() {
        assertThat(minutes(300, 0.1)).isEqualTo(new Reading.Calm());
        assertThat(minutes(60, 0.3)).isEqualTo(new Reading.Breached(Severity.HIGH));
        assertThat(minutes(600, 0.3)).as("ten windows later").isEqualTo(new Reading.Breached(Severity.HIGH));
    }

    @Test
    void aRiseIsOverWhenErrorsAreWhatTheyWere() {
        minutes(300, 0.1);
        minutes(90, 0.3);
        assertThat(minutes(20, 0.1)).as("the window still has most of it").isInstanceOf(Reading.Breached.class);
        assertThat(minutes(80, 0.1)).isEqualTo(new Reading.Calm());
        assertThat(minutes(300, 0.1)).isEqualTo(new Reading.Calm());
    }

    @Test
    void withoutLabelsNothingIsSaidOfARise() {
        minutes(300, 0.1);
        minutes(90, 0.3);
        long laterMs = START_MS + Duration.ofDays(2).toMillis();
        assertThat(watch.reading(window(laterMs))).isEqualTo(new Reading.Unknown());
    }

    /// The same losses: where few labels come, a false alarm in so many is rarer in time, and less evidence is needed.
    @Test
    void theThresholdFollowsFromBudgetAndLabelRate() {
        int seldom = labelsUntilFound(Duration.ofMinutes(10), 1);
        int often = labelsUntilFound(Duration.ofMillis(20), 1);
        int strict = labelsUntilFound(Duration.ofMillis(20), 0.001);
        assertThat(seldom).isLessThan(often);
        assertThat(often).isLessThan(strict);
    }

    private static int labelsUntilFound(Duration apart, double alarmsPerWeek) {
        SplittableRandom random = new SplittableRandom(3);
        ErrorWatch watch = new ErrorWatch();
        ErrorWatch.Terms terms = new ErrorWatch.Terms(new FalseAlarmBudget(alarmsPerWeek, WEEK), Duration.ofDays(90));
        for (int label = 0; label < 20_000; label++) {
            long nowMs = START_MS + label * apart.toMillis();
            watch.add(1, random.nextDouble() < (label < 3_000 ? 0.1 : 0.2) ? 1_000 : 0, nowMs, terms);
            if (!watch.findings(new Window("longest", START_MS, nowMs)).isEmpty()) {
                return label;
            }
        }
        throw new AssertionError("Nothing was found.");
    }

    @Test
    void whatAFormerBuildRememberedIsRead() {
        StateWriter out = new StateWriter();
        out.writeByte((byte) 'W');
        out.writeCount(7);
        out.writeCount(0);
        byte[] detector = ErrorStreamDetector.withOneFalseAlarmIn(1_000_000).toBytes();
        out.writeCount(detector.length);
        for (byte each : detector) {
            out.writeByte(each);
        }
        assertThat(ErrorWatch.fromBytes(out.toBytes()).reading(window(START_MS)))
                .isEqualTo(new Reading.Calm());
    }
}
