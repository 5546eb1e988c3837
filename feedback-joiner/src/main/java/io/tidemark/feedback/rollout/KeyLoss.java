package io.tidemark.feedback.rollout;

import io.tidemark.stats.state.StateReader;
import io.tidemark.stats.state.StateWriter;

/// What the labelled request of one key says of the versions. Losses lie between 0 and 1.
public sealed interface KeyLoss {
    /// One of the two versions answered it.
    record Answered(boolean byChallenger, double loss) implements KeyLoss {}

    /// The champion answered it, and the shadow scored it.
    record Paired(double challengerLoss, double championLoss) implements KeyLoss {}

    /// The champion answered it, and the shadow did not score it.
    record Unscored() implements KeyLoss {}

    /// As bytes.
    default byte[] toBytes() {
        StateWriter out = new StateWriter();
        switch (this) {
            case Answered answered -> {
                out.writeByte(Tags.ANSWERED);
                out.writeByte((byte) (answered.byChallenger() ? 1 : 0));
                out.writeDouble(answered.loss());
            }
            case Paired paired -> {
                out.writeByte(Tags.PAIRED);
                out.writeDouble(paired.challengerLoss());
                out.writeDouble(paired.championLoss());
            }
            case Unscored ignored -> out.writeByte(Tags.UNSCORED);
        }
        return out.toBytes();
    }

    /// Reads what [#toBytes] wrote.
    static KeyLoss fromBytes(byte[] bytes) {
        StateReader in = new StateReader(bytes);
        byte tag = in.readByte();
        KeyLoss loss = switch (tag) {
            case Tags.ANSWERED -> new Answered(in.readByte() == 1, in.readFinite("a loss"));
            case Tags.PAIRED -> new Paired(in.readFinite("a loss"), in.readFinite("a loss"));
            case Tags.UNSCORED -> new Unscored();
            default ->
                throw new IllegalStateException("Found a key's loss of kind " + tag + ", expected " + Tags.ANSWERED
                        + " to " + Tags.UNSCORED + ".");
        };
        in.expectEnd();
        return loss;
    }

    /// First byte of each kind.
    final class Tags {
        private static final byte ANSWERED = 1;
        private static final byte PAIRED = 2;
        private static final byte UNSCORED = 3;

        private Tags() {}
    }
}
