package io.tidemark.model.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.tidemark.model.kernel.DecisionTree.Leaf;
import io.tidemark.model.kernel.DecisionTree.Missing;
import io.tidemark.model.kernel.DecisionTree.Split;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ForestKernelTest {
    static LongStream seeds() {
        return LongStream.range(0, 60);
    }

    /// Leaves are eighths, so sums are exact in any order.
    @ParameterizedTest
    @MethodSource("seeds")
    void walksAsATreeIsWalkedByHand(long seed) {
        int inputs = 1 + (int) (seed % 7);
        RandomTrees random = new RandomTrees(seed, inputs);
        List<DecisionTree> trees = random.forest((int) (seed % 21));

        ForestKernel kernel = ForestCompiler.compile(inputs, trees, 2.5, 0.25);

        int[] scratch = new int[kernel.scratchLength()];
        for (int i = 0; i < 500; i++) {
            float[] row = random.row();
            assertThat(kernel.margin(row, scratch))
                    .as("seed %d, row %s", seed, Arrays.toString(row))
                    .isEqualTo(RandomTrees.naiveMargin(trees, row, 2.5, 0.25));
        }
    }

    /// Sums of any doubles depend on their order.
    @ParameterizedTest
    @MethodSource("seeds")
    void whatIsWrittenAndReadGivesTheSameBits(long seed) {
        RandomTrees random = new RandomTrees(seed, 5);
        SplittableRandom scales = new SplittableRandom(seed);
        ForestKernel compiled = ForestCompiler.compile(5, random.forest((int) (seed % 50)), 0, scales.nextDouble());
        for (int i = 0; i < compiled.parts().leaves.length; i++) {
            compiled.parts().leaves[i] *= scales.nextDouble();
        }
        byte[] file = KernelFormat.write(compiled);
        ForestKernel kernel = (ForestKernel) KernelFormat.read(file);
        ForestKernel again = (ForestKernel) KernelFormat.read(file);

        int[] scratch = new int[kernel.scratchLength()];
        for (int i = 0; i < 200; i++) {
            float[] row = random.row();
            double margin = kernel.margin(row, scratch);
            assertThat(again.margin(row, scratch)).isEqualTo(margin);
            assertThat(margin).isCloseTo(treeByTree(kernel, row), within(1e-12 * Math.max(1, Math.abs(margin))));
        }
    }

    private static double treeByTree(ForestKernel kernel, float[] row) {
        ForestKernel.Parts parts = kernel.parts();
        int[] keys = new int[kernel.slots()];
        kernel.setKeys(row, keys, 0);
        double sum = 0;
        for (int root : parts.roots) {
            int at = root;
            while (ForestKernel.distanceOf(parts.nodes[at]) != 0) {
                at += ForestKernel.distanceOf(parts.nodes[at]) + ForestKernel.isRight(parts.nodes[at], keys);
            }
            sum += parts.leaves[at];
        }
        return parts.base + parts.scale * sum;
    }

    @Test
    void noTreesGiveTheBase() {
        ForestKernel kernel = ForestCompiler.compile(3, List.of(), 1.5, 1);

        assertThat(kernel.margin(new float[3], new int[kernel.scratchLength()])).isEqualTo(1.5);
        assertThat(kernel.trees()).isZero();
    }

    @Test
    void aRowGoesLeftAtItsThreshold() {
        ForestKernel kernel = ForestCompiler.compile(1, List.of(stump(0.1f, Missing.RIGHT)), 0, 1);
        int[] scratch = new int[kernel.scratchLength()];

        assertThat(kernel.margin(new float[] {0.1f}, scratch)).isEqualTo(1);
        assertThat(kernel.margin(new float[] {Math.nextUp(0.1f)}, scratch)).isEqualTo(2);
    }

    @Test
    void theScratchArrayCarriesNothingOver() {
        RandomTrees random = new RandomTrees(77, 4);
        ForestKernel kernel = ForestCompiler.compile(4, random.forest(9), 0, 1);
        float[] row = random.row();
        int[] used = new int[kernel.scratchLength()];
        Arrays.fill(used, 12345);

        assertThat(kernel.margin(row, used)).isEqualTo(kernel.margin(row, new int[kernel.scratchLength()]));
    }

    @Test
    void aChainOfTheLargestDepthIsWalkedToItsEnd() {
        ForestKernel kernel = ForestCompiler.compile(1, List.of(chain(ForestKernel.MAX_DEPTH)), 0, 1);

        assertThat(kernel.margin(new float[] {1e9f}, new int[kernel.scratchLength()]))
                .isEqualTo(ForestKernel.MAX_DEPTH);
        assertThatThrownBy(() -> ForestCompiler.compile(1, List.of(chain(ForestKernel.MAX_DEPTH + 1)), 0, 1))
                .hasMessageContaining("depth " + (ForestKernel.MAX_DEPTH + 1));
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 2})
    void aSplitOnAnInputThatThereIsNotIsRefused(int input) {
        DecisionTree tree = new DecisionTree.Builder()
                .add(new Split(input, 0, Missing.LEFT, 1, 2))
                .add(new Leaf(0))
                .add(new Leaf(0))
                .build();

        assertThatThrownBy(() -> ForestCompiler.compile(2, List.of(tree), 0, 1))
                .hasMessageContaining("input " + input + ", expected 0 to 1");
    }

    @Test
    void moreSlotsThanANodeCanNameAreRefused() {
        List<DecisionTree> trees = java.util.stream.IntStream.range(0, ForestKernel.MAX_SLOTS + 1)
                .mapToObj(input -> new DecisionTree.Builder()
                        .add(new Split(input, 0, Missing.LEFT, 1, 2))
                        .add(new Leaf(0))
                        .add(new Leaf(1))
                        .build())
                .toList();

        assertThatThrownBy(() -> ForestCompiler.compile(ForestKernel.MAX_SLOTS + 1, trees, 0, 1))
                .hasMessageContaining("more than " + ForestKernel.MAX_SLOTS + " inputs");
    }

    @Test
    void whatIsNoTreeIsRefused() {
        assertThatThrownBy(() -> new DecisionTree.Builder().build()).hasMessageContaining("without nodes");
        assertThatThrownBy(() -> builder(1, 1).build()).hasMessageContaining("node 1 with 2 parents");
        assertThatThrownBy(() -> builder(0, 1).build()).hasMessageContaining("node 0 with 1 parents");
        assertThatThrownBy(() -> builder(1, 3).build()).hasMessageContaining("child 3");
        assertThatThrownBy(() -> builder(1, -1).build()).hasMessageContaining("child -1");
        assertThatThrownBy(() ->
                        new DecisionTree.Builder().add(new Leaf(Double.NaN)).build())
                .hasMessageContaining("NaN");
    }

    @Test
    void aCircleBesideTheTreeIsRefused() {
        DecisionTree.Builder builder = new DecisionTree.Builder()
                .add(new Leaf(1))
                .add(new Split(0, 0, Missing.LEFT, 2, 3))
                .add(new Split(0, 0, Missing.LEFT, 1, 4))
                .add(new Leaf(2))
                .add(new Leaf(3));

        assertThatThrownBy(builder::build).hasMessageContaining("1 nodes below the root, expected 5");
    }

    @Test
    void aThresholdThatIsNoNumberIsRefused() {
        assertThatThrownBy(() -> ForestCompiler.compile(1, List.of(stump(Double.NaN, Missing.LEFT)), 0, 1))
                .hasMessageContaining("NaN as a threshold");
    }

    private static DecisionTree.Builder builder(int left, int right) {
        return new DecisionTree.Builder()
                .add(new Split(0, 0, Missing.LEFT, left, right))
                .add(new Leaf(0))
                .add(new Leaf(0));
    }

    private static DecisionTree stump(double threshold, Missing missing) {
        return new DecisionTree.Builder()
                .add(new Split(0, threshold, missing, 1, 2))
                .add(new Leaf(1))
                .add(new Leaf(2))
                .build();
    }

    /// To the right at each level; the leaf at the end has the depth as value.
    private static DecisionTree chain(int depth) {
        DecisionTree.Builder builder = new DecisionTree.Builder();
        for (int level = 0; level < depth; level++) {
            builder.add(new Split(0, level, Missing.RIGHT, 2 * level + 1, 2 * level + 2))
                    .add(new Leaf(-1));
        }
        return builder.add(new Leaf(depth)).build();
    }
}
