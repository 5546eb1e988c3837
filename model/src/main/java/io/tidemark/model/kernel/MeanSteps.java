package io.tidemark.model.kernel;

/// How many steps rows usually take through a tree. A guess for speed.
final class MeanSteps {
    private MeanSteps() {}

    /// `[roots]` mean steps from a tree's root to a leaf: by training rows where they are known, else each split halves
    /// them.
    static double[] of(ForestKernel.Parts parts) {
        double[] rows = new double[parts.nodes.length];
        double[] means = new double[parts.nodes.length];
        int leaf = parts.covers.length;
        for (int i = parts.nodes.length - 1; i >= 0; i--) {
            int distance = ForestKernel.distanceOf(parts.nodes[i]);
            if (distance == 0) {
                rows[i] = leaf > 0 ? parts.covers[--leaf] : 0;
                continue;
            }
            int left = i + distance;
            rows[i] = rows[left] + rows[left + 1];
            double share = rows[i] > 0 ? rows[left] / rows[i] : 0.5;
            means[i] = 1 + share * means[left] + (1 - share) * means[left + 1];
        }
        double[] ofRoots = new double[parts.roots.length];
        for (int tree = 0; tree < ofRoots.length; tree++) {
            ofRoots[tree] = means[parts.roots[tree]];
        }
        return ofRoots;
    }
}
