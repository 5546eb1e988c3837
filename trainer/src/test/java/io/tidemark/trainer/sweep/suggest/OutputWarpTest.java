package io.tidemark.trainer.sweep.suggest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidemark.trainer.sweep.Golden;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class OutputWarpTest {
    static Stream<JsonNode> powers() {
        return Golden.cases("yeo-johnson.json");
    }

    @ParameterizedTest
    @MethodSource("powers")
    void transformsAsSciPyDoes(JsonNode given) {
        double[] values = Golden.numbers(given.get("values"));
        double[] expected = Golden.numbers(given.get("transformed"));
        for (int i = 0; i < values.length; i++) {
            assertThat(OutputWarp.yeoJohnson(values[i], given.get("exponent").asDouble()))
                    .isCloseTo(expected[i], within(1e-12 * Math.max(1, Math.abs(expected[i]))));
        }
    }

    @Test
    void orderStaysAndTheTailIsPulledIn() {
        double[] losses = {3, 1, 1e6, 2, 4e6, 2.5, 1e3, 7};

        double[] warped = OutputWarp.warped(losses);

        assertThat(order(warped)).isEqualTo(order(losses));
        assertThat(DoubleStream.of(warped).max().orElseThrow()).isLessThan(3);
        assertThat(DoubleStream.of(warped).average().orElseThrow()).isCloseTo(0, within(1e-12));
    }

    private static int[] order(double[] values) {
        return java.util.stream.IntStream.range(0, values.length)
                .boxed()
                .sorted(java.util.Comparator.comparingDouble(i -> values[i]))
                .mapToInt(i -> i)
                .toArray();
    }

    @Test
    void whatLooksNormalStaysNearlyAsItIs() {
        SplittableRandom random = new SplittableRandom(3);
        double[] normal = DoubleStream.generate(random::nextGaussian).limit(200).toArray();

        double[] warped = OutputWarp.warped(normal);

        double farthest = 0;
        for (int i = 0; i < normal.length; i++) {
            farthest = Math.max(farthest, Math.abs(warped[i] - normal[i]));
        }
        assertThat(farthest).isLessThan(0.6);
    }

    @Test
    void equalLossesAreAllZero() {
        assertThat(OutputWarp.warped(new double[] {7, 7, 7})).containsOnly(0);
        assertThat(OutputWarp.warped(new double[] {0})).containsOnly(0);
    }

    @Test
    void hugeLossesDoNotOverflow() {
        double[] warped = OutputWarp.warped(new double[] {1e300, -1e300, 5e299, 1});

        assertThat(Arrays.stream(warped).allMatch(Double::isFinite)).isTrue();
        assertThat(warped[0]).isGreaterThan(warped[2]);
    }
}
