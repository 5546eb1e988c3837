package io.tidemark.trainer.sweep.gp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidemark.trainer.sweep.Golden;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The golden numbers are those of mpmath with 60 digits; see sweep_goldens.py.
class LogExpectedImprovementTest {
    private static final GaussianProcess PROCESS = GaussianProcess.of(
            new KernelParameters(new double[] {0.2, 0.3}, 1, 1e-6),
            new double[][] {{0.1, 0.2}, {0.8, 0.5}, {0.4, 0.9}},
            new boolean[2],
            new double[] {0.3, -1, 1.2});

    static Stream<JsonNode> improvements() {
        return Golden.cases("log-expected-improvement.json");
    }

    @ParameterizedTest
    @MethodSource("improvements")
    void isExactFarInTheTailAndNearTheMiddle(JsonNode expected) {
        LogExpectedImprovement.Unit found =
                LogExpectedImprovement.Unit.at(expected.get("z").asDouble());

        assertClose(found.log(), expected.get("log").asDouble());
        assertClose(found.density(), expected.get("density").asDouble());
        assertClose(found.probability(), expected.get("probability").asDouble());
    }

    private static void assertClose(double found, double expected) {
        assertThat(found).isCloseTo(expected, within(1e-9 * Math.max(1e-6, Math.abs(expected))));
    }

    @Test
    void derivativesAreSlopesAlsoWhereTheImprovementUnderflows() {
        for (double best : new double[] {-1, -60}) {
            LogExpectedImprovement improvement = new LogExpectedImprovement(PROCESS, best);
            double[] at = {0.45, 0.35};
            double[] gradient = new double[2];
            double value = improvement.value(at, gradient);

            assertThat(value).isFinite().isEqualTo(improvement.value(at));
            for (int d = 0; d < 2; d++) {
                double[] above = at.clone();
                double[] below = at.clone();
                above[d] += 1e-6;
                below[d] -= 1e-6;
                double slope = (improvement.value(above) - improvement.value(below)) / 2e-6;
                assertThat(gradient[d]).isCloseTo(slope, within(1e-4 * Math.max(1, Math.abs(slope))));
            }
        }
    }

    @Test
    void theUnknownIsMorePromisingThanTheKnown() {
        LogExpectedImprovement improvement = new LogExpectedImprovement(PROCESS, -1);

        assertThat(improvement.value(new double[] {0.7, 0.1}))
                .isGreaterThan(improvement.value(new double[] {0.4, 0.9}) + 10);
    }
}
