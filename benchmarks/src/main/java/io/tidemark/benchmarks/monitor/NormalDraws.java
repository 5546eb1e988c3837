package io.tidemark.benchmarks.monitor;

import java.util.SplittableRandom;
import org.apache.commons.statistics.distribution.NormalDistribution;

/// Standard normal numbers, seeded and quick: one of 65,536 quantiles for each 16 random bits.
final class NormalDraws {
    private static final int QUANTILES = 1 << 16;
    private static final double[] TABLE = table();

    private final SplittableRandom random;
    private long bits;
    private int left;

    NormalDraws(long seed) {
        random = new SplittableRandom(seed);
    }

    private static double[] table() {
        NormalDistribution normal = NormalDistribution.of(0, 1);
        double[] table = new double[QUANTILES];
        for (int i = 0; i < QUANTILES; i++) {
            table[i] = normal.inverseCumulativeProbability((i + 0.5) / QUANTILES);
        }
        return table;
    }

    double next() {
        if (left == 0) {
            bits = random.nextLong();
            left = Long.SIZE / Short.SIZE;
        }
        double value = TABLE[(int) (bits & (QUANTILES - 1))];
        bits >>>= Short.SIZE;
        left--;
        return value;
    }

    /// A whole number from 0 to this one, exclusive.
    int below(int bound) {
        return random.nextInt(bound);
    }

    /// The whole number around a real one, rounded up or down at random, so that its mean is the real one.
    int around(double rows) {
        int below = (int) rows;
        return below + (random.nextDouble() < rows - below ? 1 : 0);
    }
}
