package io.tidemark.stats.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RollingKsTest {
    @ParameterizedTest
    @CsvSource({
        "1, 1, false",
        "1, 7, true",
        "2, 5, false",
        "63, 40, true",
        "64, 40, false",
        "65, 100, true",
        "500, 50, false"
    })
    void eachDistanceIsThatOfTheWindowsRows(int referenceRows, int windowRows, boolean tied) {
        SplittableRandom random = new SplittableRandom(referenceRows);
        double[] reference = sample(random, referenceRows, tied);
        RollingKs rolling = new RollingKs(reference);
        ArrayDeque<Double> window = new ArrayDeque<>();

        for (int event = 0; event < 400; event++) {
            double value =
                    event % 17 == 3 ? reference[random.nextInt(referenceRows)] : sample(random, 1, tied)[0] + 0.3;
            if (window.size() == windowRows) {
                rolling.evict(window.removeFirst());
            }
            window.addLast(value);
            rolling.insert(value);

            double[] rows = window.stream().mapToDouble(Double::doubleValue).toArray();
            double expected =
                    KolmogorovSmirnov.test(reference, rows).orElseThrow().statistic();
            assertThat(rolling.distance().orElseThrow())
                    .as("event %d of seed %d", event, referenceRows)
                    .isCloseTo(expected, within(1e-14));
            assertThat(rolling.rows()).isEqualTo(rows.length);
        }
    }

    @Test
    void probabilityIsThatOfTheTwoSampleTest() {
        double[] reference = sample(new SplittableRandom(1), 100, false);
        double[] window = sample(new SplittableRandom(2), 30, false);
        RollingKs rolling = new RollingKs(reference);
        for (double value : window) {
            rolling.insert(value);
        }
        TestResult expected = KolmogorovSmirnov.test(reference, window).orElseThrow();
        assertThat(rolling.test().orElseThrow().pValue()).isCloseTo(expected.pValue(), within(1e-12));
    }

    @Test
    void missingValuesChangeNothing() {
        RollingKs rolling = new RollingKs(1, 2, Double.NaN, 3);
        rolling.insert(2);
        rolling.insert(Double.NaN);
        rolling.insert(Double.POSITIVE_INFINITY);
        rolling.evict(Double.NaN);
        assertThat(rolling.rows()).isEqualTo(1);
        assertThat(rolling.distance().orElseThrow()).isCloseTo(1.0 / 3, within(1e-15));
    }

    @Test
    void emptyWindowHasNoDistance() {
        RollingKs rolling = new RollingKs(1, 2, 3);
        assertThat(rolling.distance()).isEmpty();
        rolling.insert(5);
        rolling.evict(5);
        assertThat(rolling.distance()).isEmpty();
        assertThat(rolling.test()).isEmpty();
    }

    @Test
    void bothZerosAreOneValue() {
        RollingKs rolling = new RollingKs(-0.0, 0.0, 1);
        rolling.insert(-0.0);
        rolling.evict(0.0);
        assertThat(rolling.rows()).isZero();
    }

    @Test
    void rowsThatNeverCameCannotGo() {
        RollingKs rolling = new RollingKs(1, 2, 3);
        rolling.insert(2.5);
        assertThatThrownBy(() -> rolling.evict(2)).isInstanceOf(IllegalArgumentException.class);
        assertThat(rolling.rows()).isEqualTo(1);
    }

    @Test
    void referenceNeedsAValue() {
        assertThatThrownBy(() -> new RollingKs(Double.NaN))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no finite value in a reference of 1");
    }

    private static double[] sample(SplittableRandom random, int size, boolean tied) {
        double[] values = new double[size];
        Arrays.setAll(values, i -> {
            double value = random.nextGaussian();
            return tied ? Math.rint(2 * value) / 2 : value;
        });
        return values;
    }
}
