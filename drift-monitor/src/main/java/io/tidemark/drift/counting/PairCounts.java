package io.tidemark.drift.counting;

import io.tidemark.model.profile.ProfileDetails.Pair;
import io.tidemark.stats.histogram.FeatureProfile;
import io.tidemark.stats.histogram.NumericProfile;
import io.tidemark.stats.histogram.PairSums;
import io.tidemark.stats.histogram.RankScores;
import io.tidemark.stats.state.StateReader;
import io.tidemark.stats.state.StateWriter;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/// How the watched pairs of features go together.
public final class PairCounts implements Tally<PairCounts> {
    private final List<PairSums> sums;

    private PairCounts(List<PairSums> sums) {
        this.sums = List.copyOf(sums);
    }

    /// No counts.
    public static PairCounts none(int pairs) {
        return new PairCounts(Stream.generate(PairSums::new).limit(pairs).toList());
    }

    /// Sums of the pairs, in their order.
    public List<PairSums> sums() {
        return sums;
    }

    @Override
    public void merge(PairCounts other) {
        for (int i = 0; i < sums.size(); i++) {
            sums.get(i).merge(other.sums.get(i));
        }
    }

    @Override
    public void subtract(PairCounts other) {
        for (int i = 0; i < sums.size(); i++) {
            sums.get(i).subtract(other.sums.get(i));
        }
    }

    @Override
    public PairCounts copy() {
        PairCounts copy = none(sums.size());
        copy.merge(this);
        return copy;
    }

    @Override
    public byte[] toBytes() {
        StateWriter out = new StateWriter();
        writeTo(out);
        return out.toBytes();
    }

    void writeTo(StateWriter out) {
        sums.forEach(pair -> pair.writeTo(out));
    }

    /// Reads what [#toBytes] wrote.
    ///
    /// @throws io.tidemark.stats.state.CorruptStateException when the bytes are damaged
    public static PairCounts fromBytes(int pairs, byte[] bytes) {
        StateReader in = new StateReader(bytes);
        PairCounts counts = readFrom(pairs, in);
        in.expectEnd();
        return counts;
    }

    static PairCounts readFrom(int pairs, StateReader in) {
        return new PairCounts(
                Stream.generate(() -> PairSums.readFrom(in)).limit(pairs).toList());
    }

    /// Gives rows to the pairs. Belongs to one thread.
    public static final class Scorer {
        private final Map<Integer, RankScores> scores = new TreeMap<>();
        private final int[] left;
        private final int[] right;
        private final int[] row;

        /// @param profiles of all features, in the order of raw rows
        public Scorer(List<Pair> pairs, List<FeatureProfile> profiles) {
            left = pairs.stream().mapToInt(Pair::left).toArray();
            right = pairs.stream().mapToInt(Pair::right).toArray();
            row = new int[profiles.size()];
            for (Pair pair : pairs) {
                for (int feature : new int[] {pair.left(), pair.right()}) {
                    if (profiles.get(feature) instanceof NumericProfile numeric) {
                        scores.computeIfAbsent(feature, missing -> new RankScores(numeric));
                    }
                }
            }
        }

        /// Counts a raw row.
        void add(double[] raw, PairCounts counts) {
            scores.forEach((feature, byValue) -> row[feature] = byValue.of(raw[feature]));
            for (int i = 0; i < left.length; i++) {
                counts.sums.get(i).add(row[left[i]], row[right[i]]);
            }
        }
    }
}
