package io.tidemark.model.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LinearKernelTest {
    private static final LinearKernel KERNEL = new LinearKernel(10, new double[] {2, -3}, new double[] {1, 0.5});

    @Test
    void sumsWeightedDistancesFromTheCentres() {
        assertThat(margin(4, 2.5f)).isEqualTo(10 + 2 * 3 - 3 * 2);
        assertThat(margin(1, 0.5f)).isEqualTo(10);
    }

    @Test
    void aMissingInputCountsAsAnAverageOne() {
        assertThat(margin(Float.NaN, 2.5f)).isEqualTo(margin(1, 2.5f));
        assertThat(margin(Float.NaN, Float.NaN)).isEqualTo(10);
    }

    @Test
    void theLargestInputsGiveAFiniteMargin() {
        assertThat(margin(Float.MAX_VALUE, -Float.MAX_VALUE)).isFinite();
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    void numbersThatAreNotFiniteAreRefused(double bad) {
        assertThatThrownBy(() -> new LinearKernel(bad, new double[1], new double[1]))
                .hasMessageContaining("finite");
        assertThatThrownBy(() -> new LinearKernel(0, new double[] {bad}, new double[1]))
                .hasMessageContaining("finite");
        assertThatThrownBy(() -> new LinearKernel(0, new double[1], new double[] {bad}))
                .hasMessageContaining("finite");
    }

    @Test
    void weightsAndCentresBelongTogether() {
        assertThatThrownBy(() -> new LinearKernel(0, new double[1], new double[2]))
                .hasMessageContaining("1 weights");
        assertThatThrownBy(() -> new LinearKernel(0, new double[0], new double[0]))
                .hasMessageContaining("at least one");
    }

    @ParameterizedTest
    @CsvSource({"0, 0.5", "1000, 1", "-1000, 0", "1, 0.7310585786300049"})
    void theLogisticLinkGivesProbabilities(double margin, double expected) {
        assertThat(Link.LOGISTIC.score(margin)).isEqualTo(expected);
        assertThat(Link.IDENTITY.score(margin)).isEqualTo(margin);
    }

    private static double margin(float... row) {
        return KERNEL.margin(row, new int[KERNEL.scratchLength()]);
    }
}
