package io.tidemark.trainer.sweep.gp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class CholeskyTest {
    private static final double[] MATRIX = {4, 2, 0.6, 2, 5, 1, 0.6, 1, 3};

    @Test
    void inverseTimesTheMatrixIsOne() {
        double[] inverse = Cholesky.of(MATRIX, 3).inverse();
        for (int i = 0; i < 3; i++) {
            for (int j = 0; j < 3; j++) {
                double sum = 0;
                for (int k = 0; k < 3; k++) {
                    sum += inverse[i * 3 + k] * MATRIX[k * 3 + j];
                }
                assertThat(sum).isCloseTo(i == j ? 1 : 0, within(1e-14));
            }
        }
    }

    @Test
    void solvesFromBothSides() {
        Cholesky factor = Cholesky.of(MATRIX, 3);
        double[] b = {1, -2, 3};
        factor.solveLower(b);
        factor.solveUpper(b);

        assertThat(4 * b[0] + 2 * b[1] + 0.6 * b[2]).isCloseTo(1, within(1e-14));
        assertThat(2 * b[0] + 5 * b[1] + b[2]).isCloseTo(-2, within(1e-14));
        assertThat(0.6 * b[0] + b[1] + 3 * b[2]).isCloseTo(3, within(1e-14));
    }

    @Test
    void determinantIsTheMatrixs() {
        // 4 (15 - 1) - 2 (6 - 0.6) + 0.6 (2 - 3)
        assertThat(Cholesky.of(MATRIX, 3).logDeterminant()).isCloseTo(Math.log(44.6), within(1e-13));
    }

    @Test
    void aMatrixThatIsNotPositiveDefiniteIsRefused() {
        assertThatThrownBy(() -> Cholesky.of(new double[] {1, 2, 2, 1}, 2))
                .isInstanceOf(ArithmeticException.class)
                .hasMessageContaining("Row 1");
    }
}
