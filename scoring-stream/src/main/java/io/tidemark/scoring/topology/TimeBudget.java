package io.tidemark.scoring.topology;

import io.tidemark.scoring.answer.ExplanationBudget;
import java.util.function.LongSupplier;

/// A share of a stream thread's time: what explanations took is paid back as time goes by, before there is another one.
///
/// At most the share of 100 ms is saved up, so that a burst of wishes holds up the other requests for no longer than
/// that, and for one explanation.
final class TimeBudget implements ExplanationBudget {
    private static final double SAVED_UP_NS = 100e6;

    private final double share;
    private final LongSupplier clockNs;
    private double leftNs;
    private long seenNs;
    private long begunNs;

    /// @param share 0 to 1; 0: no explanations
    /// @param clockNs as System.nanoTime
    TimeBudget(double share, LongSupplier clockNs) {
        this.share = share;
        this.clockNs = clockNs;
        this.leftNs = share * SAVED_UP_NS;
        this.seenNs = clockNs.getAsLong();
    }

    @Override
    public boolean begin() {
        long nowNs = clockNs.getAsLong();
        leftNs = Math.min(share * SAVED_UP_NS, leftNs + share * (nowNs - seenNs));
        seenNs = nowNs;
        begunNs = nowNs;
        return leftNs > 0;
    }

    @Override
    public void end() {
        leftNs -= clockNs.getAsLong() - begunNs;
    }
}
