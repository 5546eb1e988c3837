package io.tidemark.stats.histogram;

import java.util.Arrays;

/// Chooses the cuts of numeric bins from a reference sample.
///
/// A value with the mass of a whole bin or more is an atom and gets a bin of its own. Between the atoms, bins of
/// equal mass are cut at values of the sample. The bins around an atom may hold nothing of the sample: what falls
/// into them later is new.
final class QuantileCuts {
    /// Fewer rows than that say nothing about where a quantile lies.
    static final int ROWS_PER_BIN = 8;

    private final double[] sample;
    private final int bins;
    private final double[] cuts;
    private int size;

    private QuantileCuts(double[] sample, int bins) {
        this.sample = sample;
        this.bins = bins;
        // Each atom has at least the mass of a bin and brings two cuts and one more part between atoms.
        cuts = new double[4 * bins + 2];
    }

    /// Cuts for about `target` bins, 2 * `target` + 1 at most; fewer where there are fewer than 8 rows for each.
    ///
    /// @param sorted finite values in ascending order, one or more
    /// @param target wanted number of bins, 1 or more
    static double[] of(double[] sorted, int target) {
        int bins = Math.clamp(sorted.length / ROWS_PER_BIN, 1, target);
        QuantileCuts cuts = new QuantileCuts(sorted, bins);
        cuts.fill();
        return Arrays.copyOf(cuts.cuts, cuts.size);
    }

    /// Walks over the runs of equal values; each atom closes the part before it.
    private void fill() {
        int partStart = 0;
        int runStart = 0;
        while (runStart < sample.length) {
            int runEnd = endOfRun(runStart);
            if ((long) (runEnd - runStart) * bins >= sample.length) {
                cutPart(partStart, runStart);
                add(Math.nextDown(sample[runStart]));
                add(sample[runStart]);
                partStart = runEnd;
            }
            runStart = runEnd;
        }
        cutPart(partStart, sample.length);
    }

    /// Cuts the rows from `start` to `end` (exclusive), which hold no atom, into bins of about equal mass.
    private void cutPart(int start, int end) {
        long rows = (long) end - start;
        int parts = (int) Math.ceilDiv(rows * bins, (long) sample.length);
        for (int i = 1; i < parts; i++) {
            double cut = sample[start + (int) Math.ceilDiv(rows * i, (long) parts) - 1];
            // The last value ends the part by itself: a cut there would leave an empty bin behind.
            if (cut < sample[end - 1]) {
                add(cut);
            }
        }
    }

    private void add(double cut) {
        if (Double.isFinite(cut) && (size == 0 || cut > cuts[size - 1])) {
            cuts[size++] = cut;
        }
    }

    private int endOfRun(int start) {
        int end = start + 1;
        while (end < sample.length && sample[end] == sample[start]) {
            end++;
        }
        return end;
    }
}
