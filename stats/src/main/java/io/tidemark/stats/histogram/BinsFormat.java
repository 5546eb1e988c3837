package io.tidemark.stats.histogram;

import io.tidemark.stats.state.CorruptStateException;
import io.tidemark.stats.state.StateReader;
import io.tidemark.stats.state.StateWriter;
import java.util.zip.CRC32C;

/// The two kinds of bins as bytes.
final class BinsFormat {
    private static final byte NUMERIC = 'N';
    private static final byte CATEGORIES = 'C';

    private BinsFormat() {}

    static void write(NumericBins bins, StateWriter out) {
        out.writeByte(NUMERIC);
        double[] cuts = bins.cuts();
        out.writeCount(cuts.length);
        for (double cut : cuts) {
            out.writeDouble(cut);
        }
    }

    static void write(CategoryBins bins, StateWriter out) {
        out.writeByte(CATEGORIES);
        out.writeCount(bins.values());
    }

    static Bins read(StateReader in) {
        byte kind = in.readByte();
        return switch (kind) {
            case NUMERIC -> readNumeric(in);
            case CATEGORIES -> new CategoryBins(in.readCount(CategoryBins.MOST, "number of categories"));
            default ->
                throw new CorruptStateException("Found bins of kind " + kind + ", expected " + NUMERIC
                        + " (numeric) or " + CATEGORIES + " (categories).");
        };
    }

    private static Bins readNumeric(StateReader in) {
        double[] cuts = new double[in.readLength(Double.BYTES, "cuts")];
        for (int i = 0; i < cuts.length; i++) {
            cuts[i] = in.readFinite("cut");
            if (i > 0 && cuts[i] <= cuts[i - 1]) {
                throw new CorruptStateException(
                        "Found cut " + cuts[i] + " after " + cuts[i - 1] + ", expected a larger one.");
            }
        }
        return new NumericBins(cuts);
    }

    static int fingerprint(Bins bins) {
        CRC32C checksum = new CRC32C();
        checksum.update(bins.toBytes());
        return (int) checksum.getValue();
    }
}
