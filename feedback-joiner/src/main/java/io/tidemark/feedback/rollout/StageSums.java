package io.tidemark.feedback.rollout;

import io.tidemark.stats.sequential.LossSums;
import io.tidemark.stats.sequential.PairedSums;
import io.tidemark.stats.state.StateReader;
import io.tidemark.stats.state.StateWriter;

/// Losses of both versions in a stage. What is held does not depend on the order of requests.
public final class StageSums {
    private static final byte KIND = 74;

    private final LossSums challenger;
    private final LossSums champion;
    private final PairedSums pairs;
    private long unscored;

    public StageSums() {
        this(new LossSums(), new LossSums(), new PairedSums(), 0);
    }

    private StageSums(LossSums challenger, LossSums champion, PairedSums pairs, long unscored) {
        this.challenger = challenger;
        this.champion = champion;
        this.pairs = pairs;
        this.unscored = unscored;
    }

    /// Adds what one key says.
    public void add(KeyLoss key) {
        switch (key) {
            case KeyLoss.Answered answered -> (answered.byChallenger() ? challenger : champion).add(answered.loss());
            case KeyLoss.Paired paired -> pairs.add(paired.challengerLoss(), paired.championLoss());
            case KeyLoss.Unscored ignored -> unscored++;
        }
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

    /// Keys whose request the shadow did not score.
    long unscored() {
        return unscored;
    }

    void writeTo(StateWriter out) {
        out.writeByte(KIND);
        challenger.writeTo(out);
        champion.writeTo(out);
        pairs.writeTo(out);
        out.writeCount(unscored);
    }

    static StageSums readFrom(StateReader in) {
        in.expectKind(KIND, "losses of a stage");
        return new StageSums(LossSums.readFrom(in), LossSums.readFrom(in), PairedSums.readFrom(in), in.readCount());
    }
}
