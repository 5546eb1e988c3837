package io.tidemark.stats.sequential;

import io.tidemark.stats.exact.ExactSum;
import io.tidemark.stats.state.StateReader;
import io.tidemark.stats.state.StateWriter;

/// Losses between 0 and 1 of one version, summed up exactly: what is held does not depend on their order.
public final class LossSums {
    private long count;
    private final ExactSum sum;
    private final ExactSum squares;

    public LossSums() {
        this(0, new ExactSum(), new ExactSum());
    }

    private LossSums(long count, ExactSum sum, ExactSum squares) {
        this.count = count;
        this.sum = sum;
        this.squares = squares;
    }

    /// Adds a loss.
    ///
    /// @throws IllegalArgumentException when it is below 0, above 1 or no number
    public void add(double loss) {
        requireLoss(loss);
        count++;
        sum.add(loss);
        squares.addProduct(loss, loss);
    }

    /// Adds all that the other one holds.
    public void merge(LossSums other) {
        count += other.count;
        sum.merge(other.sum);
        squares.merge(other.squares);
    }

    /// What was added up to now, rounded once.
    public LossTotals totals() {
        return new LossTotals(count, sum.value(), squares.value());
    }

    /// Writes the state as part of a larger one.
    public void writeTo(StateWriter out) {
        out.writeCount(count);
        sum.writeTo(out);
        squares.writeTo(out);
    }

    /// Reads what [#writeTo] wrote.
    public static LossSums readFrom(StateReader in) {
        return new LossSums(in.readCount(), ExactSum.readFrom(in), ExactSum.readFrom(in));
    }

    static void requireLoss(double loss) {
        if (!(loss >= 0 && loss <= 1)) {
            throw new IllegalArgumentException("Found the loss " + loss + ", expected 0 to 1.");
        }
    }
}
