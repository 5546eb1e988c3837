package io.tidemark.model.bundle;

import io.tidemark.model.kernel.Explainer;
import io.tidemark.model.kernel.ExplainerScratch;
import io.tidemark.model.pipeline.FeaturePipeline;
import io.tidemark.model.pipeline.PipelineScratch;
import java.util.List;

/// Says what each feature of a row adds to its margin: `base + sum of the contributions = margin`. Owns the arrays that
/// this takes, so it belongs to one thread; [#sibling] makes one for another.
///
/// Margins are what comes ahead of the link: log-odds for a probability, logarithms for a model of logarithms. Of
/// several classes the most probable one is explained, by what the features add to its margin.
public final class ModelExplainer {
    private final ModelBundle bundle;
    private final List<Explainer> explainers;
    private final ModelScorer scorer;
    private final FeaturePipeline pipeline;
    private final PipelineScratch pipelineScratch;
    private final List<ExplainerScratch> scratches;
    private final float[] inputs;
    private final double[] ofInputs;
    private final double[] ofFeatures;
    private int explained;

    /// @param explainers of the margin, or of each class's
    ModelExplainer(ModelBundle bundle, List<Explainer> explainers) {
        this.bundle = bundle;
        this.explainers = List.copyOf(explainers);
        scorer = bundle.newScorer();
        pipeline = bundle.pipeline();
        pipelineScratch = pipeline.newScratch();
        scratches = explainers.stream().map(Explainer::newScratch).toList();
        inputs = new float[bundle.kernel().inputs()];
        ofInputs = new double[bundle.kernel().inputs()];
        ofFeatures = new double[pipeline.rawWidth()];
    }

    /// An explainer of the same model for another thread, without computing its tables again.
    public ModelExplainer sibling() {
        return new ModelExplainer(bundle, explainers);
    }

    /// What the margin is as long as nothing is known of a row. Of several classes: that of the class that was
    /// explained last.
    public double base() {
        return explainers.get(explained).base();
    }

    /// Code of the class that was explained last, the most probable one; 0 for a model of one margin.
    public int explainedClass() {
        return explained;
    }

    /// Contributions by feature, in the order of the bundle's features, `double[features]`; overwritten by the next
    /// call.
    ///
    /// What one-hot and derived inputs add counts for the features that they are made of, in equal parts.
    ///
    /// @param rawRow as [ModelScorer#raw] gives it
    public double[] explain(double[] rawRow) {
        pipeline.apply(rawRow, pipelineScratch, inputs);
        if (explainers.size() > 1) {
            scorer.scoreInputs(inputs);
            explained = scorer.predictedClass();
        }
        explainers.get(explained).explain(inputs, scratches.get(explained), ofInputs);
        pipeline.toColumns(ofInputs, ofFeatures);
        return ofFeatures;
    }
}
