package io.tidemark.stats.quantile;

/// Buckets of constant relative width over the positive numbers: the exponent and the leading bits of the mantissa.
///
/// Each octave from 2^`lowestExponent` to 2^`highestExponent` is cut into 2^`bits` buckets of equal width, so that a
/// value differs from the middle of its bucket by at most [#relativeError] of it. Bucket 0 takes all that lies below
/// the range (0 as well), the last bucket all from its end on. The index is a shift of the value's bits.
///
/// @param bits buckets per octave as a power of two, 1 to 16
/// @param lowestExponent the range starts at 2 to this power
/// @param highestExponent the range ends before 2 to this power
public record LogBuckets(int bits, int lowestExponent, int highestExponent) {
    private static final int MANTISSA_BITS = 52;

    public LogBuckets {
        if (bits < 1
                || bits > 16
                || lowestExponent < Double.MIN_EXPONENT
                || highestExponent > Double.MAX_EXPONENT
                || lowestExponent >= highestExponent) {
            throw new IllegalArgumentException("Found " + bits + " bits over 2^" + lowestExponent + " to 2^"
                    + highestExponent + ", expected 1 to 16 bits over a range that is not empty.");
        }
    }

    /// How many buckets there are, the two at the ends included.
    public int count() {
        return ((highestExponent - lowestExponent) << bits) + 2;
    }

    /// The bucket of a value from 0 on, infinity included.
    public int indexOf(double value) {
        if (value < low()) {
            return 0;
        }
        long steps = (Double.doubleToRawLongBits(value) - Double.doubleToRawLongBits(low())) >>> (MANTISSA_BITS - bits);
        return (int) Math.min(steps + 1, count() - 1);
    }

    /// The value that stands for a bucket: its middle; 0 for the first bucket, the end of the range for the last one.
    public double middle(int index) {
        if (index == 0) {
            return 0;
        }
        if (index >= count() - 1) {
            return Math.scalb(1.0, highestExponent);
        }
        return (edge(index) + edge(index + 1)) / 2;
    }

    /// Largest distance of a value within the range from the middle of its bucket, as a share of the value.
    public double relativeError() {
        return Math.scalb(1.0, -bits - 1);
    }

    /// Start of the range: values below it are told apart no more.
    public double low() {
        return Math.scalb(1.0, lowestExponent);
    }

    /// Lower end, inclusive, of a bucket from 1 on.
    private double edge(int index) {
        long steps = (long) (index - 1) << (MANTISSA_BITS - bits);
        return Double.longBitsToDouble(Double.doubleToRawLongBits(low()) + steps);
    }
}
