package io.tidemark.trainer.algorithm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TreeGrowerTest {
    private static final TreeOptions FULL = new TreeOptions(512, Integer.MAX_VALUE, 1, 3, TreeOptions.Rule.BEST);

    /// Few ranks for many rows are counted, many ranks for few rows sorted: either way the split is the one that a
    /// search over all splits finds.
    @ParameterizedTest
    @ValueSource(ints = {2, 5, 40, 100_000})
    void theRootSplitsWhereASearchOverAllSplitsWould(int different) {
        SplittableRandom random = new SplittableRandom(different);
        int rows = 60;
        float[] inputs = new float[rows * 3];
        for (int i = 0; i < inputs.length; i++) {
            inputs[i] = random.nextInt(different) / 7f;
        }
        double[] target = new double[rows];
        Arrays.setAll(target, i -> inputs[i * 3] * inputs[i * 3 + 1] + random.nextDouble());
        double[] weights = new double[rows];
        Arrays.setAll(weights, i -> 0.5 + random.nextInt(3));
        TreeOptions stump = new TreeOptions(1, Integer.MAX_VALUE, 5, 3, TreeOptions.Rule.BEST);

        GrownTree tree = grow(inputs, target, weights, stump);

        double expected = naiveStumpError(inputs, target, weights, 5);
        assertThat(error(tree, inputs, target, weights)).isCloseTo(expected, within(1e-9 * expected));
    }

    @Test
    void aFullTreeKnowsEachRow() {
        float[] inputs = random(300, 1);
        double[] target = IntStream.range(0, 300).mapToDouble(i -> 1e6 + i % 17).toArray();

        GrownTree tree = grow(inputs, target, ones(300), FULL);

        for (int row = 0; row < 300; row++) {
            assertThat(tree.value(inputs, row, 3)).isCloseTo(target[row], within(1e-6));
        }
    }

    @Test
    void rowsOfWeightZeroAreNotThere() {
        float[] inputs = random(200, 2);
        double[] target =
                IntStream.range(0, 200).mapToDouble(i -> i % 2 == 0 ? 1 : 1e9).toArray();
        double[] weights =
                IntStream.range(0, 200).mapToDouble(i -> i % 2 == 0 ? 1 : 0).toArray();

        GrownTree tree = grow(inputs, target, weights, FULL);

        assertThat(tree.leaves()).isEqualTo(1);
        assertThat(tree.value(inputs, 1, 3)).isEqualTo(1);
    }

    @Test
    void limitsHold() {
        float[] inputs = random(500, 3);
        double[] target =
                IntStream.range(0, 500).mapToDouble(i -> inputs[i * 3] + i % 3).toArray();

        GrownTree few = grow(inputs, target, ones(500), new TreeOptions(512, 7, 1, 3, TreeOptions.Rule.BEST));
        GrownTree flat = grow(inputs, target, ones(500), new TreeOptions(2, 100, 1, 3, TreeOptions.Rule.BEST));
        GrownTree wide = grow(inputs, target, ones(500), new TreeOptions(512, 100, 100, 3, TreeOptions.Rule.RANDOM));

        assertThat(few.leaves()).isEqualTo(7);
        assertThat(flat.leaves()).isBetween(3, 4);
        assertThat(wide.leaves()).isBetween(2, 5);
    }

    @Test
    void theMostUsefulSplitsComeFirstWhenLeavesAreFew() {
        float[] inputs = random(400, 4);
        double[] target = new double[400];
        Arrays.setAll(target, i -> inputs[i * 3] > 0 ? 100 + (inputs[i * 3 + 1] > 0.5 ? 50 : 0) : inputs[i * 3 + 2]);

        GrownTree three = grow(inputs, target, ones(400), new TreeOptions(512, 3, 1, 3, TreeOptions.Rule.BEST));

        assertThat(error(three, inputs, target, ones(400)) / 400).isLessThan(1);
    }

    @Test
    void valuesThatAreNearOrMissingAreKeptApart() {
        float next = Math.nextUp(1f);
        float[] inputs = {1f, next, Float.NaN, -0f, 0f, 5f};
        double[] target = {10, 20, 30, 40, 40, 50};
        TrainingMatrix data = new TrainingMatrix(List.of("x"), inputs, target, ones(6));

        GrownTree tree = new TreeGrower(RankedColumns.of(data), FULL).grow(target, ones(6), new SplittableRandom(1));

        for (int row = 0; row < 6; row++) {
            assertThat(tree.value(inputs, row, 1)).isCloseTo(target[row], within(1e-9));
        }
    }

    @Test
    void moreValuesThanRanksShareThem() {
        int rows = 70_000;
        float[] inputs = new float[rows];
        double[] target = new double[rows];
        for (int i = 0; i < rows; i++) {
            inputs[i] = i;
            target[i] = i < 12_345 ? 0 : 1;
        }
        TrainingMatrix data = new TrainingMatrix(List.of("x"), inputs, target, ones(rows));

        GrownTree tree = new TreeGrower(RankedColumns.of(data), FULL).grow(target, ones(rows), new SplittableRandom(1));

        assertThat(error(tree, inputs, 1, target)).isLessThan(1);
    }

    private static GrownTree grow(float[] inputs, double[] target, double[] weights, TreeOptions options) {
        TrainingMatrix data = new TrainingMatrix(List.of("a", "b", "c"), inputs, target, weights);
        return new TreeGrower(RankedColumns.of(data), options).grow(target, weights, new SplittableRandom(7));
    }

    private static double error(GrownTree tree, float[] inputs, int width, double[] target) {
        double error = 0;
        for (int row = 0; row < target.length; row++) {
            error += Math.pow(tree.value(inputs, row, width) - target[row], 2);
        }
        return error;
    }

    private static double error(GrownTree tree, float[] inputs, double[] target, double[] weights) {
        double error = 0;
        for (int row = 0; row < target.length; row++) {
            error += weights[row] * Math.pow(tree.value(inputs, row, 3) - target[row], 2);
        }
        return error;
    }

    private static double naiveStumpError(float[] inputs, double[] target, double[] weights, int minRows) {
        double best = squares(target, weights, new boolean[target.length], false);
        for (int c = 0; c < 3; c++) {
            for (int at = 0; at < target.length; at++) {
                boolean[] left = new boolean[target.length];
                int count = 0;
                for (int row = 0; row < target.length; row++) {
                    left[row] = inputs[row * 3 + c] <= inputs[at * 3 + c];
                    count += left[row] ? 1 : 0;
                }
                if (count >= minRows && target.length - count >= minRows) {
                    best = Math.min(best, squares(target, weights, left, true) + squares(target, weights, left, false));
                }
            }
        }
        return best;
    }

    private static double squares(double[] target, double[] weights, boolean[] isIn, boolean wanted) {
        double weight = 0;
        double sum = 0;
        for (int i = 0; i < target.length; i++) {
            if (isIn[i] == wanted) {
                weight += weights[i];
                sum += weights[i] * target[i];
            }
        }
        double squares = 0;
        for (int i = 0; i < target.length; i++) {
            if (isIn[i] == wanted) {
                squares += weights[i] * Math.pow(target[i] - sum / weight, 2);
            }
        }
        return squares;
    }

    private static float[] random(int rows, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] inputs = new float[rows * 3];
        for (int i = 0; i < inputs.length; i++) {
            inputs[i] = (float) random.nextDouble(-1, 1);
        }
        return inputs;
    }

    private static double[] ones(int count) {
        double[] ones = new double[count];
        Arrays.fill(ones, 1);
        return ones;
    }
}
