package io.tidemark.stats.metric;

import io.tidemark.stats.quantile.BucketCounts;
import io.tidemark.stats.quantile.LogBuckets;
import io.tidemark.stats.state.CorruptStateException;
import io.tidemark.stats.state.StateReader;
import io.tidemark.stats.state.StateWriter;
import java.util.Arrays;

/// Scores between 0 and 1 with their classes, for ranking metrics, mergeable and independent of order.
///
/// Up to `exactLimit` rows are kept as they are, 8 bytes each. From one more on they are counted in buckets, 256 per
/// octave of p below 1/2 and of 1 - p above it, down to 2^-24: rare events and near certainty keep their order. What
/// is held is a function of the multiset of rows alone, unless rows were taken back from counts.
final class ScoreCounts {
    private static final byte KIND = 'S';

    /// As many rows as could be kept as they are, of which only the counts are left: others were taken back.
    private static final byte COUNTED_KIND = 's';

    private static final LogBuckets HALF = new LogBuckets(8, -24, -1);
    private static final int BUCKETS = 2 * HALF.count();
    private static final long[] NO_ROWS = {};
    private static final int INITIAL_ROWS = 16;

    private final int exactLimit;
    private long count;

    /// The bits of each score, which rise with it, and the class as one more bit: the first `kept` entries.
    private long[] rows = NO_ROWS;

    private int kept;

    /// True once rows were turned into counts.
    private boolean counted;

    private final BucketCounts positives = new BucketCounts();
    private final BucketCounts negatives = new BucketCounts();

    /// @param exactLimit how many rows are kept as they are, 0 or more
    ScoreCounts(int exactLimit) {
        if (exactLimit < 0) {
            throw new IllegalArgumentException("Found limit " + exactLimit + ", expected 0 or more.");
        }
        this.exactLimit = exactLimit;
    }

    /// @param score 0 to 1
    void add(double score, boolean positive) {
        long row = Double.doubleToRawLongBits(score + 0.0) << 1 | (positive ? 1 : 0);
        count++;
        if (!counted && count <= exactLimit) {
            keep(row);
        } else {
            moveToBuckets();
            countRow(row);
        }
    }

    /// Adds all that the other one holds; both need the same limit.
    void merge(ScoreCounts other) {
        if (other.exactLimit != exactLimit) {
            throw new IllegalArgumentException("Found limits " + exactLimit + " and " + other.exactLimit
                    + ", expected the same: what is merged would depend on the order.");
        }
        count += other.count;
        if (count > exactLimit || other.counted) {
            moveToBuckets();
        }
        for (int i = 0; i < other.kept; i++) {
            if (isExact()) {
                keep(other.rows[i]);
            } else {
                countRow(other.rows[i]);
            }
        }
        positives.merge(other.positives);
        negatives.merge(other.negatives);
    }

    /// Takes rows back that were added before; both need the same limit.
    ///
    /// @throws IllegalArgumentException when the other one holds more rows than this one, or others while all are kept
    /// as they are; nothing is changed then
    void subtract(ScoreCounts other) {
        if (other.exactLimit != exactLimit || other.count > count) {
            throw new IllegalArgumentException("Found " + other.count + " rows with limit " + other.exactLimit
                    + " to take back, expected at most " + count + " with limit " + exactLimit + ".");
        }
        if (other.count == count) {
            clear();
            return;
        }
        if (!counted && !other.counted) {
            removeKept(other);
            return;
        }
        count -= other.count;
        moveToBuckets();
        for (int i = 0; i < other.kept; i++) {
            countRow(other.rows[i], -1);
        }
        positives.subtract(other.positives);
        negatives.subtract(other.negatives);
    }

    /// Rows that are in both are dropped here, each as often as the other one has it.
    private void removeKept(ScoreCounts other) {
        Arrays.sort(rows, 0, kept);
        Arrays.sort(other.rows, 0, other.kept);
        long[] left = new long[kept - other.kept];
        int next = 0;
        for (int i = 0; i < kept; i++) {
            if (next < other.kept && rows[i] == other.rows[next]) {
                next++;
            } else if (i - next < left.length) {
                left[i - next] = rows[i];
            } else {
                throw new IllegalArgumentException(
                        "Found " + other.kept + " rows to take back, expected rows that were added.");
            }
        }
        count = left.length;
        rows = left;
        kept = left.length;
    }

    private void clear() {
        count = 0;
        kept = 0;
        rows = NO_ROWS;
        counted = false;
        positives.clear();
        negatives.clear();
    }

    long count() {
        return count;
    }

    boolean isExact() {
        return !counted;
    }

    /// The rows by score, ascending.
    ScoreGroups groups() {
        return isExact() ? exactGroups() : bucketGroups();
    }

    private ScoreGroups exactGroups() {
        Arrays.sort(rows, 0, kept);
        ScoreGroups groups = new ScoreGroups(kept);
        int i = 0;
        while (i < kept) {
            long score = scoreBits(rows[i]);
            long positive = 0;
            int start = i;
            while (i < kept && scoreBits(rows[i]) == score) {
                positive += rows[i] & 1;
                i++;
            }
            groups.add(positive, i - start - positive);
        }
        return groups;
    }

    private ScoreGroups bucketGroups() {
        ScoreGroups groups = new ScoreGroups(BUCKETS);
        for (int bucket = 0; bucket < BUCKETS; bucket++) {
            long positive = positives.get(bucket);
            long negative = negatives.get(bucket);
            if (positive + negative > 0) {
                groups.add(positive, negative);
            }
        }
        return groups;
    }

    void writeTo(StateWriter out) {
        out.writeByte(counted && count <= exactLimit ? COUNTED_KIND : KIND);
        out.writeCount(exactLimit);
        out.writeCount(count);
        if (isExact()) {
            Arrays.sort(rows, 0, kept);
            for (int i = 0; i < kept; i++) {
                out.writeLong(rows[i]);
            }
        } else {
            write(positives, out);
            write(negatives, out);
        }
    }

    private static void write(BucketCounts counts, StateWriter out) {
        out.writeCount(counts.first());
        out.writeCount(counts.end());
        for (int bucket = counts.first(); bucket < counts.end(); bucket++) {
            out.writeCount(counts.get(bucket));
        }
    }

    /// Reads what [#writeTo] wrote.
    static ScoreCounts readFrom(StateReader in) {
        byte kind = in.readByte();
        if (kind != KIND && kind != COUNTED_KIND) {
            throw new CorruptStateException("Found state of kind " + kind + ", expected " + KIND + " or " + COUNTED_KIND
                    + " (scores of this version).");
        }
        ScoreCounts read = new ScoreCounts(in.readCount(Integer.MAX_VALUE, "limit of exact rows"));
        long count = in.readCount();
        if (kind == KIND && count <= read.exactLimit) {
            for (long i = 0; i < count; i++) {
                long row = in.readLong();
                double score = Double.longBitsToDouble(scoreBits(row));
                if (!(score >= 0 && score <= 1)) {
                    throw new CorruptStateException("Found score " + score + ", expected 0 to 1.");
                }
                read.add(score, (row & 1) == 1);
            }
            return read;
        }
        read.count = count;
        read.counted = true;
        long found = Math.addExact(read(read.positives, in), read(read.negatives, in));
        if (found != count) {
            throw new CorruptStateException(
                    "Found " + found + " rows in the buckets, expected " + count + " as the state says.");
        }
        return read;
    }

    private static long read(BucketCounts counts, StateReader in) {
        int first = in.readCount(BUCKETS, "first bucket");
        int end = in.readCount(BUCKETS, "end of buckets");
        long found = 0;
        for (int bucket = first; bucket < end; bucket++) {
            long inBucket = in.readCount();
            counts.add(bucket, inBucket);
            found = Math.addExact(found, inBucket);
        }
        return found;
    }

    private void keep(long row) {
        if (kept == rows.length) {
            rows = Arrays.copyOf(rows, (int) Math.min(exactLimit, Math.max(INITIAL_ROWS, 2L * kept)));
        }
        rows[kept++] = row;
    }

    private void moveToBuckets() {
        for (int i = 0; i < kept; i++) {
            countRow(rows[i]);
        }
        rows = NO_ROWS;
        kept = 0;
        counted = true;
    }

    private void countRow(long row) {
        countRow(row, 1);
    }

    private void countRow(long row, long times) {
        double score = Double.longBitsToDouble(scoreBits(row));
        int bucket = score <= 0.5 ? HALF.indexOf(score) : BUCKETS - 1 - HALF.indexOf(1 - score);
        ((row & 1) == 1 ? positives : negatives).add(bucket, times);
    }

    private static long scoreBits(long row) {
        return row >>> 1;
    }
}
