package io.tidemark.model.kernel;

/// Integers that order as 32-bit floats do: comparing them costs one subtraction and no branch.
final class FloatKey {
    /// Above every number's key, below [#NEVER_EXCEEDED].
    static final int NAN = key(Float.intBitsToFloat(0x7fc00000));

    /// Threshold key that no row exceeds: a leaf's.
    static final int NEVER_EXCEEDED = Integer.MAX_VALUE;

    private FloatKey() {}

    /// The key of a float; -0 and 0 have the same, all NaNs have [#NAN].
    static int key(float value) {
        int bits = Float.floatToIntBits(value + 0f);
        return bits ^ ((bits >> 31) & 0x7fffffff);
    }

    /// The key of the largest float that is not above `threshold`: for each float x, x <= threshold exactly when
    /// key(x) <= thresholdKey(threshold).
    static int thresholdKey(double threshold) {
        if (Double.isNaN(threshold)) {
            throw new IllegalArgumentException("Found NaN as a threshold, expected a number.");
        }
        float nearest = (float) threshold;
        return key(nearest > threshold ? Math.nextDown(nearest) : nearest);
    }
}
