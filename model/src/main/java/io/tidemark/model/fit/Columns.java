package io.tidemark.model.fit;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/// What is known of a column without its missing values.
final class Columns {
    private Columns() {}

    /// Values that are not missing, in their order.
    static double[] present(double[] column) {
        return Arrays.stream(column).filter(value -> !Double.isNaN(value)).toArray();
    }

    /// Median of the values, the mean of the two in the middle for an even count; 0 without values.
    static double median(double[] values) {
        if (values.length == 0) {
            return 0;
        }
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /// Mean of the values; 0 without values.
    static double mean(double[] values) {
        return Arrays.stream(values).average().orElse(0);
    }

    /// Standard deviation over the present values; 1 where there is none to speak of.
    static double scale(double[] column) {
        double[] present = present(column);
        double mean = mean(present);
        double sum = 0;
        for (double value : present) {
            sum += (value - mean) * (value - mean);
        }
        double scale = Math.sqrt(sum / Math.max(1, present.length));
        return scale > 0 && Double.isFinite(scale) ? scale : 1;
    }

    /// The most frequent value, the smallest of equals; 0 without values.
    static double mostFrequent(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        double best = 0;
        int bestCount = 0;
        int count = 0;
        for (int i = 0; i < sorted.length; i++) {
            count = i > 0 && sorted[i] == sorted[i - 1] ? count + 1 : 1;
            if (count > bestCount) {
                bestCount = count;
                best = sorted[i];
            }
        }
        return best;
    }

    /// Some of the numbers 0 to `count`, each once, in random order.
    static int[] sample(int count, int size, SplittableRandom random) {
        int[] all = IntStream.range(0, count).toArray();
        int taken = Math.min(size, count);
        for (int i = 0; i < taken; i++) {
            int other = i + random.nextInt(count - i);
            int swapped = all[i];
            all[i] = all[other];
            all[other] = swapped;
        }
        return Arrays.copyOf(all, taken);
    }

    /// As a 32-bit float, never infinite.
    static float toFloat(double value) {
        return (float) Math.clamp(value, -Float.MAX_VALUE, Float.MAX_VALUE);
    }
}
