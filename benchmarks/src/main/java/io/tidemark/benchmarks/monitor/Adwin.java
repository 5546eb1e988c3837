package io.tidemark.benchmarks.monitor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// ADWIN (A. Bifet, R. Gavalda, 2007) with its usual defaults, delta = 0.002 and a look every 32 events, on the share
/// of the reference below a value: it needs values from 0 to 1. A window of any length whose ends have different means
/// is cut; that is the alarm.
final class Adwin implements EventDetector {
    private static final double DELTA = 0.002;
    private static final int CLOCK = 32;
    private static final int BUCKETS_PER_SIZE = 5;
    private static final int LEAST_SIDE = 5;

    private final double[] reference;

    /// Buckets, the oldest first: their numbers of events and sums, and sums of squares.
    private final List<double[]> buckets = new ArrayList<>();

    private long events;

    Adwin(double[] reference) {
        this.reference = reference.clone();
        Arrays.sort(this.reference);
    }

    @Override
    public boolean add(double value) {
        int found = Arrays.binarySearch(reference, value);
        double share = (double) (found < 0 ? -found - 1 : found) / reference.length;
        buckets.add(new double[] {1, share, share * share});
        compress();
        return ++events % CLOCK == 0 && cut();
    }

    /// When there are six buckets of a size, the two oldest become one of twice the size.
    private void compress() {
        double size = 1;
        int last = buckets.size() - 1;
        while (true) {
            int first = last;
            while (first >= 0 && buckets.get(first)[0] == size) {
                first--;
            }
            if (last - first <= BUCKETS_PER_SIZE) {
                return;
            }
            double[] older = buckets.get(first + 1);
            double[] newer = buckets.remove(first + 2);
            for (int i = 0; i < older.length; i++) {
                older[i] += newer[i];
            }
            last = first + 1;
            size *= 2;
        }
    }

    private boolean cut() {
        double[] all = new double[3];
        for (double[] bucket : buckets) {
            for (int i = 0; i < all.length; i++) {
                all[i] += bucket[i];
            }
        }
        double variance = all[2] / all[0] - all[1] / all[0] * (all[1] / all[0]);
        double log = Math.log(2 * Math.log(all[0]) / DELTA);
        double rows = 0;
        double sum = 0;
        for (int i = 0; i < buckets.size() - 1; i++) {
            rows += buckets.get(i)[0];
            sum += buckets.get(i)[1];
            double since = all[0] - rows;
            if (rows < LEAST_SIDE || since < LEAST_SIDE) {
                continue;
            }
            double weight = 1 / (rows - LEAST_SIDE + 1) + 1 / (since - LEAST_SIDE + 1);
            double limit = Math.sqrt(2 * weight * variance * log) + 2.0 / 3 * weight * log;
            if (Math.abs(sum / rows - (all[1] - sum) / since) > limit) {
                buckets.subList(0, i + 1).clear();
                return true;
            }
        }
        return false;
    }
}
