package io.tidemark.model.bundle;

import io.tidemark.model.kernel.Explainer;
import io.tidemark.model.kernel.ExplainerScratch;
import io.tidemark.model.pipeline.FeaturePipeline;
import io.tidemark.model.pipeline.PipelineScratch;

/// Says what each feature of a row adds to its margin: `base + sum of the contributions = margin`. Owns the arrays that
/// this takes, so it belongs to one thread; [#sibling] makes one for another.
///
/// Margins are what comes ahead of the link: log-odds for a probability, logarithms for a model of logarithms.
public final class ModelExplainer {
    private final ModelBundle bundle;
    private final Explainer explainer;
    private final FeaturePipeline pipeline;
    private final PipelineScratch pipelineScratch;
    private final ExplainerScratch scratch;
    private final float[] inputs;
    private final double[] ofInputs;
    private final double[] ofFeatures;

    ModelExplainer(ModelBundle bundle, Explainer explainer) {
        this.bundle = bundle;
        this.explainer = explainer;
        pipeline = bundle.pipeline();
        pipelineScratch = pipeline.newScratch();
        scratch = explainer.newScratch();
        inputs = new float[explainer.inputs()];
        ofInputs = new double[explainer.inputs()];
        ofFeatures = new double[pipeline.rawWidth()];
    }

    /// An explainer of the same model for another thread, without computing its tables again.
    public ModelExplainer sibling() {
        return new ModelExplainer(bundle, explainer);
    }

    /// What the margin is as long as nothing is known of a row.
    public double base() {
        return explainer.base();
    }

    /// Contributions by feature, in the order of the bundle's features, `double[features]`; overwritten by the next
    /// call.
    ///
    /// What one-hot and derived inputs add counts for the features that they are made of, in equal parts.
    ///
    /// @param rawRow as [ModelScorer#raw] gives it
    public double[] explain(double[] rawRow) {
        pipeline.apply(rawRow, pipelineScratch, inputs);
        explainer.explain(inputs, scratch, ofInputs);
        pipeline.toColumns(ofInputs, ofFeatures);
        return ofFeatures;
    }
}
