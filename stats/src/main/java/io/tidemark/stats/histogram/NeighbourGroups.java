package io.tidemark.stats.histogram;

/// Numbers neighbouring numeric bins into groups of about equal reference mass.
///
/// Bins without reference rows, and those with the mass of a group or more, stand alone and cut the rest into
/// stretches.
final class NeighbourGroups {
    private final NumericBins bins;
    private final Histogram reference;
    private final double groupMass;
    private final int[] groupOf;
    private int next;

    private NeighbourGroups(NumericBins bins, Histogram reference, int target) {
        this.bins = bins;
        this.reference = reference;
        groupMass = (double) reference.present() / target;
        groupOf = new int[bins.count()];
    }

    /// The group of each bin, the one of missing values last.
    static int[] of(NumericBins bins, Histogram reference, int target) {
        NeighbourGroups groups = new NeighbourGroups(bins, reference, target);
        groups.fill();
        return groups.groupOf;
    }

    private void fill() {
        int bin = 0;
        while (bin < bins.values()) {
            int end = bin;
            while (end < bins.values() && !standsAlone(end)) {
                end++;
            }
            if (end == bin) {
                groupOf[bin++] = next++;
            } else {
                cutStretch(bin, end);
                bin = end;
            }
        }
        groupOf[bins.missing()] = next;
    }

    private boolean standsAlone(int bin) {
        long rows = reference.count(bin);
        return rows == 0 || rows >= groupMass;
    }

    /// Cuts the bins from `start` to `end` (exclusive) into parts of equal mass: a bin belongs to the part that its
    /// middle falls into.
    private void cutStretch(int start, int end) {
        long mass = 0;
        for (int bin = start; bin < end; bin++) {
            mass += reference.count(bin);
        }
        double partMass = mass / Math.max(1, Math.rint(mass / groupMass));
        int lastPart = -1;
        long before = 0;
        for (int bin = start; bin < end; bin++) {
            long rows = reference.count(bin);
            int part = (int) ((before + rows / 2.0) / partMass);
            if (part != lastPart) {
                lastPart = part;
                next++;
            }
            groupOf[bin] = next - 1;
            before += rows;
        }
    }
}
