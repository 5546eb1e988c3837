package io.tidemark.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AxisTest {
    @Test
    void valuesAreMappedLinearlyAndHeldInside() {
        Axis axis = new Axis(10, 20, 100, 300);

        assertThat(axis.pixel(10)).isEqualTo(100);
        assertThat(axis.pixel(15)).isEqualTo(200);
        assertThat(axis.pixel(20)).isEqualTo(300);
        assertThat(axis.pixel(-1e9)).isEqualTo(100);
        assertThat(axis.pixel(1e9)).isEqualTo(300);
    }

    @Test
    void ticksAreRound() {
        assertThat(new Axis(0, 1, 0, 1).ticks()).hasSize(6).contains(0.0, 1.0);
        assertThat(new Axis(0, 47_000, 0, 1).ticks()).containsExactly(0.0, 10_000.0, 20_000.0, 30_000.0, 40_000.0);
        assertThat(new Axis(-3, 3, 0, 1).ticks()).containsExactly(-3.0, -2.0, -1.0, 0.0, 1.0, 2.0, 3.0);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "5, 5",
        "-5, -5",
        "1e17, 1e17",
        "1e17, 1.0000000000000002e17",
        "-1e308, 1e308",
        "0, 1e-300",
        "1.7e18, 1.7e18",
        "0, 1.7976931348623157e308",
        "3, 2"
    })
    void anySpanHasTicksInsideAndPixelsThatAreNumbers(double low, double high) {
        Axis axis = new Axis(low, high, 0, 100);

        List<Double> ticks = axis.ticks();
        assertThat(ticks).hasSizeBetween(1, 20).doesNotHaveDuplicates();
        assertThat(ticks).allSatisfy(tick -> assertThat(axis.pixel(tick)).isBetween(0.0, 100.0));
        assertThat(ticks).allSatisfy(tick -> assertThat(axis.label(tick)).isNotEmpty());
        assertThat(axis.pixel(low)).isCloseTo(low < high ? 0 : 50, within(51.0));
    }

    @ParameterizedTest
    @CsvSource({
        "0, 1, 0.2, 0.2",
        "0, 100, 20, 20",
        "0, 20000, 5000, '5,000'",
        "0, 5e6, 2e6, 2.00e+06",
        "0, 0.01, 0.002, 0.002"
    })
    void labelsShowAsManyDigitsAsTheStepNeeds(double low, double high, double tick, String expected) {
        assertThat(new Axis(low, high, 0, 1).label(tick)).isEqualTo(expected);
    }
}
