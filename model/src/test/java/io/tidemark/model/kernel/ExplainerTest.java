package io.tidemark.model.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tidemark.model.kernel.DecisionTree.Leaf;
import io.tidemark.model.kernel.DecisionTree.Missing;
import io.tidemark.model.kernel.DecisionTree.Split;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExplainerTest {
    static LongStream seeds() {
        return LongStream.range(0, 40);
    }

    /// Leaves are up to 125 and trees up to 8: a millionth of a millionth of that is what doubles can do.
    @ParameterizedTest
    @MethodSource("seeds")
    void contributionsAreShapleyValues(long seed) {
        int inputs = 1 + (int) (seed % 10);
        RandomTrees random = new RandomTrees(seed, inputs);
        List<DecisionTree> trees = random.forest(1 + (int) (seed % 3));
        ForestKernel kernel = ForestCompiler.compile(inputs, trees, 2.5, 0.25);
        Explainer explainer = kernel.explainer().orElseThrow();
        ExplainerScratch scratch = explainer.newScratch();
        Explainer walking = new ForestExplainer(kernel, new NodeShares(kernel.parts()));
        ExplainerScratch walkingScratch = walking.newScratch();
        double[] contributions = new double[inputs];

        for (int i = 0; i < 5; i++) {
            float[] row = random.row();
            explainer.explain(row, scratch, contributions);

            assertThat(contributions)
                    .as("seed %d, row %s", seed, Arrays.toString(row))
                    .containsExactly(NaiveShapley.values(trees, row, 0.25), within(1e-9));
            walking.explain(row, walkingScratch, contributions);
            assertThat(contributions)
                    .as("tree by tree, seed %d, row %s", seed, Arrays.toString(row))
                    .containsExactly(NaiveShapley.values(trees, row, 0.25), within(1e-9));
            assertThat(explainer.base()).isCloseTo(2.5 + 0.25 * NaiveShapley.base(trees), within(1e-9));
        }
    }

    /// Twelve inputs and more take more points than are computed at a time.
    @ParameterizedTest
    @ValueSource(ints = {1, 8, 9, 12, 40, 64, 65, 200})
    void contributionsAndBaseAddUpToTheMargin(int inputs) {
        RandomTrees random = new RandomTrees(inputs, inputs);
        List<DecisionTree> trees =
                LongStream.range(0, 20).mapToObj(i -> random.tree(300)).toList();
        ForestKernel kernel = ForestCompiler.compile(inputs, trees, -3, 0.1);
        Explainer explainer = kernel.explainer().orElseThrow();
        ExplainerScratch scratch = explainer.newScratch();
        double[] contributions = new double[inputs];

        for (int i = 0; i < 50; i++) {
            float[] row = random.row();
            explainer.explain(row, scratch, contributions);

            double sum = explainer.base() + Arrays.stream(contributions).sum();
            assertThat(sum).isCloseTo(kernel.margin(row, new int[kernel.scratchLength()]), within(1e-9));
        }
    }

    @Test
    void shortPathsAreTakenSideBySideAndLongOnesTreeByTree() {
        assertThat(ForestCompiler.compile(8, new RandomTrees(1, 8).forest(20), 0, 1)
                        .explainer())
                .containsInstanceOf(PathExplainer.class);
        assertThat(ForestCompiler.compile(40, List.of(new RandomTrees(1, 40).tree(2_000)), 0, 1)
                        .explainer())
                .containsInstanceOf(ForestExplainer.class);
    }

    /// Each split asks another input: the path of the deepest leaf has as many inputs as splits.
    @Test
    void aPathOfManyInputsIsExactToo() {
        int inputs = 11;
        DecisionTree.Builder chain = new DecisionTree.Builder();
        for (int input = 0; input < inputs; input++) {
            chain.add(new Split(input, 0, Missing.RIGHT, 2 * input + 1, 2 * input + 2))
                    .add(new Leaf(input * input, 1 + input % 4));
        }
        List<DecisionTree> trees = List.of(chain.add(new Leaf(-100, 2)).build());
        Explainer explainer =
                ForestCompiler.compile(inputs, trees, 0, 1).explainer().orElseThrow();
        double[] contributions = new double[inputs];
        float[] row = {1, 1, -1, 1, 1, 1, Float.NaN, 1, -1, 1, 1};

        explainer.explain(row, explainer.newScratch(), contributions);

        assertThat(contributions).containsExactly(NaiveShapley.values(trees, row, 1), within(1e-9));
    }

    @Test
    void aLeafThatNoTrainingRowCameToDividesNothingByZero() {
        DecisionTree tree = new DecisionTree.Builder()
                .add(new Split(0, 0, Missing.RIGHT, 1, 2))
                .add(new Split(1, 0, Missing.RIGHT, 3, 4))
                .add(new Leaf(5, 3))
                .add(new Leaf(7, 0))
                .add(new Leaf(9, 0))
                .build();
        ForestKernel kernel = ForestCompiler.compile(2, List.of(tree), 0, 1);
        Explainer explainer = kernel.explainer().orElseThrow();
        double[] contributions = new double[2];

        explainer.explain(new float[] {-1, -1}, explainer.newScratch(), contributions);

        assertThat(explainer.base() + contributions[0] + contributions[1]).isCloseTo(7, within(1e-12));
    }

    @Test
    void aTreeThatIsALeafOnlyMovesTheBase() {
        List<DecisionTree> trees =
                List.of(new DecisionTree.Builder().add(new Leaf(3)).build(), new RandomTrees(1, 2).tree(3));
        Explainer explainer = ForestCompiler.compile(2, trees, 0, 1).explainer().orElseThrow();

        assertThat(explainer.base()).isCloseTo(NaiveShapley.base(trees), within(1e-12));
    }

    @Test
    void treesWithoutCoversHaveNoExplanation() {
        DecisionTree tree = new DecisionTree.Builder()
                .add(new Split(0, 0, Missing.LEFT, 1, 2))
                .add(new Leaf(1, 4))
                .add(new Leaf(2))
                .build();

        assertThat(ForestCompiler.compile(1, List.of(tree), 0, 1).explainer()).isEmpty();
    }

    @Test
    void linearContributionsAreDistancesFromTheCentres() {
        LinearKernel kernel = new LinearKernel(10, new double[] {2, -3, 5}, new double[] {1, 0.5, 7});
        Explainer explainer = kernel.explainer().orElseThrow();
        double[] contributions = {9, 9, 9};

        explainer.explain(new float[] {4, 2.5f, Float.NaN}, explainer.newScratch(), contributions);

        assertThat(contributions).containsExactly(6, -6, 0);
        assertThat(explainer.base()).isEqualTo(10);
    }

    @Test
    void quadratureIsExactForPolynomials() {
        for (int points : new int[] {1, 2, 3, 4, 5, 6, 7, 8, 16, 64}) {
            GaussLegendre rule = new GaussLegendre(points);
            for (int degree = 0; degree < 2 * points; degree++) {
                double integral = 0;
                for (int i = 0; i < points; i++) {
                    integral += rule.weights[i] * Math.pow(rule.points[i], degree);
                }
                assertThat(integral)
                        .as("%d points, degree %d", points, degree)
                        .isCloseTo(1.0 / (degree + 1), within(1e-13));
            }
        }
    }
}
