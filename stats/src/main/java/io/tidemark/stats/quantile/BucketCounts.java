package io.tidemark.stats.quantile;

/// Counts per bucket number, held densely from the lowest to the highest bucket in use.
public final class BucketCounts {
    private static final long[] NONE = {};

    private long[] counts = NONE;
    private int first;

    /// Adds to the count of a bucket; allocates only where it lies outside those in use.
    public void add(int bucket, long times) {
        if (counts.length == 0) {
            counts = new long[1];
            first = bucket;
        } else if (bucket < first || bucket >= first + counts.length) {
            widenTo(bucket);
        }
        counts[bucket - first] += times;
    }

    public void merge(BucketCounts other) {
        if (other.counts.length > 0) {
            cover(other.first, other.first + other.counts.length - 1);
        }
        for (int i = 0; i < other.counts.length; i++) {
            add(other.first + i, other.counts[i]);
        }
    }

    /// Takes counts back that were merged before.
    public void subtract(BucketCounts other) {
        for (int i = 0; i < other.counts.length; i++) {
            if (other.counts[i] != 0) {
                add(other.first + i, -other.counts[i]);
            }
        }
    }

    /// The count of a bucket; 0 outside those in use.
    public long get(int bucket) {
        int index = bucket - first;
        return index >= 0 && index < counts.length ? counts[index] : 0;
    }

    /// Empties all buckets.
    public void clear() {
        counts = NONE;
        first = 0;
    }

    /// The lowest bucket in use; 0 when none is.
    public int first() {
        return first;
    }

    /// One more than the highest bucket in use; 0 when none is.
    public int end() {
        return first + counts.length;
    }

    /// The bucket that holds the value of this rank in ascending order, counted from 0; needs more values than that.
    int bucketOfRank(long rank) {
        long passed = 0;
        int i = -1;
        while (passed <= rank) {
            passed += counts[++i];
        }
        return first + i;
    }

    /// Makes room for these buckets at once; one after the other, each would copy those before.
    ///
    /// @param low number of the lowest
    /// @param high number of the highest
    void cover(int low, int high) {
        add(low, 0);
        add(high, 0);
    }

    private void widenTo(int bucket) {
        int low = Math.min(first, bucket);
        int high = Math.max(first + counts.length - 1, bucket);
        long[] wider = new long[high - low + 1];
        System.arraycopy(counts, 0, wider, first - low, counts.length);
        counts = wider;
        first = low;
    }
}
