package io.tidemark.stats.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidemark.stats.Golden;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The metrics of a batch equal scikit-learn's, weighted ones too.
class ScikitLearnTest {
    static Stream<JsonNode> regression() {
        return Golden.cases("regression.json");
    }

    @ParameterizedTest
    @MethodSource
    void regression(JsonNode expected) {
        double[] actual = Golden.sample(expected.get("actual"));
        double[] predicted = Golden.sample(expected.get("predicted"));

        assertMetrics(RegressionAccumulator.of(actual, predicted).report(), expected.get("metrics"));
        if (expected.has("weights")) {
            double[] weights = Golden.sample(expected.get("weights"));
            assertMetrics(WeightedMetrics.regression(actual, predicted, weights), expected.get("weighted"));
        }
    }

    static Stream<JsonNode> binary() {
        return Golden.cases("binary.json");
    }

    @ParameterizedTest
    @MethodSource
    void binary(JsonNode expected) {
        double[] actual = Golden.sample(expected.get("actual"));
        double[] predicted = Golden.sample(expected.get("predicted"));

        BinaryAccumulator accumulator = BinaryAccumulator.of(actual, predicted);

        assertMetrics(accumulator.report(), expected.get("metrics"));
        assertCalibration(accumulator.calibration(), expected.get("calibration"));
        if (expected.has("weights")) {
            double[] weights = Golden.sample(expected.get("weights"));
            assertMetrics(WeightedMetrics.binary(actual, predicted, weights, 0.5), expected.get("weighted"));
        }
    }

    private static void assertCalibration(List<CalibrationBin> found, JsonNode expected) {
        assertThat(found).hasSize(expected.size());
        for (int i = 0; i < found.size(); i++) {
            assertThat(found.get(i).rows())
                    .isEqualTo(expected.get(i).get("rows").asLong());
            assertClose(
                    "predicted", found.get(i).meanPredicted(), expected.get(i).get("predicted"));
            assertClose("actual", found.get(i).shareActual(), expected.get(i).get("actual"));
        }
    }

    static Stream<JsonNode> multiclass() {
        return Golden.cases("multiclass.json");
    }

    @ParameterizedTest
    @MethodSource
    void multiclass(JsonNode expected) {
        double[] actual = Golden.sample(expected.get("actual"));
        MulticlassAccumulator accumulator =
                new MulticlassAccumulator(expected.get("classes").asInt());

        for (int i = 0; i < actual.length; i++) {
            accumulator.add(
                    actual[i], Golden.sample(expected.get("probabilities").get(i)));
        }

        assertMetrics(accumulator.report(), expected.get("metrics"));
        JsonNode perClass = expected.get("per_class");
        IntStream.range(0, accumulator.classes()).forEach(code -> {
            ClassScores scores = accumulator.perClass().get(code);
            assertThat(scores.rows()).isEqualTo(perClass.get("rows").get(code).asLong());
            assertClose(
                    "precision", scores.precision(), perClass.get("precision").get(code));
            assertClose("recall", scores.recall(), perClass.get("recall").get(code));
            assertClose("f1", scores.f1(), perClass.get("f1").get(code));
        });
    }

    /// All of scikit-learn's metrics and no others; those that it gives as NaN are absent.
    private static void assertMetrics(MetricReport report, JsonNode expected) {
        Map<String, Double> found = report.values();
        TreeSet<String> defined = new TreeSet<>();
        expected.properties().forEach(metric -> {
            if (!metric.getValue().isNull()) {
                defined.add(metric.getKey());
            }
        });
        assertThat(new TreeSet<>(found.keySet())).isEqualTo(defined);
        found.forEach((name, value) -> assertClose(name, value, expected.get(name)));
    }

    private static void assertClose(String name, double found, JsonNode expected) {
        double value = expected.asDouble();
        assertThat(found).as(name).isCloseTo(value, within(1e-12 * Math.max(1, Math.abs(value))));
    }
}
