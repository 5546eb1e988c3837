package io.tidemark.drift.counting;

import io.tidemark.stats.histogram.FeatureProfile;
import io.tidemark.stats.histogram.Histogram;
import io.tidemark.stats.histogram.LiveSums;
import io.tidemark.stats.histogram.NumericProfile;
import io.tidemark.stats.histogram.NumericSummary;
import io.tidemark.stats.state.StateReader;
import io.tidemark.stats.state.StateWriter;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Counts of one subject: its values in the bins of its profile, and of numbers the sums behind mean, spread and range.
public final class SubjectCounts implements Tally<SubjectCounts> {
    private static final byte[] NO_DETAILS = {};

    private final FeatureProfile profile;
    private final Histogram histogram;
    private final @Nullable LiveSums sums;

    private SubjectCounts(FeatureProfile profile, Histogram histogram, @Nullable LiveSums sums) {
        this.profile = profile;
        this.histogram = histogram;
        this.sums = sums;
    }

    /// No counts.
    public static SubjectCounts none(FeatureProfile profile) {
        return of(profile, profile.newHistogram());
    }

    /// Counts of a build that kept no sums.
    static SubjectCounts of(FeatureProfile profile, Histogram histogram) {
        return new SubjectCounts(
                profile, histogram, summary(profile).map(LiveSums::new).orElse(null));
    }

    private static Optional<NumericSummary> summary(FeatureProfile profile) {
        return profile instanceof NumericProfile numeric ? numeric.summary() : Optional.empty();
    }

    /// Counts a value; NaN and infinities are missing.
    public void add(double value) {
        histogram.add(value);
        if (sums != null) {
            sums.add(value);
        }
    }

    @Override
    public void merge(SubjectCounts other) {
        histogram.merge(other.histogram);
        if (sums != null && other.sums != null) {
            sums.merge(other.sums);
        }
    }

    @Override
    public void subtract(SubjectCounts other) {
        histogram.subtract(other.histogram);
        if (sums != null && other.sums != null) {
            sums.subtract(other.sums);
        }
    }

    @Override
    public SubjectCounts copy() {
        return new SubjectCounts(profile, histogram.copy(), sums == null ? null : sums.copy());
    }

    /// What it is counted over.
    public FeatureProfile profile() {
        return profile;
    }

    /// Values in the bins of the profile; changed only by this object.
    public Histogram histogram() {
        return histogram;
    }

    /// Sums of the numbers; empty for categories, and where training saw no number.
    public Optional<LiveSums> sums() {
        return Optional.ofNullable(sums);
    }

    /// The sums by themselves; no bytes where there are none.
    public byte[] detailBytes() {
        if (sums == null) {
            return NO_DETAILS;
        }
        StateWriter out = new StateWriter();
        sums.writeTo(out);
        return out.toBytes();
    }

    @Override
    public byte[] toBytes() {
        StateWriter out = new StateWriter();
        writeTo(out);
        return out.toBytes();
    }

    void writeTo(StateWriter out) {
        histogram.writeTo(out);
        if (sums != null) {
            sums.writeTo(out);
        }
    }

    /// Reads what [#toBytes] wrote.
    ///
    /// @throws io.tidemark.stats.state.CorruptStateException when the bytes are damaged or over other bins
    public static SubjectCounts fromBytes(FeatureProfile profile, byte[] bytes) {
        StateReader in = new StateReader(bytes);
        SubjectCounts counts = readFrom(profile, in);
        in.expectEnd();
        return counts;
    }

    static SubjectCounts readFrom(FeatureProfile profile, StateReader in) {
        Histogram histogram = Histogram.readFrom(profile.bins(), in);
        return new SubjectCounts(
                profile,
                histogram,
                summary(profile)
                        .map(training -> LiveSums.readFrom(training, in))
                        .orElse(null));
    }

    /// Puts together what travelled apart.
    ///
    /// @param details what [#detailBytes] gave; no bytes: a build without sums counted
    /// @throws io.tidemark.stats.state.CorruptStateException when the bytes are damaged or over other bins
    public static SubjectCounts of(FeatureProfile profile, byte[] counts, byte[] details) {
        SubjectCounts read = of(profile, Histogram.fromBytes(profile.bins(), counts));
        if (read.sums != null && details.length > 0) {
            StateReader in = new StateReader(details);
            read.sums.merge(LiveSums.readFrom(read.sums.training(), in));
            in.expectEnd();
        }
        return read;
    }
}
