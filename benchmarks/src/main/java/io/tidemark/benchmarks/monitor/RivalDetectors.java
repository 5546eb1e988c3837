package io.tidemark.benchmarks.monitor;

import io.tidemark.stats.drift.DriftStatistic;
import io.tidemark.stats.drift.HistogramDrift;
import io.tidemark.stats.drift.KolmogorovSmirnov;
import io.tidemark.stats.histogram.Histogram;
import io.tidemark.stats.histogram.NumericProfile;
import java.util.Arrays;
import java.util.SplittableRandom;

/// What others do, in short.
final class RivalDetectors {
    private RivalDetectors() {}

    /// PSI of 0.1 or more over ten bins, in windows of 1,000 events that follow each other: the usual rule.
    static EventDetector tumblingPsi(double[] reference, long seed) {
        NumericProfile profile = NumericProfile.of(reference);
        HistogramDrift drift = new HistogramDrift(profile);
        Histogram window = profile.newHistogram();
        return value -> {
            window.add(value);
            if (window.total() < 1_000) {
                return false;
            }
            boolean alarm = drift.compare(window).statistic(DriftStatistic.PSI).orElse(0) >= 0.1;
            window.clear();
            return alarm;
        };
    }

    /// Alarms at each event: no delay at all, and no use.
    static EventDetector always(double[] reference, long seed) {
        return value -> true;
    }

    /// A CUSUM that knows what is coming: the bound for all others.
    ///
    /// @param shift the mean that it waits for, standard deviations
    /// @param threshold log likelihood ratio that alarms
    static EventDetector idealMean(double shift, double threshold) {
        return cusum(value -> shift * value - shift * shift / 2, threshold);
    }

    /// The same for a spread.
    static EventDetector idealSpread(double spread, double threshold) {
        return cusum(value -> value * value / 2 * (1 - 1 / (spread * spread)) - Math.log(spread), threshold);
    }

    private interface LogRatio {
        double of(double value);
    }

    private static EventDetector cusum(LogRatio ratio, double threshold) {
        return new EventDetector() {
            private double sum;

            @Override
            public boolean add(double value) {
                sum = Math.max(0, sum) + ratio.of(value);
                return sum >= threshold;
            }
        };
    }

    /// KSWIN (C. Raab, M. Heusinger, F.-M. Schleif, 2020) with its defaults: of the last 100 events, 30 that are the
    /// newest against 30 drawn from the others, Kolmogorov-Smirnov at alpha = 0.005, at each event.
    static final class Kswin implements EventDetector {
        private static final int WINDOW = 100;
        private static final int NEWEST = 30;
        private static final double ALPHA = 0.005;

        private final double[] window = new double[WINDOW];
        private final SplittableRandom random;
        private int size;

        Kswin(long seed) {
            random = new SplittableRandom(seed);
        }

        @Override
        public boolean add(double value) {
            if (size == WINDOW) {
                System.arraycopy(window, 1, window, 0, WINDOW - 1);
                size--;
            }
            window[size++] = value;
            if (size < WINDOW) {
                return false;
            }
            double[] newest = Arrays.copyOfRange(window, WINDOW - NEWEST, WINDOW);
            double[] drawn = new double[NEWEST];
            Arrays.setAll(drawn, i -> window[random.nextInt(WINDOW - NEWEST)]);
            boolean alarm = KolmogorovSmirnov.test(drawn, newest).orElseThrow().pValue() <= ALPHA;
            if (alarm) {
                size = NEWEST;
                System.arraycopy(newest, 0, window, 0, NEWEST);
            }
            return alarm;
        }
    }
}
