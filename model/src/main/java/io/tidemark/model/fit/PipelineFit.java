package io.tidemark.model.fit;

import io.tidemark.model.pipeline.FeaturePipeline;
import java.util.List;

/// A fitted pipeline with the evidence for what was chosen in it.
///
/// @param imputations columns with missing numbers whose method was compared, most missing values first
/// @param clusters what each number of clusters gives, in the manifest's order
public record PipelineFit(
        FeaturePipeline pipeline, List<ImputationComparison> imputations, List<ClusterComparison> clusters) {
    public PipelineFit {
        imputations = List.copyOf(imputations);
        clusters = List.copyOf(clusters);
    }
}
