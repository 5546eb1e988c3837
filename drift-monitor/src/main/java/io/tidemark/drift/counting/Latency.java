package io.tidemark.drift.counting;

import io.tidemark.stats.histogram.Histogram;
import io.tidemark.stats.histogram.NumericBins;
import io.tidemark.stats.histogram.NumericProfile;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/// The time from request to answer in fixed bins: four an octave from 1/16 ms to about 65 s, so that a percentile is
/// stated too high by a fifth at most. It is measured, not replayed: the one count that a second run need not give
/// again.
public final class Latency {
    private static final int PER_OCTAVE = 4;
    private static final int LOWEST_OCTAVE = -4;
    private static final int OCTAVES = 20;

    private static final NumericBins BINS = new NumericBins(IntStream.rangeClosed(0, PER_OCTAVE * OCTAVES)
            .mapToDouble(step -> Math.pow(2, LOWEST_OCTAVE + (double) step / PER_OCTAVE))
            .toArray());

    /// A profile that nothing is compared with: there is no reference.
    public static final NumericProfile PROFILE = new NumericProfile(BINS, new Histogram(BINS), Optional.empty());

    private Latency() {}

    /// A percentile in milliseconds: the upper end of its bin, so that it is never stated too low; empty without
    /// counts.
    ///
    /// @param q above 0 and up to 1
    public static OptionalDouble quantileMs(Histogram counts, double q) {
        if (counts.present() == 0) {
            return OptionalDouble.empty();
        }
        double rank = q * counts.present();
        double passed = 0;
        for (int bin = 0; bin < BINS.values() - 1; bin++) {
            passed += counts.count(bin);
            if (passed >= rank) {
                return OptionalDouble.of(BINS.upperEnd(bin));
            }
        }
        return OptionalDouble.of(BINS.lowerEnd(BINS.values() - 1));
    }
}
