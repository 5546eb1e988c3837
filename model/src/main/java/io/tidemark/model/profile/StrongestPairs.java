package io.tidemark.model.profile;

import io.tidemark.model.fit.RawTable;
import io.tidemark.model.profile.ProfileDetails.Pair;
import io.tidemark.stats.histogram.FeatureProfile;
import io.tidemark.stats.histogram.NumericProfile;
import io.tidemark.stats.histogram.PairSums;
import io.tidemark.stats.histogram.RankScores;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// The pairs of numbers that go together most closely: a bounded number of them is watched, all when there are few.
final class StrongestPairs {
    /// Pairs that are watched: all pairs of five numbers.
    static final int MOST = 12;

    /// Features that are looked at, the first ones: 2,016 pairs.
    private static final int MOST_FEATURES = 64;

    /// Rows that pairs are chosen by; what is kept of the chosen ones is of all rows.
    private static final int MOST_ROWS = 5_000;

    private final RawTable rows;
    private final RankScores[] scores;

    private StrongestPairs(List<FeatureProfile> profiles, RawTable rows) {
        this.rows = rows;
        scores = new RankScores[profiles.size()];
        int numbers = 0;
        for (int i = 0; i < scores.length && numbers < MOST_FEATURES; i++) {
            if (profiles.get(i) instanceof NumericProfile numeric
                    && numeric.summary().isPresent()) {
                scores[i] = new RankScores(numeric);
                numbers++;
            }
        }
    }

    static List<Pair> of(List<FeatureProfile> profiles, RawTable rows) {
        return new StrongestPairs(profiles, rows).pairs();
    }

    private List<Pair> pairs() {
        int stride = Math.max(1, rows.rows() / MOST_ROWS);
        List<Pair> all = new ArrayList<>();
        for (int left = 0; left < scores.length; left++) {
            for (int right = left + 1; right < scores.length; right++) {
                if (isNumber(left) && isNumber(right)) {
                    all.add(pair(left, right, stride));
                }
            }
        }
        return all.stream()
                .filter(pair -> pair.reference().correlation().isPresent())
                .sorted(Comparator.comparingDouble(StrongestPairs::strength).reversed())
                .limit(MOST)
                .map(pair -> stride == 1 ? pair : pair(pair.left(), pair.right(), 1))
                .toList();
    }

    private boolean isNumber(int feature) {
        return scores[feature] != null;
    }

    private Pair pair(int left, int right, int stride) {
        double[] leftColumn = rows.column(left);
        double[] rightColumn = rows.column(right);
        PairSums sums = new PairSums();
        for (int row = 0; row < rows.rows(); row += stride) {
            sums.add(scores[left].of(leftColumn[row]), scores[right].of(rightColumn[row]));
        }
        return new Pair(left, right, sums);
    }

    private static double strength(Pair pair) {
        return Math.abs(pair.reference().correlation().orElse(0));
    }
}
