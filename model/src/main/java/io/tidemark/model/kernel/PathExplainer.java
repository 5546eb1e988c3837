package io.tidemark.model.kernel;

import java.util.Arrays;
import java.util.List;

/// Exact TreeSHAP, path-dependent, path by path, many paths at a time.
///
/// What a leaf contributes is an integral of a product with one factor for each input of its path, see
/// [ForestExplainer]. Here paths that ask equally many inputs stand side by side in [PathBlock]s: what they ask of an
/// input is one interval of its bins, and products and sums are loops over arrays, which compilers turn into vector
/// instructions. No branch depends on the row. For few inputs a path this is quicker than to walk the trees; with many
/// it is not, and takes more memory.
final class PathExplainer implements Explainer {
    /// Most inputs of a path: the work for a path is their square.
    private static final int MOST_INPUTS = 16;

    /// Most bytes of all blocks, and about how many a path takes for each of its inputs.
    private static final long MOST_BYTES = 64L << 20;

    private static final int BYTES = 20;

    private final ForestKernel kernel;
    private final ForestKernel.Parts parts;
    private final SlotCuts cuts;
    private final double base;
    private final int mostInputs;
    private final PathBlock[] blocks;

    /// `[inputs of a path]` what integrates its products exactly.
    private final GaussLegendre[] rules;

    /// @param kernel with covers, that it [suits][#suits]
    PathExplainer(ForestKernel kernel, NodeShares shares) {
        this.kernel = kernel;
        parts = kernel.parts();
        cuts = new SlotCuts(parts);
        base = shares.base();
        mostInputs = shares.mostInputs();
        List<PathBlock> found = new PathFinder(parts, cuts, shares, mostInputs).blocks();
        blocks = found.toArray(PathBlock[]::new);
        rules = new GaussLegendre[mostInputs + 1];
        Arrays.setAll(rules, inputs -> new GaussLegendre(Math.max(1, (inputs + 1) / 2)));
    }

    /// True when paths are short and few enough.
    static boolean suits(ForestKernel.Parts parts, NodeShares shares) {
        int mostInputs = shares.mostInputs();
        return mostInputs <= MOST_INPUTS
                && parts.inputs <= Character.MAX_VALUE
                && (long) parts.covers.length * mostInputs * BYTES <= MOST_BYTES;
    }

    @Override
    public int inputs() {
        return parts.inputs;
    }

    @Override
    public double base() {
        return base;
    }

    @Override
    public ExplainerScratch newScratch() {
        return ExplainerScratch.ofPaths(kernel.slots(), parts.inputs, mostInputs);
    }

    @Override
    public void explain(float[] row, ExplainerScratch scratch, double[] contributions) {
        kernel.setKeys(row, scratch.keys, 0);
        cuts.setBins(scratch.keys, scratch.bins);
        double[] sums = scratch.sums;
        Arrays.fill(sums, 0);
        for (PathBlock block : blocks) {
            block.add(rules[block.inputs()], scratch);
        }
        for (int i = 0; i < contributions.length; i++) {
            double sum = 0;
            for (int lane = 0; lane < PathBlock.LANES; lane++) {
                sum += sums[PathBlock.LANES * i + lane];
            }
            contributions[i] = parts.scale * sum;
        }
    }
}
