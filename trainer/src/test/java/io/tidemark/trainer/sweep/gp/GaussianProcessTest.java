package io.tidemark.trainer.sweep.gp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidemark.trainer.sweep.Golden;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The golden numbers are those of scikit-learn's GaussianProcessRegressor; see sweep_goldens.py.
class GaussianProcessTest {
    static Stream<JsonNode> processes() {
        return Golden.cases("gaussian-process.json");
    }

    @ParameterizedTest
    @MethodSource("processes")
    void predictsAsScikitLearnDoes(JsonNode given) {
        GaussianProcess process = GaussianProcess.of(
                new KernelParameters(
                        Golden.numbers(given.get("length_scales")),
                        given.get("variance").asDouble(),
                        given.get("noise").asDouble()),
                Golden.rows(given.get("x")),
                allReal(given),
                Golden.numbers(given.get("y")));
        double[][] at = Golden.rows(given.get("at"));
        for (int i = 0; i < at.length; i++) {
            GaussianProcess.Prediction found = process.predict(at[i]);

            assertThat(found.mean()).isCloseTo(given.get("mean").get(i).asDouble(), within(1e-8));
            assertThat(found.deviation())
                    .isCloseTo(given.get("deviation").get(i).asDouble(), within(1e-8));
            assertThat(process.mean(at[i])).isEqualTo(found.mean());
        }
    }

    @ParameterizedTest
    @MethodSource("processes")
    void marginalLikelihoodAndItsGradientAreThoseOfScikitLearn(JsonNode given) {
        double[] lengthScales = Golden.numbers(given.get("length_scales"));
        int dimensions = lengthScales.length;
        double[] logs = Arrays.copyOf(lengthScales, dimensions + 2);
        logs[dimensions] = given.get("variance").asDouble();
        logs[dimensions + 1] = given.get("noise").asDouble();
        logs = Arrays.stream(logs).map(StrictMath::log).toArray();
        double[] gradient = new double[dimensions + 2];

        double found = new MarginalLikelihood(
                        Golden.rows(given.get("x")), allReal(given), Golden.numbers(given.get("y")))
                .value(logs, gradient);

        assertThat(found).isCloseTo(given.get("log_marginal_likelihood").asDouble(), within(1e-7));
        double[] expected = Golden.numbers(given.get("gradient"));
        assertThat(gradient[dimensions]).isCloseTo(expected[0], within(1e-6));
        assertThat(gradient[dimensions + 1]).isCloseTo(expected[dimensions + 1], within(1e-6));
        for (int d = 0; d < dimensions; d++) {
            assertThat(gradient[d]).isCloseTo(expected[d + 1], within(1e-6));
        }
    }

    private static boolean[] allReal(JsonNode given) {
        return new boolean[given.get("length_scales").size()];
    }

    @Test
    void derivativesOfThePredictionAreItsSlopes() {
        GaussianProcess process = bumps(20, 3);
        double[] at = {0.3, 0.6, 0.45};
        double[] ofMean = new double[3];
        double[] ofDeviation = new double[3];
        process.predict(at, ofMean, ofDeviation);
        for (int d = 0; d < 3; d++) {
            double[] above = at.clone();
            double[] below = at.clone();
            above[d] += 1e-5;
            below[d] -= 1e-5;
            GaussianProcess.Prediction up = process.predict(above);
            GaussianProcess.Prediction down = process.predict(below);

            assertThat(ofMean[d]).isCloseTo((up.mean() - down.mean()) / 2e-5, within(1e-5));
            assertThat(ofDeviation[d]).isCloseTo((up.deviation() - down.deviation()) / 2e-5, within(1e-5));
        }
    }

    @Test
    void fittedLengthScalesTellWhichDimensionMatters() {
        SplittableRandom random = new SplittableRandom(5);
        double[][] x = new double[40][];
        double[] y = new double[40];
        for (int i = 0; i < 40; i++) {
            x[i] = new double[] {random.nextDouble(), random.nextDouble()};
            y[i] = 1.4 * Math.sin(9 * x[i][0]);
        }

        double[] found =
                GaussianProcess.fit(x, new boolean[2], y, 2, 1).parameters().lengthScales();

        assertThat(found[1]).isGreaterThan(2 * found[0]);
    }

    @Test
    void equalSeedsGiveEqualBits() {
        assertThat(bumps(30, 4).parameters().toString())
                .isEqualTo(bumps(30, 4).parameters().toString());
    }

    @Test
    void believedPointsAreCertainAndChangeNoMean() {
        GaussianProcess process = bumps(15, 2);
        double[] pending = {0.91, 0.13};
        double[] elsewhere = {0.2, 0.7};

        GaussianProcess believing = process.believing(new double[][] {pending});

        assertThat(believing.predict(pending).deviation())
                .isLessThan(0.5 * process.predict(pending).deviation());
        assertThat(believing.predict(elsewhere).mean())
                .isCloseTo(process.predict(elsewhere).mean(), within(1e-6));
    }

    @Test
    void neighboursOfANominalValueMeanNothing() {
        double[][] x = {{0.125}, {0.125}, {0.875}, {0.875}};
        double[] y = {1, 1, -1, -1};
        GaussianProcess process =
                GaussianProcess.of(new KernelParameters(new double[] {0.5}, 1, 1e-4), x, new boolean[] {true}, y);

        double near = process.predict(new double[] {0.375}).mean();

        assertThat(near).isCloseTo(process.predict(new double[] {0.625}).mean(), within(1e-12));
        assertThat(process.predict(new double[] {0.125}).mean()).isCloseTo(1, within(1e-2));
    }

    @Test
    void pointsThatCoincideDoNotStopIt() {
        double[][] x = {{0.5}, {0.5}, {0.5 + 1e-13}, {0.2}};
        GaussianProcess process = GaussianProcess.of(
                new KernelParameters(new double[] {1}, 1, 0), x, new boolean[1], new double[] {1, 1, 1, 0});

        assertThat(process.predict(new double[] {0.5}).mean()).isCloseTo(1, within(1e-3));
    }

    private static GaussianProcess bumps(int rows, int dimensions) {
        SplittableRandom random = new SplittableRandom(7);
        double[][] x = new double[rows][dimensions];
        double[] y = new double[rows];
        for (int i = 0; i < rows; i++) {
            for (int d = 0; d < dimensions; d++) {
                x[i][d] = random.nextDouble();
                y[i] += Math.sin((5 + d) * x[i][d]);
            }
        }
        return GaussianProcess.fit(x, new boolean[dimensions], y, 1, 11);
    }
}
