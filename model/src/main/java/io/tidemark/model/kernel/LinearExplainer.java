package io.tidemark.model.kernel;

/// Contributions of a linear model: `weight * (input - centre)`; a missing input contributes nothing.
final class LinearExplainer implements Explainer {
    private final double intercept;
    private final double[] weights;
    private final double[] centres;

    LinearExplainer(LinearKernel kernel) {
        intercept = kernel.intercept();
        weights = kernel.weights();
        centres = kernel.centres();
    }

    @Override
    public int inputs() {
        return weights.length;
    }

    @Override
    public double base() {
        return intercept;
    }

    @Override
    public ExplainerScratch newScratch() {
        return ExplainerScratch.ofLinear();
    }

    @Override
    public void explain(float[] row, ExplainerScratch scratch, double[] contributions) {
        for (int i = 0; i < weights.length; i++) {
            contributions[i] = Float.isNaN(row[i]) ? 0 : weights[i] * (row[i] - centres[i]);
        }
    }
}
