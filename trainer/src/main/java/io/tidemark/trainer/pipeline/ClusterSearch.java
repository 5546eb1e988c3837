package io.tidemark.trainer.pipeline;

import io.tidemark.model.manifest.ModelManifest;
import io.tidemark.model.manifest.PreprocessingSpec;
import io.tidemark.model.manifest.PreprocessingSpec.ClusterBy;
import io.tidemark.model.manifest.PreprocessingSpec.ClusterSpec;
import io.tidemark.model.manifest.SelectionSpec;
import io.tidemark.trainer.algorithm.FittedModel;
import io.tidemark.trainer.algorithm.Learners;
import io.tidemark.trainer.algorithm.Parameters;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/// Settles how many clusters there are where the manifest lets a model's score decide.
///
/// Each number is tried with a model of the manifest's first algorithm, with the first value of each of its parameters,
/// fitted on three quarters of the training rows and scored on the rest; test rows have no part in it. Several such
/// clusters are settled one after the other, in the manifest's order, the later ones at their smallest number
/// meanwhile.
public final class ClusterSearch {
    private static final double HELD_BACK = 0.25;

    private ClusterSearch() {}

    /// What was settled.
    ///
    /// @param manifest the manifest with settled numbers
    /// @param trials what was tried, in order
    public record Settled(ModelManifest manifest, List<Trial> trials) {
        public Settled {
            trials = List.copyOf(trials);
        }
    }

    /// One number of clusters.
    ///
    /// @param name the clusters' name in the manifest
    /// @param metric what was measured: the metric of the selection
    /// @param score its value on the rows that were held back
    public record Trial(String name, int clusters, String metric, double score) {}

    /// Scores a manifest whose numbers of clusters are settled; lower is better.
    @FunctionalInterface
    interface Scorer {
        double score(ModelManifest candidate);
    }

    /// True when a model's score has to decide about something.
    static boolean isNeeded(ModelManifest manifest) {
        return manifest.preprocessing().clusters().stream().anyMatch(ClusterSearch::isOpen);
    }

    private static boolean isOpen(ClusterSpec spec) {
        return spec.by() == ClusterBy.SCORE && spec.minClusters() != spec.maxClusters();
    }

    static Settled settle(ModelManifest manifest, FitRows rows, int threads) {
        Scorer scorer = candidate -> score(candidate, rows, threads);
        return settle(manifest, scorer);
    }

    static Settled settle(ModelManifest manifest, Scorer scorer) {
        List<ClusterSpec> clusters = new ArrayList<>(manifest.preprocessing().clusters());
        List<Trial> trials = new ArrayList<>();
        for (int c = 0; c < clusters.size(); c++) {
            ClusterSpec spec = clusters.get(c);
            for (int k = spec.minClusters(); isOpen(spec) && k <= spec.maxClusters(); k++) {
                clusters.set(c, spec.withClusters(k));
                double score = scorer.score(with(manifest, clusters));
                trials.add(new Trial(spec.name(), k, manifest.selection().metric(), score));
            }
            clusters.set(c, settled(spec, trials));
        }
        return settled(manifest, trials);
    }

    /// What these trials settle.
    static Settled settled(ModelManifest manifest, List<Trial> trials) {
        List<ClusterSpec> clusters = manifest.preprocessing().clusters().stream()
                .map(spec -> settled(spec, trials))
                .toList();
        return new Settled(with(manifest, clusters), trials);
    }

    /// The best number of those that were tried, the smallest of equals.
    private static ClusterSpec settled(ClusterSpec spec, List<Trial> trials) {
        Optional<Trial> best = trials.stream()
                .filter(trial -> trial.name().equals(spec.name()))
                .reduce((one, next) ->
                        Metrics.require(one.metric()).direction().isBetter(next.score(), one.score()) ? next : one);
        return best.map(trial -> spec.withClusters(trial.clusters())).orElse(spec);
    }

    /// The manifest with these clusters, those that are still open at their smallest number.
    private static ModelManifest with(ModelManifest manifest, List<ClusterSpec> clusters) {
        PreprocessingSpec changed = manifest.preprocessing()
                .withClusters(clusters.stream()
                        .map(spec -> isOpen(spec) ? spec.withClusters(spec.minClusters()) : spec)
                        .toArray(ClusterSpec[]::new));
        return manifest.withPreprocessing(changed);
    }

    private static double score(ModelManifest manifest, FitRows rows, int threads) {
        int[] order = IntStream.range(0, rows.target().length).toArray();
        RowSplit.shuffle(order, new SplittableRandom(manifest.split().seed()));
        int held = Math.max(1, (int) (HELD_BACK * order.length));
        int[] validation = Arrays.copyOf(order, held);
        int[] train = Arrays.copyOfRange(order, held, order.length);
        PreparedRows prepared = PreparedRows.of(manifest, rows, train);
        SelectionSpec.Candidate first = manifest.selection().algorithms().getFirst();
        Map<String, Object> parameters = new LinkedHashMap<>();
        first.grid().forEach((name, values) -> parameters.put(name, values.getFirst()));
        try (FittedModel model = Learners.of(first.algorithm(), manifest)
                .fit(
                        prepared.matrix(),
                        new Parameters(parameters),
                        manifest.split().seed(),
                        threads)) {
            double[] scores = model.scores(prepared.inputs(rows.features().select(validation)), validation.length);
            return Metrics.value(
                    manifest, manifest.selection().metric(), RowSplit.pick(rows.target(), validation), scores);
        }
    }
}
