package io.tidemark.model.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.tidemark.model.pipeline.InputStep.Axes;
import io.tidemark.model.pipeline.InputStep.DistanceInput;
import io.tidemark.model.pipeline.InputStep.Point;
import io.tidemark.model.pipeline.InputStep.RotationInput;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Rotations and distances.
class GeographyTest {
    @Test
    void turningKeepsLengths() {
        SplittableRandom random = new SplittableRandom(3);
        for (int i = 0; i < 200; i++) {
            double x = random.nextDouble(-100, 100);
            double y = random.nextDouble(-100, 100);
            float[] turned =
                    apply(new RotationInput("r", 0, 1, List.of(Axes.turnedBy(random.nextDouble(-360, 360)))), x, y);

            assertThat(Math.hypot(turned[0], turned[1])).isCloseTo(Math.hypot(x, y), within(1e-4));
        }
    }

    @ParameterizedTest
    @CsvSource({"0, 3, 4, 3, 4", "90, 3, 4, 4, -3", "180, 3, 4, -3, -4", "-90, 3, 4, -4, 3", "45, 1, 1, 1.4142135, 0"})
    void axesTurnCounterClockwise(double degrees, double x, double y, float toX, float toY) {
        float[] turned = apply(new RotationInput("r", 0, 1, List.of(Axes.turnedBy(degrees))), x, y);

        assertThat(turned).containsExactly(new float[] {toX, toY}, within(1e-6f));
    }

    /// Reference values by the formula of Vincenty (1975) on the same sphere, which is exact at all distances.
    @ParameterizedTest
    @CsvSource({
        "-118.2437, 34.0522, -122.4194, 37.7749",
        "-118.2437, 34.0522, -118.2437, 34.0522",
        "-118.2437, 34.0522, -118.2436, 34.0522",
        "0, 0, 180, 0",
        "0, 90, 0, -90",
        "179.9, 10, -179.9, 10",
        "13.4, 52.5, 151.2, -33.9"
    })
    void greatCirclesAreThoseOfVincenty(double longitude, double latitude, double toLongitude, double toLatitude) {
        double found = Distance.haversineKm(longitude, latitude, toLongitude, toLatitude);

        assertThat(found)
                .isCloseTo(vincentyKm(longitude, latitude, toLongitude, toLatitude), within(1e-6 * (1 + found)));
        assertThat(found).isEqualTo(Distance.haversineKm(toLongitude, toLatitude, longitude, latitude));
    }

    @Test
    void straightDistancesHaveAnyNumberOfCoordinates() {
        DistanceInput three = new DistanceInput(
                "d", Distance.EUCLIDEAN, List.of(0, 1, 2), List.of(new Point("p", List.of(1.0, 2.0, 3.0))));

        assertThat(apply(three, 3, 5, 9)).containsExactly(7);
    }

    @Test
    void inputsAreFiniteWhateverTheRowHolds() {
        DistanceInput straight =
                new DistanceInput("d", Distance.EUCLIDEAN, List.of(0, 1), List.of(new Point("p", List.of(0.0, 0.0))));
        DistanceInput circle =
                new DistanceInput("d", Distance.HAVERSINE, List.of(0, 1), List.of(new Point("p", List.of(0.0, 0.0))));
        RotationInput rotation = new RotationInput("r", 0, 1, List.of(Axes.turnedBy(45)));

        for (double extreme : new double[] {1e308, -1e308, 1e39, Double.MIN_VALUE}) {
            for (InputStep step : List.of(straight, circle, rotation)) {
                for (float input : apply(step, extreme, -extreme)) {
                    assertThat(input).isFinite();
                }
            }
        }
    }

    @Test
    void parametersThatNoFitGivesAreRefused() {
        assertThatThrownBy(() -> new Axes(10, 1.5, 0)).hasMessageContaining("a cosine of 1.5");
        assertThatThrownBy(() -> new Axes(Double.NaN, 0, 0)).hasMessageContaining("an angle");
        assertThatThrownBy(() -> new DistanceInput("d", Distance.HAVERSINE, List.of(0), List.of()))
                .hasMessageContaining("longitude and latitude");
        assertThatThrownBy(() -> new DistanceInput(
                        "d", Distance.EUCLIDEAN, List.of(0), List.of(new Point("p", List.of(1.0, 2.0)))))
                .hasMessageContaining("2 coordinates of 'p'");
        assertThatThrownBy(() -> new Point("p", List.of(Double.POSITIVE_INFINITY)))
                .hasMessageContaining("finite");
    }

    private static double vincentyKm(double longitude, double latitude, double toLongitude, double toLatitude) {
        double from = Math.toRadians(latitude);
        double to = Math.toRadians(toLatitude);
        double across = Math.toRadians(toLongitude - longitude);
        double a = Math.cos(to) * Math.sin(across);
        double b = Math.cos(from) * Math.sin(to) - Math.sin(from) * Math.cos(to) * Math.cos(across);
        double c = Math.sin(from) * Math.sin(to) + Math.cos(from) * Math.cos(to) * Math.cos(across);
        return 6371.0088 * Math.atan2(Math.hypot(a, b), c);
    }

    private static float[] apply(InputStep step, double... filled) {
        float[] inputs = new float[step.width()];
        step.forRows().apply(filled, inputs, 0);
        return inputs;
    }
}
