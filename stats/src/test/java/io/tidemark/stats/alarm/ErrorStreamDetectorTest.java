package io.tidemark.stats.alarm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidemark.stats.Golden;
import io.tidemark.stats.SplitMix;
import io.tidemark.stats.state.CorruptStateException;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ErrorStreamDetectorTest {
    private static final long RARELY = 1_000_000;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void evidenceIsTheLargestOverAllMoments(long seed) {
        SplitMix random = new SplitMix(seed);
        ErrorStreamDetector detector = ErrorStreamDetector.withOneFalseAlarmIn(2_000);
        double[] losses = new double[1_500];
        for (int event = 0; event < losses.length; event++) {
            // Losses between 0 and 1 as well as whole ones.
            double u = random.next();
            losses[event] = u < (event < 500 ? 0.1 : 0.25) ? 1 : u / 10;
            double naive = naiveEvidence(losses, event + 1);
            Optional<ErrorRateChange> change = detector.add(losses[event]);
            assertThat(change.isPresent()).as("seed %d, event %d", seed, event).isEqualTo(naive >= Math.log(2_000));
            if (change.isPresent()) {
                assertThat(change.orElseThrow().evidence()).isCloseTo(naive, within(1e-9));
                assertThat(change.orElseThrow().after())
                        .isGreaterThan(change.orElseThrow().before());
                return;
            }
        }
        throw new AssertionError("No alarm in the stream of seed " + seed);
    }

    /// Tries every moment.
    private static double naiveEvidence(double[] losses, int count) {
        double total = Arrays.stream(losses, 0, count).sum();
        double best = 0;
        double before = 0;
        for (int moment = 1; moment < count; moment++) {
            before += losses[moment - 1];
            double since = total - before;
            if (moment >= ErrorStreamDetector.LEAST_BEFORE && since / (count - moment) > before / moment) {
                double evidence = logLikelihood(moment, before)
                        + logLikelihood(count - moment, since)
                        - logLikelihood(count, total);
                best = Math.max(best, evidence);
            }
        }
        return best;
    }

    private static double logLikelihood(int n, double sum) {
        double rate = sum / n;
        return (sum <= 0 ? 0 : sum * Math.log(rate)) + (sum >= n ? 0 : (n - sum) * Math.log(1 - rate));
    }

    @ParameterizedTest
    @CsvSource({
        "0.1, 0.3, 2000, 300000",
        "0.1, 0.2, 2000, 300000",
        "0.1, 0.3, 10000, 1000000",
        "0.1, 0.2, 10000, 1000000",
        "0.3, 0.4, 5000, 30000",
        "0.3, 0.5, 5000, 30000"
    })
    void risesAreFoundEarlierThanByHddmWithNoMoreFalseAlarms(double before, double after, int steady, long granted) {
        Trials ours = new Trials();
        Trials theirs = new Trials();
        for (int seed = 1; seed <= 200; seed++) {
            ErrorStreamDetector detector = ErrorStreamDetector.withOneFalseAlarmIn(granted);
            ours.run(loss -> detector.add(loss).isPresent(), before, after, steady, seed);
            theirs.run(new Hddm()::add, before, after, steady, seed);
        }
        assertThat(ours.falseAlarms).as("seeds 1 to 200").isLessThanOrEqualTo(theirs.falseAlarms);
        assertThat(ours.meanDelay()).as("seeds 1 to 200").isLessThan(0.9 * theirs.meanDelay());
    }

    /// Takes a loss and tells whether it raises an alarm.
    private interface Detector {
        boolean add(double loss);
    }

    /// Streams with a rise: those with an alarm before it are false, the others count with their delay.
    private static final class Trials {
        private int falseAlarms;
        private int found;
        private double delays;

        void run(Detector detector, double before, double after, int steady, long seed) {
            SplitMix random = new SplitMix(seed);
            for (int event = 0; event < steady; event++) {
                if (detector.add(random.next() < before ? 1 : 0)) {
                    falseAlarms++;
                    return;
                }
            }
            found++;
            int delay = 1;
            while (!detector.add(random.next() < after ? 1 : 0) && delay < 20_000) {
                delay++;
            }
            delays += delay;
        }

        double meanDelay() {
            return delays / found;
        }
    }

    @ParameterizedTest
    @CsvSource({"1000, 0.05", "1000, 0.3", "10000, 0.05", "10000, 0.3"})
    void falseAlarmsAreRarerThanGranted(long granted, double rate) {
        ErrorStreamDetector detector = ErrorStreamDetector.withOneFalseAlarmIn(granted);
        SplitMix random = new SplitMix(77);
        long events = 100 * granted;
        int alarms = 0;
        for (long event = 0; event < events; event++) {
            alarms += detector.add(random.next() < rate ? 1 : 0).isPresent() ? 1 : 0;
        }
        assertThat(alarms).as("seed 77").isBetween(5, 100);
    }

    static Stream<JsonNode> hddmOfTheTestsIsRivers() {
        return Golden.cases("hddm-a.json");
    }

    @ParameterizedTest
    @MethodSource
    void hddmOfTheTestsIsRivers(JsonNode expected) {
        Trials trials = new Trials();
        trials.run(
                new Hddm()::add,
                expected.get("before").asDouble(),
                expected.get("after").asDouble(),
                2_000,
                expected.get("seed").asLong());
        assertThat(trials.falseAlarms).isZero();
        assertThat(trials.delays).isEqualTo(expected.get("delay").asInt());
    }

    @Test
    void oneRiseIsOneAlarmAndTheNewRateIsNormal() {
        ErrorStreamDetector detector = ErrorStreamDetector.withOneFalseAlarmIn(100_000);
        SplitMix random = new SplitMix(5);
        int alarms = 0;
        for (int event = 0; event < 30_000; event++) {
            Optional<ErrorRateChange> change = detector.add(random.next() < (event < 10_000 ? 0.1 : 0.3) ? 1 : 0);
            if (change.isPresent()) {
                alarms++;
                assertThat(event - change.orElseThrow().events()).isBetween(9_900L, 10_100L);
                assertThat(change.orElseThrow().before()).isCloseTo(0.1, within(0.02));
            }
        }
        assertThat(alarms).isEqualTo(1);
        assertThat(detector.mean()).isCloseTo(0.3, within(0.02));
        assertThat(detector.count()).isBetween(19_800L, 20_000L);
    }

    @Test
    void earlierLossesMakeItQuick() {
        Trials cold = new Trials();
        Trials warm = new Trials();
        for (int seed = 1; seed <= 50; seed++) {
            ErrorStreamDetector learned = ErrorStreamDetector.withOneFalseAlarmIn(RARELY);
            learned.learn(5_000, 500);
            warm.run(loss -> learned.add(loss).isPresent(), 0.1, 0.3, 0, seed);
            ErrorStreamDetector blank = ErrorStreamDetector.withOneFalseAlarmIn(RARELY);
            cold.run(loss -> blank.add(loss).isPresent(), 0.1, 0.3, 0, seed);
        }
        assertThat(warm.meanDelay()).isLessThan(120);
        assertThat(cold.meanDelay()).as("a stream that starts high has no rise").isGreaterThan(5_000);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.25, 1})
    void constantLossesNeverAlarm(double loss) {
        ErrorStreamDetector detector = ErrorStreamDetector.withOneFalseAlarmIn(1_000);
        for (int event = 0; event < 20_000; event++) {
            assertThat(detector.add(loss)).isEmpty();
        }
        assertThat(detector.mean()).isCloseTo(loss, within(1e-12));
    }

    @Test
    void firstErrorsAfterNoneAlarmWithoutDividingByZero() {
        ErrorStreamDetector detector = ErrorStreamDetector.withOneFalseAlarmIn(100_000);
        for (int event = 0; event < 1_000; event++) {
            assertThat(detector.add(0)).isEmpty();
        }
        assertThat(detector.add(1)).isEmpty();
        Optional<ErrorRateChange> second = detector.add(1);
        assertThat(second.orElseThrow().before()).isZero();
        assertThat(second.orElseThrow().after()).isEqualTo(1);
        assertThat(second.orElseThrow().events()).isEqualTo(2);
    }

    @Test
    void fallingErrorsDoNotAlarm() {
        ErrorStreamDetector detector = ErrorStreamDetector.withOneFalseAlarmIn(1_000);
        SplitMix random = new SplitMix(4);
        for (int event = 0; event < 5_000; event++) {
            assertThat(detector.add(random.next() < (event < 1_000 ? 0.5 : 0.05) ? 1 : 0))
                    .isEmpty();
        }
    }

    @Test
    void stateGoesOnWhereItWasWritten() {
        ErrorStreamDetector whole = ErrorStreamDetector.withOneFalseAlarmIn(10_000);
        ErrorStreamDetector resumed = ErrorStreamDetector.withOneFalseAlarmIn(10_000);
        SplitMix random = new SplitMix(9);
        for (int event = 0; event < 5_000; event++) {
            double loss = random.next() < (event < 3_000 ? 0.1 : 0.25) ? 1 : random.next() / 4;
            if (event % 100 == 0) {
                resumed = ErrorStreamDetector.fromBytes(resumed.toBytes());
            }
            assertThat(resumed.add(loss)).isEqualTo(whole.add(loss));
        }
        assertThat(resumed.toBytes()).isEqualTo(whole.toBytes()).hasSizeLessThan(600);
    }

    @Test
    void damagedBytesAreRefused() {
        ErrorStreamDetector detector = ErrorStreamDetector.withOneFalseAlarmIn(10_000);
        SplitMix random = new SplitMix(10);
        for (int event = 0; event < 200; event++) {
            assertThat(detector.add(random.next() / 2)).isEmpty();
        }
        byte[] good = detector.toBytes();
        for (int length = 0; length < good.length; length++) {
            byte[] cut = Arrays.copyOf(good, length);
            assertThatThrownBy(() -> ErrorStreamDetector.fromBytes(cut)).isInstanceOf(CorruptStateException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.1, 1.1, Double.NaN})
    void lossesLieBetweenZeroAndOne(double loss) {
        ErrorStreamDetector detector = ErrorStreamDetector.withOneFalseAlarmIn(1_000);
        assertThatThrownBy(() -> detector.add(loss)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> detector.learn(10, 11)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ErrorStreamDetector.withOneFalseAlarmIn(99))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
