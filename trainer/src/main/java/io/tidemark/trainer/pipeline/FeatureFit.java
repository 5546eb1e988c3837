package io.tidemark.trainer.pipeline;

import io.tidemark.model.fit.ImputationFit;
import io.tidemark.model.fit.PipelineFit;
import io.tidemark.model.fit.PipelineFitter;
import io.tidemark.model.manifest.ModelManifest;
import java.util.List;

/// What is derived from the features.
///
/// @param trials numbers of clusters that a model's score decided between; empty: none
/// @param fit the preprocessing and the evidence for it
record FeatureFit(List<ClusterSearch.Trial> trials, PipelineFit fit) {
    FeatureFit {
        trials = List.copyOf(trials);
    }

    static FeatureFit of(ModelManifest manifest, FitRows rows, ImputationFit imputation, int threads) {
        List<ClusterSearch.Trial> trials = ClusterSearch.isNeeded(manifest)
                ? ClusterSearch.settle(manifest, rows, threads).trials()
                : List.of();
        ModelManifest settled = ClusterSearch.settled(manifest, trials).manifest();
        PipelineFitter fitter = new PipelineFitter(
                settled.features(), settled.preprocessing(), settled.split().seed());
        return new FeatureFit(trials, fitter.fitWithEvidence(rows.features(), imputation));
    }

    /// The manifest with the numbers of clusters that were settled.
    ModelManifest settled(ModelManifest manifest) {
        return ClusterSearch.settled(manifest, trials).manifest();
    }
}
