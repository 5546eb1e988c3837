package io.tidemark.stats.drift.evidently;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidemark.stats.Golden;
import io.tidemark.stats.drift.KolmogorovSmirnov;
import io.tidemark.stats.drift.TestResult;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EvidentlyDriftTest {
    static Stream<JsonNode> cases() {
        return Golden.cases("evidently.json");
    }

    @ParameterizedTest
    @MethodSource("cases")
    void everyScoreAndVerdictIsEvidentlys(JsonNode column) {
        double[] reference = Golden.sample(column.get("reference"));
        double[] current = Golden.sample(column.get("current"));
        ColumnKind kind = ColumnKind.valueOf(column.get("kind").asText());

        for (EvidentlyMethod method : EvidentlyMethod.values()) {
            double expected = Golden.number(column.get("scores").get(method.key()));
            Optional<EvidentlyDrift.Finding> found = EvidentlyDrift.drift(method, kind, reference, current);
            if (Double.isNaN(expected)) {
                assertThat(found).as(method.key()).isEmpty();
            } else {
                double tolerance = method == EvidentlyMethod.HELLINGER && expected < 1e-6 ? 1e-7 : 1e-9;
                assertThat(found.orElseThrow().score()).as(method.key()).isCloseTo(expected, within(tolerance));
                assertThat(found.orElseThrow().drifted())
                        .as(method.key())
                        .isEqualTo(column.get("drifted").get(method.key()).asBoolean());
            }
        }
        assertThat(EvidentlyDrift.defaultMethod(kind, reference, current).map(EvidentlyMethod::key))
                .hasValue(column.get("default").asText());
    }

    @Test
    void columnsWithoutValuesOnASideHaveNoScore() {
        double[] missing = {Double.NaN, Double.POSITIVE_INFINITY};
        for (EvidentlyMethod method : EvidentlyMethod.values()) {
            assertThat(EvidentlyDrift.score(method, ColumnKind.REAL, missing, new double[] {1, 2}))
                    .isEmpty();
            assertThat(EvidentlyDrift.score(method, ColumnKind.CATEGORY, new double[] {1, 2}, missing))
                    .isEmpty();
        }
        assertThat(EvidentlyDrift.drift(ColumnKind.REAL, missing, missing)).isEmpty();
        assertThat(EvidentlyDrift.defaultMethod(ColumnKind.REAL, missing, missing))
                .isEmpty();
    }

    @Test
    void rangesBeyondADoubleHaveNoBins() {
        double[] wide = IntStream.range(0, 30)
                .mapToDouble(i -> (i - 15) * (Double.MAX_VALUE / 16))
                .toArray();
        assertThat(EvidentlyDrift.score(EvidentlyMethod.PSI, ColumnKind.REAL, wide, wide))
                .isEmpty();
        double[] narrow = IntStream.range(0, 30)
                .mapToDouble(i -> 1 + i * Math.ulp(1.0) / 16)
                .toArray();
        assertThat(EvidentlyDrift.score(EvidentlyMethod.PSI, ColumnKind.REAL, narrow, narrow))
                .hasValue(0);
    }

    @Test
    void factsOfTwoWeylSequences() {
        double[] reference = IntStream.range(0, 1_000)
                .mapToDouble(i -> fraction(i * 0.6180339887498949))
                .toArray();
        double[] current = IntStream.range(0, 700)
                .mapToDouble(j -> Math.pow(fraction(j * 0.7548776662466927), 1.1))
                .toArray();
        assertThat(EvidentlyDrift.score(EvidentlyMethod.PSI, ColumnKind.REAL, reference, current)
                        .orElseThrow())
                .isCloseTo(0.010402491798201784, within(1e-12));
        TestResult ks = KolmogorovSmirnov.test(reference, current).orElseThrow();
        assertThat(ks.statistic()).isCloseTo(0.04014285714285715, within(1e-15));
        assertThat(ks.pValue()).isCloseTo(0.5063448853923189, within(1e-12));
    }

    private static double fraction(double value) {
        return value - Math.floor(value);
    }

    @Test
    void wholeNumbersOnBothSidesMakeAnIntegerColumn() {
        assertThat(ColumnKind.ofNumbers(new double[] {1, 2}, new double[] {3})).isEqualTo(ColumnKind.INTEGER);
        assertThat(ColumnKind.ofNumbers(new double[] {1, 2}, new double[] {3.5}))
                .isEqualTo(ColumnKind.REAL);
        assertThat(ColumnKind.ofNumbers(new double[] {1, Double.NaN}, new double[] {3}))
                .isEqualTo(ColumnKind.REAL);
    }
}
