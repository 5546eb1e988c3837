package io.tidemark.stats.expect;

import io.tidemark.stats.state.CorruptStateException;
import io.tidemark.stats.state.StateReader;
import io.tidemark.stats.state.StateWriter;

/// Sums over predictions, labelled or not, from which quality can be estimated. Mergeable in any order.
public sealed interface ExpectedQuality permits ExpectedBinary, ExpectedRegression {
    /// Predictions taken.
    long rows();

    /// Adds all that the other one holds.
    ///
    /// @throws IllegalArgumentException when it is of another task
    void merge(ExpectedQuality other);

    /// The state; equal multisets of predictions have equal bytes.
    byte[] toBytes();

    /// Reads what [#toBytes] of any kind wrote.
    ///
    /// @throws CorruptStateException when it cannot have been written by it
    static ExpectedQuality fromBytes(byte[] bytes) {
        StateReader in = new StateReader(bytes);
        byte kind = in.readByte();
        ExpectedQuality read = switch (kind) {
            case ExpectedBinary.KIND -> ExpectedBinary.readFrom(in);
            case ExpectedRegression.KIND -> ExpectedRegression.readFrom(in);
            default ->
                throw new CorruptStateException("Found expected quality of kind " + kind + ", expected "
                        + ExpectedBinary.KIND + " or " + ExpectedRegression.KIND + ".");
        };
        in.expectEnd();
        return read;
    }

    /// An empty writer that has the kind.
    static StateWriter writer(byte kind) {
        StateWriter out = new StateWriter();
        out.writeByte(kind);
        return out;
    }

    /// What to say of sums over predictions of another task.
    static IllegalArgumentException otherTask(ExpectedQuality found, ExpectedQuality expected) {
        return new IllegalArgumentException("Found "
                + found.getClass().getSimpleName() + ", expected another "
                + expected.getClass().getSimpleName() + ".");
    }
}
