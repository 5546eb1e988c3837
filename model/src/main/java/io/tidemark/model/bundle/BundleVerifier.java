package io.tidemark.model.bundle;

import io.tidemark.model.bundle.BundleException.Check;
import io.tidemark.model.feature.Violation;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
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

    /// Rounds after which a model that stays far below its budget is believed: the others would show nothing more.
    private static final int CLEAR_ROUNDS = 5;

    private static final double CLEARLY_BELOW = 0.1;

    /// How long the rows may take beyond their budget before no more of them are scored, and how long is measured:
    /// a model that is far too slow must not hold up the loader.
    private static final long PATIENCE_NS = 1_000_000_000;

    /// Checks golden rows and recent rows.
    ///
    /// @param recent raw rows that were answered lately, each `double[features]`; may be empty
    /// @throws BundleException naming the first check that failed
    public void verify(ModelBundle bundle, List<double[]> recent) {
        ModelScorer scorer = bundle.newScorer();
        Patience patience = new Patience(System.nanoTime(), latencyUs);
        verifyGoldenRows(bundle, scorer, patience);
        verifyRecent(bundle, scorer, recent, patience);
        verifyLatency(bundle, scorer);
    }

    private void verifyGoldenRows(ModelBundle bundle, ModelScorer scorer, Patience patience) {
        if (bundle.goldenRows().size() < MIN_GOLDEN_ROWS) {
            throw new BundleException(
                    Check.GOLDEN_ROWS,
                    "Found " + bundle.goldenRows().size() + " golden rows, expected at least " + MIN_GOLDEN_ROWS + ".");
        }
        Constancy seen = new Constancy();
        for (int i = 0; i < bundle.goldenRows().size(); i++) {
            GoldenRow golden = bundle.goldenRows().get(i);
            double score = score(scorer, golden.values(), i);
            patience.requireSpeed(i + 1);
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

    private static void verifyRecent(ModelBundle bundle, ModelScorer scorer, List<double[]> recent, Patience patience) {
        Constancy seen = new Constancy();
        boolean rowsDiffer = false;
        for (int i = 0; i < recent.size(); i++) {
            if (recent.get(i).length != bundle.features().size()) {
                return;
            }
            double score = requireFinite(scorer.score(recent.get(i)), "recent row " + i);
            patience.requireSpeed(bundle.goldenRows().size() + i + 1);
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

    /// The median over rounds: a machine that is busy elsewhere slows some of them, not most.
    private void verifyLatency(ModelBundle bundle, ModelScorer scorer) {
        double[] roundUs = new double[TIMED_ROUNDS];
        int rows = bundle.goldenRows().size();
        int rounds = 0;
        long spentNs = 0;
        double slowestUs = 0;
        while (rounds < TIMED_ROUNDS
                && spentNs < PATIENCE_NS
                && !(rounds >= CLEAR_ROUNDS && slowestUs < CLEARLY_BELOW * latencyUs)) {
            long start = System.nanoTime();
            for (GoldenRow golden : bundle.goldenRows()) {
                scorer.encode(golden.values());
                scorer.score();
            }
            long roundNs = System.nanoTime() - start;
            spentNs += roundNs;
            roundUs[rounds] = roundNs / 1e3 / rows;
            slowestUs = Math.max(slowestUs, roundUs[rounds++]);
        }
        Arrays.sort(roundUs, 0, rounds);
        requireLatency(roundUs[rounds / 2], "a median", latencyUs);
    }

    private static void requireLatency(double foundUs, String what, double latencyUs) {
        if (foundUs > latencyUs) {
            throw new BundleException(
                    Check.LATENCY,
                    "Found " + what + " of " + Math.round(foundUs) + " us to score a row, expected at most "
                            + Math.round(latencyUs) + " us.");
        }
    }

    /// Ends a verification that takes for ever.
    ///
    /// @param startNs when it began, as System.nanoTime
    private record Patience(long startNs, double latencyUs) {
        /// @param rows rows that were scored since the start
        void requireSpeed(int rows) {
            long spentNs = System.nanoTime() - startNs;
            if (spentNs > PATIENCE_NS + rows * latencyUs * 1e3) {
                requireLatency(spentNs / 1e3 / rows, "a mean", latencyUs);
            }
        }
    }
}
