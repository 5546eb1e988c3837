package io.tidemark.stats.histogram;

import io.tidemark.stats.state.StateWriter;

/// Bins of a categorical feature: one for each known category by its code, one for all unseen ones, one for missing.
///
/// @param values number of known categories, 0 or more; their codes are 0 to `values - 1`
public record CategoryBins(int values) implements Bins {
    /// More categories than that are no categories.
    public static final int MOST = 1 << 20;

    public CategoryBins {
        if (values < 0 || values > MOST) {
            throw new IllegalArgumentException("Found " + values + " categories, expected 0 to " + MOST + ".");
        }
    }

    @Override
    public int count() {
        return values + 2;
    }

    /// The bin that takes categories without a code.
    public int unseen() {
        return values;
    }

    /// A code's own bin; NaN and infinities are missing, every other number is an unseen category.
    @Override
    public int binOf(double value) {
        int code = (int) value;
        if (code == value && code >= 0 && code < values) {
            return code;
        }
        return Math.abs(value) <= Double.MAX_VALUE ? unseen() : missing();
    }

    @Override
    public String label(int bin) {
        if (bin == missing()) {
            return "missing";
        }
        return bin == unseen() ? "unseen" : Integer.toString(bin);
    }

    @Override
    public int fingerprint() {
        return BinsFormat.fingerprint(this);
    }

    @Override
    public void writeTo(StateWriter out) {
        BinsFormat.write(this, out);
    }
}
