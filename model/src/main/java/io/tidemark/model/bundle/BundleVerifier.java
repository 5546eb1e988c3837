package io.tidemark.model.bundle;

import io.tidemark.model.bundle.BundleException.Check;
import io.tidemark.model.feature.Violation;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/// Lets a bundle show that it behaves before it answers anybody.
///
/// @param tolerance largest difference from a golden score, relative to max(1, |score|)
/// @param latencyUs largest median time to encode and score one row, microseconds
public record BundleVerifier(double tolerance, double latencyUs) {
    /// What the scorer demands unless it is configured otherwise.
    public static final BundleVerifier DEFAULT = new BundleVerifier(1e-6, 5_000);

    private static final int MIN_GOLDEN_ROWS = 2;
    private static final int TIMED_ROUNDS = 50;

    /// Checks golden rows and recent rows.
    ///
    /// @param recent raw rows that were answered lately, each `double[features]`; may be empty
    /// @throws BundleException naming the first check that failed
    public void verify(ModelBundle bundle, List<double[]> recent) {
        ModelScorer scorer = bundle.newScorer();
        verifyGoldenRows(bundle, scorer);
        verifyRecent(bundle, scorer, recent);
        verifyLatency(bundle, scorer);
    }

    private void verifyGoldenRows(ModelBundle bundle, ModelScorer scorer) {
        if (bundle.goldenRows().size() < MIN_GOLDEN_ROWS) {
            throw new BundleException(
                    Check.GOLDEN_ROWS,
                    "Found " + bundle.goldenRows().size() + " golden rows, expected at least " + MIN_GOLDEN_ROWS + ".");
        }
        Constancy seen = new Constancy();
        for (int i = 0; i < bundle.goldenRows().size(); i++) {
            GoldenRow golden = bundle.goldenRows().get(i);
            double score = score(scorer, golden.values(), i);
            requireNear(score, golden.score(), "the score", i);
            for (int code = 0; code < golden.probabilities().size(); code++) {
                requireNear(
                        scorer.probabilities()[code],
                        golden.probabilities().get(code),
                        "the probability of class "
                                + bundle.descriptor().classes().get(code),
                        i);
            }
            seen.add(score, scorer);
        }
        seen.requireVaried(bundle.goldenRows().size() + " golden rows");
    }

    private void requireNear(double found, double golden, String what, int row) {
        double allowed = tolerance * Math.max(1, Math.abs(golden));
        if (!(Math.abs(found - golden) <= allowed)) {
            throw new BundleException(
                    Check.GOLDEN_ROWS,
                    "Found " + what + " " + found + " for golden row " + row + ", expected " + golden + " within "
                            + allowed + ".");
        }
    }

    /// Whether all scores so far are the same: of several classes the probabilities of all.
    private static final class Constancy {
        private double[] first = {};
        private double score = Double.NaN;
        private boolean varied;

        void add(double next, ModelScorer scorer) {
            if (Double.isNaN(score)) {
                score = next;
                first = scorer.probabilities().clone();
            }
            varied |= next != score || !Arrays.equals(scorer.probabilities(), first);
        }

        void requireVaried(String where) {
            if (!varied) {
                throw new BundleException(
                        Check.NOT_CONSTANT,
                        "Found the same score " + score + " for all " + where + ", expected several.");
            }
        }
    }

    private static double score(ModelScorer scorer, Map<String, @Nullable Object> values, int row) {
        Violation violation = scorer.encode(values);
        if (violation != null) {
            throw new BundleException(
                    Check.GOLDEN_ROWS, "Golden row " + row + " cannot be scored: " + violation.message());
        }
        return requireFinite(scorer.score(), "golden row " + row);
    }

    private static void verifyRecent(ModelBundle bundle, ModelScorer scorer, List<double[]> recent) {
        Constancy seen = new Constancy();
        boolean rowsDiffer = false;
        for (int i = 0; i < recent.size(); i++) {
            if (recent.get(i).length != bundle.features().size()) {
                return;
            }
            double score = requireFinite(scorer.score(recent.get(i)), "recent row " + i);
            seen.add(score, scorer);
            rowsDiffer |= !Arrays.equals(recent.get(0), recent.get(i));
        }
        if (rowsDiffer) {
            seen.requireVaried(recent.size() + " recent rows");
        }
    }

    private static double requireFinite(double score, String where) {
        if (!Double.isFinite(score)) {
            throw new BundleException(
                    Check.FINITE, "Found the score " + score + " for " + where + ", expected a finite number.");
        }
        return score;
    }

    private void verifyLatency(ModelBundle bundle, ModelScorer scorer) {
        double[] roundUs = new double[TIMED_ROUNDS];
        int rows = bundle.goldenRows().size();
        for (int round = 0; round < TIMED_ROUNDS; round++) {
            long start = System.nanoTime();
            for (GoldenRow golden : bundle.goldenRows()) {
                scorer.encode(golden.values());
                scorer.score();
            }
            roundUs[round] = (System.nanoTime() - start) / 1e3 / rows;
        }
        Arrays.sort(roundUs);
        double medianUs = roundUs[TIMED_ROUNDS / 2];
        if (medianUs > latencyUs) {
            throw new BundleException(
                    Check.LATENCY,
                    "Found a median of " + Math.round(medianUs) + " us to score a row, expected at most "
                            + Math.round(latencyUs) + " us.");
        }
    }

    /// Scores golden rows over and over, so that the code is compiled before the first request.
    ///
    /// @param rows how many rows to score
    /// @return a checksum of the scores, which keeps the work from being optimised away
    public static double warmUp(ModelBundle bundle, List<double[]> recent, int rows) {
        ModelScorer scorer = bundle.newScorer();
        SplittableRandom random = new SplittableRandom(rows);
        double sum = 0;
        for (int i = 0; i < rows; i++) {
            GoldenRow golden =
                    bundle.goldenRows().get(random.nextInt(bundle.goldenRows().size()));
            scorer.encode(golden.values());
            sum += scorer.score();
            if (!recent.isEmpty()) {
                double[] row = recent.get(random.nextInt(recent.size()));
                sum += row.length == bundle.features().size() ? scorer.score(row) : 0;
            }
        }
        return sum;
    }
}
