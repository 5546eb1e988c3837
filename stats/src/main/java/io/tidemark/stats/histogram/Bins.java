package io.tidemark.stats.histogram;

import io.tidemark.stats.state.StateReader;
import io.tidemark.stats.state.StateWriter;

/// What the bins of a feature are. Every `double` falls into exactly one of them.
///
/// First come the bins of values, 0 to `values() - 1`, then those of their own: for categories one for unseen ones,
/// and always, as the last, one for missing values. Two equal bins have equal fingerprints.
public sealed interface Bins permits NumericBins, CategoryBins {
    /// All bins, those for unseen and missing included.
    int count();

    /// Bins of values or of known categories; they come first.
    int values();

    /// The bin of a value: NaN and infinities are missing. Allocates nothing.
    int binOf(double value);

    /// The bin that takes missing values, the last one.
    default int missing() {
        return count() - 1;
    }

    /// The bin in words, for tables and plots.
    String label(int bin);

    /// A hash of the definition: histograms with different ones must not be mixed.
    int fingerprint();

    /// Writes the definition so that equal bins have equal bytes.
    void writeTo(StateWriter out);

    /// The definition as bytes, for the bundle and for topics.
    default byte[] toBytes() {
        StateWriter out = new StateWriter();
        writeTo(out);
        return out.toBytes();
    }

    /// Reads what [#toBytes] wrote.
    ///
    /// @throws io.tidemark.stats.state.CorruptStateException when it cannot have been written by it
    static Bins fromBytes(byte[] bytes) {
        StateReader in = new StateReader(bytes);
        Bins bins = readFrom(in);
        in.expectEnd();
        return bins;
    }

    /// Reads what [#writeTo] wrote.
    ///
    /// @throws io.tidemark.stats.state.CorruptStateException when it cannot have been written by it
    static Bins readFrom(StateReader in) {
        return BinsFormat.read(in);
    }
}
