package io.tidemark.stats.drift;

import io.tidemark.stats.histogram.Samples;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalDouble;

/// The exact Kolmogorov-Smirnov distance of a sliding window from a fixed reference.
///
/// The leaves of a complete binary tree belong to the distinct reference values in ascending order, each with the gap
/// below it, and one more to what lies above them all. A leaf holds n for each row of the window, less m for each row
/// of the reference, where n and m are the sizes of reference and window. A node holds the sum over its leaves and
/// the largest and smallest sum of a prefix of them; so the root holds the distance times n m.
///
/// One row out and one row in cost two walks up the tree, O(log n), and the distance then costs nothing. When the
/// number of rows changes, all leaves do, and the next [#distance] builds the tree anew in O(n): best asked once the
/// window is full. Who evicts decides what the window is.
///
/// Takes 70 to 120 bytes for each distinct value of the reference.
public final class RollingKs {
    private final double[] distinct;
    private final int[] referenceRows;
    private final long n;

    /// Rows of the window strictly below a distinct value and above the one before it.
    private final int[] gapRows;

    /// Rows of the window at a distinct value.
    private final int[] tiedRows;

    /// Nodes of the tree: the root at 1, the children of i at 2i and 2i + 1, the leaves from `firstLeaf` on.
    private final int firstLeaf;

    private final long[] sum;
    private final long[] highest;
    private final long[] lowest;

    private long rows;

    /// The number of rows that the reference is weighed with in the tree.
    private long weight;

    /// @param reference the fixed sample, one finite value or more; NaN and infinities are missing
    public RollingKs(double... reference) {
        double[] sorted = Samples.finiteSorted(reference);
        if (sorted.length == 0) {
            throw new IllegalArgumentException(
                    "Found no finite value in a reference of " + reference.length + ", expected one or more.");
        }
        n = sorted.length;
        distinct = Arrays.stream(sorted).distinct().toArray();
        referenceRows = new int[distinct.length + 1];
        for (double value : sorted) {
            referenceRows[Arrays.binarySearch(distinct, value)]++;
        }
        gapRows = new int[distinct.length + 1];
        tiedRows = new int[distinct.length + 1];
        firstLeaf = Integer.highestOneBit(distinct.length) << 1;
        sum = new long[2 * firstLeaf];
        highest = new long[2 * firstLeaf];
        lowest = new long[2 * firstLeaf];
    }

    /// Takes a row into the window; NaN and infinities are missing and change nothing.
    public void insert(double value) {
        if (Double.isFinite(value)) {
            count(value, 1);
        }
    }

    /// Takes a row out of the window that was inserted before; NaN and infinities change nothing.
    ///
    /// @throws IllegalArgumentException when the window holds no row there
    public void evict(double value) {
        if (Double.isFinite(value)) {
            count(value, -1);
        }
    }

    /// Rows in the window, missing ones apart.
    public long rows() {
        return rows;
    }

    /// The distance of the window from the reference; empty while the window is.
    public OptionalDouble distance() {
        if (rows == 0) {
            return OptionalDouble.empty();
        }
        if (weight != rows) {
            weight = rows;
            build();
        }
        long largest = Math.max(Math.abs(highest[1]), Math.abs(lowest[1]));
        return OptionalDouble.of((double) largest / ((double) n * rows));
    }

    /// Distance and probability of the window; empty while the window is. The probability takes much longer than the
    /// distance.
    public Optional<TestResult> test() {
        OptionalDouble distance = distance();
        return distance.isEmpty()
                ? Optional.empty()
                : Optional.of(new TestResult(
                        distance.getAsDouble(), KolmogorovSmirnov.pValue(distance.getAsDouble(), n, rows)));
    }

    private void count(double value, int change) {
        // Adding 0.0 turns a negative zero, which sorts apart, into a positive one.
        int found = Arrays.binarySearch(distinct, value + 0.0);
        int leaf = found >= 0 ? found : -found - 1;
        int[] counts = found >= 0 ? tiedRows : gapRows;
        if (counts[leaf] + change < 0) {
            throw new IllegalArgumentException(
                    "Found " + value + " to evict, expected a row that was inserted and is still in the window.");
        }
        counts[leaf] += change;
        rows += change;
        setLeaf(leaf);
        for (int node = (firstLeaf + leaf) >>> 1; node > 0; node >>>= 1) {
            combine(node);
        }
    }

    private void build() {
        for (int leaf = 0; leaf <= distinct.length; leaf++) {
            setLeaf(leaf);
        }
        for (int node = firstLeaf - 1; node > 0; node--) {
            combine(node);
        }
    }

    /// Within a leaf the sum first climbs over the gap, then jumps at the value, where both samples may have rows.
    private void setLeaf(int leaf) {
        int node = firstLeaf + leaf;
        long afterGap = n * gapRows[leaf];
        long afterValue = afterGap + n * tiedRows[leaf] - weight * referenceRows[leaf];
        sum[node] = afterValue;
        highest[node] = Math.max(afterGap, afterValue);
        lowest[node] = Math.min(afterGap, afterValue);
    }

    private void combine(int node) {
        int left = 2 * node;
        int right = left + 1;
        sum[node] = sum[left] + sum[right];
        highest[node] = Math.max(highest[left], sum[left] + highest[right]);
        lowest[node] = Math.min(lowest[left], sum[left] + lowest[right]);
    }
}
