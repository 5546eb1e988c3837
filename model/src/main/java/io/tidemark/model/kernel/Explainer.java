package io.tidemark.model.kernel;

/// Computes what each input of a row adds to its margin: `base + sum of the contributions = margin`.
///
/// For trees these are SHAP values (Lundberg et al. 2020, path-dependent): an input that is not known goes both ways,
/// each as often as rows did in training. For linear models: the distance from the average input, weighted.
///
/// Immutable; safe for use by many threads with a scratch each.
public sealed interface Explainer permits ForestExplainer, PathExplainer, LinearExplainer {
    /// How many inputs a row has.
    int inputs();

    /// What the margin is as long as no input is known.
    double base();

    /// Arrays for [#explain], for one thread.
    ExplainerScratch newScratch();

    /// Writes the contributions of a row's inputs. Allocates nothing.
    ///
    /// @param row `float[inputs]`; NaN: missing
    /// @param scratch of this explainer, overwritten
    /// @param contributions `double[inputs]`, overwritten
    void explain(float[] row, ExplainerScratch scratch, double[] contributions);
}
