package io.tidemark.stats.histogram;

import java.util.Arrays;

/// The rank of each bin in the training rows as a whole number: the middle of its share, from -1,024 (all training
/// values are larger) to 1,024. Correlations of ranks need no law of the values, and no outlier moves them.
public final class RankScores {
    /// Score of a bin that has none: missing values.
    public static final int NONE = Integer.MIN_VALUE;

    private static final double LARGEST = 1 << 10;

    private final NumericBins bins;
    private final int[] byBin;

    public RankScores(NumericProfile profile) {
        bins = profile.bins();
        byBin = new int[bins.count()];
        Arrays.fill(byBin, NONE);
        double present = Math.max(1, profile.reference().present());
        long below = 0;
        for (int bin = 0; bin < bins.values(); bin++) {
            long here = profile.reference().count(bin);
            byBin[bin] = (int) Math.rint(LARGEST * (2 * (below + here / 2.0) / present - 1));
            below += here;
        }
    }

    /// Score of a value; [#NONE] when it is missing.
    public int of(double value) {
        return byBin[bins.binOf(value)];
    }
}
