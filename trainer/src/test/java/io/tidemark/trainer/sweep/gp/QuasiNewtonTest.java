package io.tidemark.trainer.sweep.gp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class QuasiNewtonTest {
    @Test
    void findsTheEndOfABentValley() {
        AtomicInteger calls = new AtomicInteger();
        QuasiNewton.Minimum found = new QuasiNewton(new double[] {-5, -5}, new double[] {5, 5}, 200, 1e-14)
                .minimise(
                        (x, gradient) -> {
                            calls.incrementAndGet();
                            double off = x[1] - x[0] * x[0];
                            gradient[0] = -400 * off * x[0] - 2 * (1 - x[0]);
                            gradient[1] = 200 * off;
                            return 100 * off * off + (1 - x[0]) * (1 - x[0]);
                        },
                        new double[] {-1.2, 1});

        assertThat(found.x()[0]).isCloseTo(1, within(1e-4));
        assertThat(found.x()[1]).isCloseTo(1, within(1e-4));
        assertThat(calls).hasValueLessThan(120);
    }

    @Test
    void stopsAtTheFacesOfTheBox() {
        // The free minimum is at (3, 0.5).
        QuasiNewton.Minimum found = new QuasiNewton(new double[] {0, 0}, new double[] {1, 1}, 50, 1e-12)
                .minimise(
                        (x, gradient) -> {
                            gradient[0] = 2 * (x[0] - 3);
                            gradient[1] = 20 * (x[1] - 0.5);
                            return (x[0] - 3) * (x[0] - 3) + 10 * (x[1] - 0.5) * (x[1] - 0.5);
                        },
                        new double[] {0.2, 0.9});

        assertThat(found.x()[0]).isEqualTo(1);
        assertThat(found.x()[1]).isCloseTo(0.5, within(1e-5));
    }

    @Test
    void aWallOfInfinityIsSteppedBackFrom() {
        QuasiNewton.Minimum found = new QuasiNewton(new double[] {-10}, new double[] {10}, 50, 1e-12)
                .minimise(
                        (x, gradient) -> {
                            gradient[0] = 2 * (x[0] - 1);
                            return x[0] > 1.5 ? Double.POSITIVE_INFINITY : (x[0] - 1) * (x[0] - 1);
                        },
                        new double[] {-9});

        assertThat(found.x()[0]).isCloseTo(1, within(1e-5));
    }

    @Test
    void aMinimumToBeginWithIsKept() {
        QuasiNewton.Minimum found = new QuasiNewton(new double[] {-1}, new double[] {1}, 50, 1e-12)
                .minimise(
                        (x, gradient) -> {
                            gradient[0] = 2 * x[0];
                            return x[0] * x[0];
                        },
                        new double[] {0});

        assertThat(found.x()).containsExactly(0);
        assertThat(found.value()).isZero();
    }
}
