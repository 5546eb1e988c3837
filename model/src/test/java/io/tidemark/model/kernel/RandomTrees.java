package io.tidemark.model.kernel;

import io.tidemark.model.kernel.DecisionTree.Leaf;
import io.tidemark.model.kernel.DecisionTree.Missing;
import io.tidemark.model.kernel.DecisionTree.Node;
import io.tidemark.model.kernel.DecisionTree.Split;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/// Trees of any shape, and rows that meet their thresholds exactly.
final class RandomTrees {
    private static final double[] THRESHOLDS = {
        -1e300, -3.5, -1, -0.1, -1e-60, -0.0, 0, 1e-60, Float.MIN_VALUE, 0.1, 1, 3.5, 1 + 1e-12, 1e300
    };
    private static final float[] VALUES = {
        Float.NEGATIVE_INFINITY,
        -Float.MAX_VALUE,
        -3.5f,
        -1,
        -0.1f,
        -Float.MIN_VALUE,
        -0.0f,
        0,
        Float.MIN_VALUE,
        0.1f,
        Math.nextUp(0.1f),
        1,
        Math.nextUp(1f),
        3.5f,
        Float.MAX_VALUE,
        Float.POSITIVE_INFINITY,
        Float.NaN,
        Float.intBitsToFloat(0xffc00001)
    };

    private final SplittableRandom random;
    private final int inputs;

    RandomTrees(long seed, int inputs) {
        this.random = new SplittableRandom(seed);
        this.inputs = inputs;
    }

    List<DecisionTree> forest(int trees) {
        return forest(trees, 39);
    }

    /// Trees of so many splits at most.
    List<DecisionTree> forest(int trees, int mostSplits) {
        List<DecisionTree> forest = new ArrayList<>();
        for (int i = 0; i < trees; i++) {
            forest.add(tree(random.nextInt(mostSplits + 1)));
        }
        return forest;
    }

    /// A tree of this many splits: a random leaf is split until there are enough.
    DecisionTree tree(int splits) {
        List<Node> nodes = new ArrayList<>(List.of(leaf()));
        List<Integer> open = new ArrayList<>(List.of(0));
        for (int i = 0; i < splits; i++) {
            int at = open.get(random.nextInt(open.size()));
            open.remove(Integer.valueOf(at));
            boolean swapped = random.nextBoolean();
            nodes.set(
                    at,
                    new Split(
                            random.nextInt(inputs),
                            random.nextBoolean()
                                    ? THRESHOLDS[random.nextInt(THRESHOLDS.length)]
                                    : random.nextDouble(-4, 4),
                            Missing.ofCode((byte) random.nextInt(5)),
                            nodes.size() + (swapped ? 1 : 0),
                            nodes.size() + (swapped ? 0 : 1)));
            open.add(nodes.size());
            nodes.add(leaf());
            open.add(nodes.size());
            nodes.add(leaf());
        }
        DecisionTree.Builder builder = new DecisionTree.Builder();
        nodes.forEach(builder::add);
        return builder.build();
    }

    float[] row() {
        float[] row = new float[inputs];
        for (int i = 0; i < row.length; i++) {
            row[i] = random.nextBoolean() ? VALUES[random.nextInt(VALUES.length)] : (float) random.nextDouble(-4, 4);
        }
        return row;
    }

    /// Walks each tree as its documentation says.
    static double naiveMargin(List<DecisionTree> trees, float[] row, double base, double scale) {
        double sum = 0;
        for (DecisionTree tree : trees) {
            int at = 0;
            while (tree.nodes().get(at) instanceof Split split) {
                at = goesLeft(split, row[split.input()]) ? split.left() : split.right();
            }
            sum += ((Leaf) tree.nodes().get(at)).value();
        }
        return base + scale * sum;
    }

    static boolean goesLeft(Split split, float input) {
        boolean zeroIsMissing = split.missing() == Missing.ZERO_LEFT || split.missing() == Missing.ZERO_RIGHT;
        if (!Float.isNaN(input) && !(zeroIsMissing && Math.abs(input) <= 1e-35f)) {
            return input <= split.threshold();
        }
        return switch (split.missing()) {
            case LEFT, ZERO_LEFT -> true;
            case RIGHT, ZERO_RIGHT -> false;
            case AS_ZERO -> 0 <= split.threshold();
        };
    }

    private Leaf leaf() {
        return new Leaf(random.nextInt(-1000, 1000) / 8.0, random.nextInt(1, 50));
    }
}
