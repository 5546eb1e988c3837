package io.tidemark.stats;

/// The generator of stream_goldens.py: the same bits in Python and in Java.
public final class SplitMix {
    private long state;

    public SplitMix(long seed) {
        state = seed;
    }

    /// The next number from 0 (inclusive) to 1 (exclusive).
    public double next() {
        state += 0x9E3779B97F4A7C15L;
        long z = state;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        z ^= z >>> 31;
        return (z >>> 11) * 0x1.0p-53;
    }
}
