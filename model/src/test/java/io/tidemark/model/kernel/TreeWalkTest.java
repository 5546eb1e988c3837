package io.tidemark.model.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TreeWalkTest {
    /// Trees of one int, of two, and of one leaf each; more slots than are taken at once, and fewer.
    @ParameterizedTest
    @CsvSource({"1, 0, 9", "2, 5, 40", "3, 31, 16", "4, 32, 16", "5, 40, 30", "6, 63, 25", "7, 63, 1", "11, 63, 8"})
    void masksAndChainsSumUpTheSameLeaves(int inputs, int mostSplits, int trees) {
        RandomTrees random = new RandomTrees(100 + inputs, inputs);
        List<DecisionTree> forest = random.forest(trees, mostSplits);
        ForestKernel kernel = ForestCompiler.compile(inputs, forest, 0, 1);
        TreeWalk masks = new TreeMasks(new MaskTable(kernel.parts()));
        TreeWalk chains = new TreeChains(kernel.parts());

        for (int i = 0; i < 1_000; i++) {
            float[] row = random.row();
            double expected = RandomTrees.naiveMargin(forest, row, 0, 1);

            assertThat(sum(masks, kernel, row)).as(Arrays.toString(row)).isEqualTo(expected);
            assertThat(sum(chains, kernel, row)).as(Arrays.toString(row)).isEqualTo(expected);
        }
    }

    private static double sum(TreeWalk walk, ForestKernel kernel, float[] row) {
        int[] scratch = new int[walk.scratchLength()];
        Arrays.fill(scratch, 77);
        kernel.setKeys(row, scratch, walk.keysAt());
        return walk.sum(scratch);
    }

    @Test
    void aForestOfSmallTreesIsMasked() {
        assertThat(TreeWalk.of(ForestCompiler.compile(4, trees(40, 63), 0, 1).parts()))
                .isInstanceOf(TreeMasks.class);
    }

    @Test
    void oneTreeOfMoreLeavesThanALongHasBitsPutsTheForestInChains() {
        assertThat(TreeWalk.of(ForestCompiler.compile(4, trees(40, 64), 0, 1).parts()))
                .isInstanceOf(TreeChains.class);
    }

    /// Each slot costs a search and a row of masks, whether a tree asks it or not.
    @Test
    void manySlotsThatFewSplitsAskPutTheForestInChains() {
        RandomTrees random = new RandomTrees(1, 300);

        assertThat(TreeWalk.of(
                        ForestCompiler.compile(300, random.forest(60, 8), 0, 1).parts()))
                .isInstanceOf(TreeChains.class);
    }

    /// 300 trees of 16 leaves with 100 thresholds an input: 1 MB of masks for 8 inputs, 5 MB for 40.
    @ParameterizedTest
    @CsvSource({"8, io.tidemark.model.kernel.TreeMasks", "40, io.tidemark.model.kernel.TreeChains"})
    void aTableBeyondTheNearCachesThatEachRowReadsMuchOfIsNotWorthIt(int inputs, Class<?> walk) {
        Random random = new Random(inputs);
        List<DecisionTree> forest =
                IntStream.range(0, 300).mapToObj(i -> full(inputs, random)).toList();

        assertThat(TreeWalk.of(ForestCompiler.compile(inputs, forest, 0, 1).parts()))
                .isInstanceOf(walk);
    }

    private static DecisionTree full(int inputs, Random random) {
        DecisionTree.Builder tree = new DecisionTree.Builder();
        for (int node = 0; node < 15; node++) {
            tree.add(new DecisionTree.Split(
                    random.nextInt(inputs),
                    random.nextInt(100),
                    DecisionTree.Missing.LEFT,
                    2 * node + 1,
                    2 * node + 2));
        }
        for (int leaf = 0; leaf < 16; leaf++) {
            tree.add(new DecisionTree.Leaf(leaf));
        }
        return tree.build();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 7, 8, 255, 256})
    void aRowIsFoundForEachBin(int thresholds) {
        List<DecisionTree> forest = IntStream.range(0, Math.max(1, thresholds))
                .mapToObj(i -> thresholds == 0 ? new RandomTrees(1, 1).tree(0) : stump(i))
                .toList();
        ForestKernel kernel = ForestCompiler.compile(1, forest, 0, 1);
        TreeWalk masks = new TreeMasks(new MaskTable(kernel.parts()));

        for (int i = -1; i <= thresholds; i++) {
            float[] row = {i + 0.5f};
            assertThat(sum(masks, kernel, row)).isEqualTo(RandomTrees.naiveMargin(forest, row, 0, 1));
        }
    }

    private static List<DecisionTree> trees(int count, int splits) {
        RandomTrees random = new RandomTrees(splits, 4);
        return IntStream.range(0, count).mapToObj(i -> random.tree(splits)).toList();
    }

    private static DecisionTree stump(int threshold) {
        return new DecisionTree.Builder()
                .add(new DecisionTree.Split(0, threshold, DecisionTree.Missing.LEFT, 1, 2))
                .add(new DecisionTree.Leaf(threshold))
                .add(new DecisionTree.Leaf(2 * threshold + 1))
                .build();
    }
}
