package io.tidemark.model.profile;

import io.tidemark.model.profile.ProfileDetails.Pair;
import io.tidemark.stats.histogram.FeatureProfile;
import io.tidemark.stats.histogram.PairSums;
import io.tidemark.stats.state.CorruptStateException;
import io.tidemark.stats.state.StateReader;
import io.tidemark.stats.state.StateWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The binary form of a profile's details.
public final class DetailsFormat {
    private static final byte KIND = 'D';
    private static final int MAX_FEATURES = 100_000;

    private DetailsFormat() {}

    /// The bytes; equal details have equal bytes.
    public static byte[] write(ProfileDetails details) {
        StateWriter out = new StateWriter();
        out.writeByte(KIND);
        out.writeCount(details.outliers().size());
        details.outliers().forEach(out::writeCount);
        out.writeCount(details.pairs().size());
        for (Pair pair : details.pairs()) {
            out.writeCount(pair.left());
            out.writeCount(pair.right());
            pair.reference().writeTo(out);
        }
        out.writeCount(details.importances().size());
        details.importances().forEach(out::writeDouble);
        out.writeCount(details.labels().isPresent() ? 1 : 0);
        details.labels().ifPresent(labels -> ProfileFormat.write(labels, out));
        return out.toBytes();
    }

    /// The details of these bytes.
    ///
    /// @param features number of features of the model
    /// @throws CorruptStateException when they are damaged, or of another model
    public static ProfileDetails read(byte[] bytes, int features) {
        StateReader in = new StateReader(bytes);
        in.expectKind(KIND, "details of a profile");
        List<Long> outliers = new ArrayList<>();
        int counted = in.readCount(MAX_FEATURES, "number of features");
        for (int i = 0; i < counted; i++) {
            outliers.add(in.readCount());
        }
        List<Pair> pairs = new ArrayList<>();
        int paired = in.readCount(StrongestPairs.MOST, "number of pairs");
        for (int i = 0; i < paired; i++) {
            pairs.add(readPair(in, features));
        }
        List<Double> importances = new ArrayList<>();
        int weighed = in.readCount(MAX_FEATURES, "number of features");
        for (int i = 0; i < weighed; i++) {
            importances.add(in.readFinite("importance"));
        }
        Optional<FeatureProfile> labels = in.readCount(1, "number of profiles of labels") == 0
                ? Optional.empty()
                : Optional.of(ProfileFormat.readProfile(in));
        in.expectEnd();
        requireAll("outliers", counted, features);
        requireAll("importances", weighed, features);
        return new ProfileDetails(outliers, pairs, importances, labels);
    }

    private static Pair readPair(StateReader in, int features) {
        int left = in.readCount(features - 1, "feature of a pair");
        int right = in.readCount(features - 1, "feature of a pair");
        if (right <= left) {
            throw new CorruptStateException(
                    "Found the pair " + left + ", " + right + ", expected two features in their order.");
        }
        return new Pair(left, right, PairSums.readFrom(in));
    }

    private static void requireAll(String what, int found, int features) {
        if (found != 0 && found != features) {
            throw new CorruptStateException(
                    "Found " + what + " of " + found + " features, expected none or " + features + ".");
        }
    }
}
