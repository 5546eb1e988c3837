package io.tidemark.stats.alarm;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/// Adjusts the p-values of tests that are made together, so that each can be held against one alpha.
///
/// Each method gives the adjusted values in the order of the given ones, from 0 to 1. With 20 features tested at 5 %
/// unadjusted, two rounds in three have a false alarm.
public final class PValueAdjustment {
    private PValueAdjustment() {}

    /// Bonferroni: each value times their number. Alarms at alpha keep the probability of any false alarm below alpha.
    public static double[] bonferroni(double... pValues) {
        requireProbabilities(pValues);
        return Arrays.stream(pValues).map(p -> Math.min(1, p * pValues.length)).toArray();
    }

    /// Holm: as safe as Bonferroni and never less sensitive, since the i-th smallest value needs no more than the
    /// number of those not smaller.
    public static double[] holm(double... pValues) {
        requireProbabilities(pValues);
        int[] order = ascending(pValues);
        double[] adjusted = new double[pValues.length];
        double largest = 0;
        for (int rank = 0; rank < order.length; rank++) {
            largest = Math.max(largest, Math.min(1, pValues[order[rank]] * (order.length - rank)));
            adjusted[order[rank]] = largest;
        }
        return adjusted;
    }

    /// Benjamini-Hochberg: alarms at alpha keep the expected share of false ones among all alarms below alpha, for
    /// tests that are independent or depend on each other positively.
    public static double[] benjaminiHochberg(double... pValues) {
        requireProbabilities(pValues);
        int[] order = ascending(pValues);
        double[] adjusted = new double[pValues.length];
        double smallest = 1;
        for (int rank = order.length; rank > 0; rank--) {
            smallest = Math.min(smallest, pValues[order[rank - 1]] * order.length / rank);
            adjusted[order[rank - 1]] = smallest;
        }
        return adjusted;
    }

    private static int[] ascending(double[] pValues) {
        return IntStream.range(0, pValues.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> pValues[i]))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    private static void requireProbabilities(double[] pValues) {
        for (int i = 0; i < pValues.length; i++) {
            if (!(pValues[i] >= 0 && pValues[i] <= 1)) {
                throw new IllegalArgumentException(
                        "Found p-value " + pValues[i] + " at index " + i + ", expected 0 to 1.");
            }
        }
    }
}
