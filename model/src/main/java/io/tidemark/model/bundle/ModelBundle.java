package io.tidemark.model.bundle;

import io.tidemark.model.kernel.ClassKernels;
import io.tidemark.model.kernel.Explainer;
import io.tidemark.model.kernel.Kernel;
import io.tidemark.model.kernel.SingleKernel;
import io.tidemark.model.manifest.FeatureSpec;
import io.tidemark.model.pipeline.FeaturePipeline;
import io.tidemark.model.profile.ReferenceProfile;
import java.util.List;
import java.util.Optional;

/// Everything that is needed to score, to check and to watch one version of a model.
///
/// @param descriptor what it says of itself
/// @param features features of an event, in the order of raw rows
/// @param pipeline from a raw row to the inputs
/// @param kernel from the inputs to the margin, or to the margins of the classes
/// @param goldenRows rows with known scores
/// @param profile distributions that live traffic is compared with
/// @param manifest text of the manifest that it was trained with, overrides applied
public record ModelBundle(
        BundleDescriptor descriptor,
        List<FeatureSpec> features,
        FeaturePipeline pipeline,
        Kernel kernel,
        List<GoldenRow> goldenRows,
        ReferenceProfile profile,
        String manifest) {

    public ModelBundle {
        features = List.copyOf(features);
        goldenRows = List.copyOf(goldenRows);
    }

    /// An explainer of this model for one thread; empty for trees that were written by a build that knew no
    /// explanations.
    public Optional<ModelExplainer> newExplainer() {
        List<Explainer> explainers = switch (kernel) {
            case SingleKernel single -> single.explainer().stream().toList();
            case ClassKernels classes -> classes.explainers();
        };
        return explainers.isEmpty() ? Optional.empty() : Optional.of(new ModelExplainer(this, explainers));
    }

    /// The same bundle with another profile.
    public ModelBundle with(ReferenceProfile other) {
        return new ModelBundle(descriptor, features, pipeline, kernel, goldenRows, other, manifest);
    }

    /// A scorer of this model for one thread.
    public ModelScorer newScorer() {
        return new ModelScorer(this);
    }
}
