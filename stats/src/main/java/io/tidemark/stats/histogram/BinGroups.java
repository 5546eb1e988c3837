package io.tidemark.stats.histogram;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/// Bins taken together into fewer: fine bins place a distribution well, a divergence over a few groups has more power.
///
/// Neighbouring numeric bins form groups of about equal reference mass. Categories keep their own group while they
/// are among the most frequent ones; the rest share one. What is new stays apart: a bin of values without reference
/// rows groups with neither side, unseen and missing have groups of their own. Groups are numbered in the order of
/// their first bin.
public final class BinGroups {
    /// A divergence over that many groups of a numeric feature is the usual reading of PSI.
    public static final int NUMERIC_GROUPS = 10;

    /// Categories beyond that many are too rare for one's own evidence.
    public static final int CATEGORY_GROUPS = 30;

    private final Bins bins;
    private final int[] groupOf;
    private final int count;

    private BinGroups(Bins bins, int[] groupOf) {
        this.bins = bins;
        this.groupOf = groupOf;
        this.count = Arrays.stream(groupOf).max().orElseThrow() + 1;
    }

    /// The groups for a reference, with the usual number of them.
    public static BinGroups of(Histogram reference) {
        return switch (reference.bins()) {
            case NumericBins ignored -> of(reference, NUMERIC_GROUPS);
            case CategoryBins ignored -> of(reference, CATEGORY_GROUPS);
        };
    }

    /// The groups for a reference.
    ///
    /// @param target wanted number of groups with reference rows, unseen and missing apart, 1 or more
    public static BinGroups of(Histogram reference, int target) {
        if (target < 1) {
            throw new IllegalArgumentException("Found " + target + " groups, expected 1 or more.");
        }
        return new BinGroups(
                reference.bins(),
                switch (reference.bins()) {
                    case NumericBins bins -> NeighbourGroups.of(bins, reference, target);
                    case CategoryBins bins -> groupRareOnes(bins, reference, target);
                });
    }

    /// How many groups there are, those for unseen and missing included.
    public int count() {
        return count;
    }

    public int groupOf(int bin) {
        return groupOf[bin];
    }

    /// The counts of a histogram per group.
    public long[] sums(Histogram histogram) {
        if (!histogram.bins().equals(bins)) {
            throw new IllegalArgumentException(
                    "Found a histogram over " + histogram.bins() + ", expected one over " + bins + ".");
        }
        long[] sums = new long[count];
        for (int bin = 0; bin < groupOf.length; bin++) {
            sums[groupOf[bin]] += histogram.count(bin);
        }
        return sums;
    }

    private static int[] groupRareOnes(CategoryBins bins, Histogram reference, int target) {
        int[] groupOf = new int[bins.count()];
        boolean[] frequent = new boolean[bins.values()];
        // The lower code first among equally frequent ones: the sort is stable.
        IntStream.range(0, bins.values())
                .boxed()
                .sorted(Comparator.comparingLong((Integer code) -> reference.count(code))
                        .reversed())
                .limit(bins.values() > target ? target - 1 : target)
                .forEach(code -> frequent[code] = true);
        int next = 0;
        int rest = -1;
        for (int code = 0; code < bins.values(); code++) {
            if (!frequent[code] && rest < 0) {
                rest = next++;
            }
            groupOf[code] = frequent[code] ? next++ : rest;
        }
        groupOf[bins.unseen()] = next;
        groupOf[bins.missing()] = next + 1;
        return groupOf;
    }
}
