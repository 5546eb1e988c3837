package io.tidemark.model.profile;

import io.tidemark.stats.histogram.Bins;
import io.tidemark.stats.histogram.CategoryBins;
import io.tidemark.stats.histogram.CategoryProfile;
import io.tidemark.stats.histogram.FeatureProfile;
import io.tidemark.stats.histogram.Histogram;
import io.tidemark.stats.histogram.NumericBins;
import io.tidemark.stats.histogram.NumericProfile;
import io.tidemark.stats.histogram.NumericSummary;
import io.tidemark.stats.state.CorruptStateException;
import io.tidemark.stats.state.StateReader;
import io.tidemark.stats.state.StateWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The binary form of a profile: number of features, the features' profiles, the predictions'; each is its bins, its
/// counts and, for a number, its summary when there is one.
public final class ProfileFormat {
    private static final int MAX_FEATURES = 100_000;

    private ProfileFormat() {}

    /// The bytes of a profile; equal profiles have equal bytes.
    public static byte[] write(ReferenceProfile profile) {
        StateWriter out = new StateWriter();
        out.writeCount(profile.features().size());
        profile.features().forEach(feature -> write(feature, out));
        write(profile.predictions(), out);
        return out.toBytes();
    }

    /// The profile of these bytes.
    ///
    /// @throws CorruptStateException when they are damaged
    public static ReferenceProfile read(byte[] bytes) {
        StateReader in = new StateReader(bytes);
        int features = in.readCount(MAX_FEATURES, "number of features");
        List<FeatureProfile> profiles = new ArrayList<>();
        for (int i = 0; i < features; i++) {
            profiles.add(readProfile(in));
        }
        FeatureProfile predictions = readProfile(in);
        in.expectEnd();
        return new ReferenceProfile(profiles, predictions);
    }

    static void write(FeatureProfile profile, StateWriter out) {
        profile.bins().writeTo(out);
        profile.reference().writeTo(out);
        if (profile instanceof NumericProfile numeric) {
            out.writeCount(numeric.summary().isPresent() ? 1 : 0);
            numeric.summary().ifPresent(summary -> write(summary, out));
        }
    }

    private static void write(NumericSummary summary, StateWriter out) {
        out.writeCount(summary.count());
        out.writeDouble(summary.min());
        out.writeDouble(summary.max());
        out.writeDouble(summary.mean());
        out.writeDouble(summary.sd());
        summary.quantiles().forEach(out::writeDouble);
    }

    static FeatureProfile readProfile(StateReader in) {
        Bins bins = Bins.readFrom(in);
        Histogram reference = Histogram.readFrom(bins, in);
        return switch (bins) {
            case CategoryBins categories -> new CategoryProfile(categories, reference);
            case NumericBins numeric -> new NumericProfile(numeric, reference, readSummary(in));
        };
    }

    private static Optional<NumericSummary> readSummary(StateReader in) {
        if (in.readCount(1, "number of summaries") == 0) {
            return Optional.empty();
        }
        long count = in.readCount();
        double min = in.readDouble();
        double max = in.readDouble();
        double mean = in.readDouble();
        double sd = in.readDouble();
        List<Double> quantiles = new ArrayList<>();
        for (int i = 0; i < NumericSummary.PROBABILITIES.size(); i++) {
            quantiles.add(in.readDouble());
        }
        try {
            return Optional.of(new NumericSummary(count, min, max, mean, sd, quantiles));
        } catch (IllegalArgumentException e) {
            throw new CorruptStateException(String.valueOf(e.getMessage()));
        }
    }
}
