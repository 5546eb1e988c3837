package io.tidemark.benchmarks.monitor;

import io.tidemark.stats.alarm.ErrorStreamDetector;
import java.util.SplittableRandom;
import java.util.function.DoublePredicate;
import java.util.function.Supplier;

/// Concept drift: streams of right and wrong answers whose error rate rises.
///
/// @param maker makes a detector, which takes a loss and tells whether it alarms
record ErrorStreams(String name, Supplier<DoublePredicate> maker) {
    private static final int BEFORE = 2_000;
    private static final double RATE = 0.1;

    /// Ours, granted one false alarm in 400,000 answers.
    static ErrorStreams tidemark() {
        return new ErrorStreams("errors: Tidemark", () -> {
            ErrorStreamDetector detector = ErrorStreamDetector.withOneFalseAlarmIn(400_000);
            return loss -> detector.add(loss).isPresent();
        });
    }

    static ErrorStreams hddm() {
        return new ErrorStreams("errors: HDDM_A, 0.001", Hddm::new);
    }

    /// False alarms in 10,000 answers at a steady rate of 0.1.
    double falseAlarmsPer10k(int answers, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        DoublePredicate detector = maker.get();
        int alarms = 0;
        for (int i = 0; i < answers; i++) {
            alarms += detector.test(random.nextDouble() < RATE ? 1 : 0) ? 1 : 0;
        }
        return alarms * 10_000.0 / answers;
    }

    /// Mean number of answers from the rise of the rate to the alarm; streams that alarm before it are drawn again.
    double delay(double risen, int repetitions, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double sum = 0;
        for (int i = 0; i < repetitions; i++) {
            DoublePredicate detector = steady(random);
            int answers = 1;
            while (!detector.test(random.nextDouble() < risen ? 1 : 0)) {
                answers++;
            }
            sum += answers;
        }
        return sum / repetitions;
    }

    private DoublePredicate steady(SplittableRandom random) {
        while (true) {
            DoublePredicate detector = maker.get();
            boolean alarmed = false;
            for (int i = 0; i < BEFORE && !alarmed; i++) {
                alarmed = detector.test(random.nextDouble() < RATE ? 1 : 0);
            }
            if (!alarmed) {
                return detector;
            }
        }
    }

    /// HDDM_A (I. Frias-Blanco and others, 2015) with its usual confidence.
    private static final class Hddm implements DoublePredicate {
        private static final double CONFIDENCE = 0.001;

        private long count;
        private double sum;
        private long cutCount;
        private double cutSum;

        @Override
        public boolean test(double loss) {
            count++;
            sum += loss;
            if (cutCount == 0 || cutSum / cutCount + bound(cutCount) >= sum / count + bound(count)) {
                cutCount = count;
                cutSum = sum;
            }
            if (cutCount == count) {
                return false;
            }
            double scale = (double) (count - cutCount) / cutCount / count;
            boolean alarm = sum / count - cutSum / cutCount >= Math.sqrt(scale / 2 * Math.log(2 / CONFIDENCE));
            if (alarm) {
                count = 0;
                sum = 0;
                cutCount = 0;
                cutSum = 0;
            }
            return alarm;
        }

        private static double bound(long rows) {
            return Math.sqrt(Math.log(1 / CONFIDENCE) / (2.0 * rows));
        }
    }
}
