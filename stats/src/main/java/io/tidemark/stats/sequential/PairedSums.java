package io.tidemark.stats.sequential;

import io.tidemark.stats.exact.ExactSum;
import io.tidemark.stats.state.StateReader;
import io.tidemark.stats.state.StateWriter;

/// Losses between 0 and 1 of two versions on the same requests, summed up exactly.
public final class PairedSums {
    private final LossSums challenger;
    private final LossSums champion;
    private final ExactSum products;

    public PairedSums() {
        this(new LossSums(), new LossSums(), new ExactSum());
    }

    private PairedSums(LossSums challenger, LossSums champion, ExactSum products) {
        this.challenger = challenger;
        this.champion = champion;
        this.products = products;
    }

    /// Adds a request that both answered.
    ///
    /// @throws IllegalArgumentException when a loss is below 0, above 1 or no number
    public void add(double challengerLoss, double championLoss) {
        LossSums.requireLoss(challengerLoss);
        LossSums.requireLoss(championLoss);
        challenger.add(challengerLoss);
        champion.add(championLoss);
        products.addProduct(challengerLoss, championLoss);
    }

    /// Adds all that the other one holds.
    public void merge(PairedSums other) {
        challenger.merge(other.challenger);
        champion.merge(other.champion);
        products.merge(other.products);
    }

    /// The comparison as it stands.
    public PairedComparison comparison() {
        return new PairedComparison(challenger.totals(), champion.totals(), products.value());
    }

    /// Writes the state as part of a larger one.
    public void writeTo(StateWriter out) {
        challenger.writeTo(out);
        champion.writeTo(out);
        products.writeTo(out);
    }

    /// Reads what [#writeTo] wrote.
    public static PairedSums readFrom(StateReader in) {
        return new PairedSums(LossSums.readFrom(in), LossSums.readFrom(in), ExactSum.readFrom(in));
    }
}
