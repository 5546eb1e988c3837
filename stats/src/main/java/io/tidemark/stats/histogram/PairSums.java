package io.tidemark.stats.histogram;

import io.tidemark.stats.state.StateReader;
import io.tidemark.stats.state.StateWriter;
import java.util.OptionalDouble;

/// How two features go together: sums over [RankScores] of rows that have both. Whole numbers, so merging and taking
/// back are exact. About 20 bytes as state.
public final class PairSums {
    private static final byte KIND = 'X';

    private long rows;
    private long left;
    private long right;
    private long leftSquares;
    private long rightSquares;
    private long products;

    /// Adds a row; one without either score counts nowhere.
    public void add(int leftScore, int rightScore) {
        if (leftScore == RankScores.NONE || rightScore == RankScores.NONE) {
            return;
        }
        rows++;
        left += leftScore;
        right += rightScore;
        leftSquares += (long) leftScore * leftScore;
        rightSquares += (long) rightScore * rightScore;
        products += (long) leftScore * rightScore;
    }

    public void merge(PairSums other) {
        rows += other.rows;
        left += other.left;
        right += other.right;
        leftSquares += other.leftSquares;
        rightSquares += other.rightSquares;
        products += other.products;
    }

    /// Takes back what was merged before.
    public void subtract(PairSums other) {
        rows -= other.rows;
        left -= other.left;
        right -= other.right;
        leftSquares -= other.leftSquares;
        rightSquares -= other.rightSquares;
        products -= other.products;
    }

    /// Rows that have both.
    public long rows() {
        return rows;
    }

    /// Rank correlation, -1 to 1; empty when one side has one score only.
    public OptionalDouble correlation() {
        if (rows < 2) {
            return OptionalDouble.empty();
        }
        double meanLeft = (double) left / rows;
        double meanRight = (double) right / rows;
        double spread = ((double) leftSquares / rows - meanLeft * meanLeft)
                * ((double) rightSquares / rows - meanRight * meanRight);
        if (!(spread > 1e-6)) {
            return OptionalDouble.empty();
        }
        double together = (double) products / rows - meanLeft * meanRight;
        return OptionalDouble.of(Math.clamp(together / Math.sqrt(spread), -1, 1));
    }

    /// Writes the state as part of a larger one.
    public void writeTo(StateWriter out) {
        out.writeByte(KIND);
        out.writeCount(rows);
        out.writeSigned(left);
        out.writeSigned(right);
        out.writeCount(leftSquares);
        out.writeCount(rightSquares);
        out.writeSigned(products);
    }

    /// Reads what [#writeTo] wrote.
    ///
    /// @throws io.tidemark.stats.state.CorruptStateException when it cannot have been written by it
    public static PairSums readFrom(StateReader in) {
        in.expectKind(KIND, "sums of a pair");
        PairSums sums = new PairSums();
        sums.rows = in.readCount();
        sums.left = in.readSigned();
        sums.right = in.readSigned();
        sums.leftSquares = in.readCount();
        sums.rightSquares = in.readCount();
        sums.products = in.readSigned();
        return sums;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PairSums that
                && rows == that.rows
                && left == that.left
                && right == that.right
                && leftSquares == that.leftSquares
                && rightSquares == that.rightSquares
                && products == that.products;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(rows) + 31 * Long.hashCode(products);
    }
}
