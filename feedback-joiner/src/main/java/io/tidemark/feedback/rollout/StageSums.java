package io.tidemark.feedback.rollout;

import io.tidemark.stats.sequential.LossSums;
import io.tidemark.stats.sequential.PairedSums;
import io.tidemark.stats.state.StateReader;
import io.tidemark.stats.state.StateWriter;

/// Losses of both versions in a stage, or in a part of one. What is held does not depend on the order of requests.
public final class StageSums {
    private static final byte KIND = 71;

    private final LossSums challenger;
    private final LossSums champion;
    private final PairedSums pairs;

    public StageSums() {
        this(new LossSums(), new LossSums(), new PairedSums());
    }

    private StageSums(LossSums challenger, LossSums champion, PairedSums pairs) {
        this.challenger = challenger;
        this.champion = champion;
        this.pairs = pairs;
    }

    /// Adds a request that one of the two answered.
    public void add(boolean byChallenger, double loss) {
        (byChallenger ? challenger : champion).add(loss);
    }

    /// Adds a request that both scored.
    public void addPair(double challengerLoss, double championLoss) {
        pairs.add(challengerLoss, championLoss);
    }

    /// Adds all that the other one holds.
    public void merge(StageSums other) {
        challenger.merge(other.challenger);
        champion.merge(other.champion);
        pairs.merge(other.pairs);
    }

    LossSums challenger() {
        return challenger;
    }

    LossSums champion() {
        return champion;
    }

    PairedSums pairs() {
        return pairs;
    }

    public byte[] toBytes() {
        StateWriter out = new StateWriter();
        writeTo(out);
        return out.toBytes();
    }

    public static StageSums fromBytes(byte[] bytes) {
        StateReader in = new StateReader(bytes);
        StageSums sums = readFrom(in);
        in.expectEnd();
        return sums;
    }

    void writeTo(StateWriter out) {
        out.writeByte(KIND);
        challenger.writeTo(out);
        champion.writeTo(out);
        pairs.writeTo(out);
    }

    static StageSums readFrom(StateReader in) {
        in.expectKind(KIND, "losses of a stage");
        return new StageSums(LossSums.readFrom(in), LossSums.readFrom(in), PairedSums.readFrom(in));
    }
}
