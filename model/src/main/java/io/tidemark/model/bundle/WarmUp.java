package io.tidemark.model.bundle;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/// Runs a bundle the way the stream does (encode, fill in, score, explain), so that its code is compiled and its data
/// lies in the caches before the first request.
///
/// @param rows how many rows to score, 0 or more
/// @param longest when it ends though not all rows were scored: a slow model would else keep an older one serving
public record WarmUp(int rows, Duration longest) {
    /// Rows between two looks at the clock.
    private static final int BATCH = 64;

    /// One row of so many is explained too: that takes hundreds of times as long.
    private static final int EXPLAIN_EVERY = 128;

    public WarmUp {
        if (rows < 0) {
            throw new IllegalArgumentException("Found " + rows + " warm-up rows, expected 0 or more.");
        }
        if (longest.isNegative()) {
            throw new IllegalArgumentException("Found a warm-up of " + longest + ", expected 0 or more.");
        }
    }

    /// Scores events and raw rows in turn, each chosen at random.
    ///
    /// @param explaining an explainer of the bundle; empty: it explains nothing
    /// @param events values of real requests; the golden rows stand in where there are none. Events that the features
    /// refuse are passed over
    /// @param rawRows rows that were answered lately, `double[features]` each; may be empty
    /// @return a checksum of the scores, which keeps the work from being optimised away
    public double run(
            ModelBundle bundle,
            Optional<ModelExplainer> explaining,
            List<Map<String, @Nullable Object>> events,
            List<double[]> rawRows) {
        List<Map<String, @Nullable Object>> encoded = events.isEmpty() ? golden(bundle) : events;
        long startNs = System.nanoTime();
        ModelScorer scorer = bundle.newScorer();
        ModelExplainer explainer = explaining.orElse(null);
        SplittableRandom random = new SplittableRandom(rows);
        double sum = 0;
        double explained = 0;
        for (int i = 0; i < rows; i++) {
            if (i % BATCH == 0 && System.nanoTime() - startNs > longest.toNanos()) {
                break;
            }
            if (scorer.encode(encoded.get(random.nextInt(encoded.size()))) == null) {
                sum += scorer.score();
                if (explainer != null && i % EXPLAIN_EVERY == 0) {
                    explained += explainer.explain(scorer.raw())[0];
                }
            }
            if (!rawRows.isEmpty()) {
                double[] row = rawRows.get(random.nextInt(rawRows.size()));
                sum += row.length == bundle.features().size() ? scorer.score(row) : 0;
            }
        }
        return Double.isNaN(explained) ? explained : sum;
    }

    private static List<Map<String, @Nullable Object>> golden(ModelBundle bundle) {
        return bundle.goldenRows().stream().map(GoldenRow::values).toList();
    }
}
