package io.tidemark.model.kernel;

/// How deep rows usually go, by group of trees: where a walk looks for the first time whether it may end. A guess for
/// speed; scores do not depend on it.
final class UsualDepths {
    /// Looking costs about a level; for less than this it is not worth while.
    private static final int LEAST_GAIN = 4;

    private UsualDepths() {}

    /// `[groups]`; the group's depth where a look is not worth while.
    static int[] of(ForestKernel.Parts parts, int[] groupDepths) {
        double[] means = means(parts);
        int[] usual = new int[groupDepths.length];
        for (int i = 0; i < parts.roots.length; i++) {
            int group = i / ForestKernel.GROUP;
            usual[group] = Math.max(usual[group], 1 + (int) Math.ceil(means[parts.roots[i]]));
        }
        for (int group = 0; group < usual.length; group++) {
            if (groupDepths[group] - usual[group] < LEAST_GAIN) {
                usual[group] = groupDepths[group];
            }
        }
        return usual;
    }

    /// `[nodes]` mean steps to a leaf: by training rows where they are known, else each split halves them.
    private static double[] means(ForestKernel.Parts parts) {
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
        return means;
    }
}
