package io.tidemark.model.feature;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.model.feature.Violation.Reason;
import io.tidemark.model.manifest.FeatureSpec.BooleanFeature;
import io.tidemark.model.manifest.FeatureSpec.CategoryFeature;
import io.tidemark.model.manifest.FeatureSpec.NumberFeature;
import io.tidemark.model.manifest.FeatureSpec.Unseen;
import io.tidemark.model.manifest.Range;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RawEncoderTest {
    private static final RawEncoder ENCODER = new RawEncoder(List.of(
            new NumberFeature("income", true, "USD", new Range(0, 100), Optional.empty(), false),
            new NumberFeature("rooms", false, "", new Range(-10, 10), Optional.empty(), true),
            new CategoryFeature("region", false, List.of("north", "south", "1", "true"), Unseen.REJECT),
            new CategoryFeature("shop", false, List.of("a", "b"), Unseen.ACCEPT),
            new BooleanFeature("member", false)));

    static Stream<Arguments> goodValues() {
        return Stream.of(
                Arguments.of("income", 2.5, 0, 2.5),
                Arguments.of("income", 0.0, 0, 0.0),
                Arguments.of("income", 100L, 0, 100.0),
                Arguments.of("rooms", 3L, 1, 3.0),
                Arguments.of("rooms", -3.0, 1, -3.0),
                Arguments.of("rooms", null, 1, Double.NaN),
                Arguments.of("region", "south", 2, 1.0),
                Arguments.of("region", 1L, 2, 2.0),
                Arguments.of("region", 1.0, 2, 2.0),
                Arguments.of("region", true, 2, 3.0),
                Arguments.of("region", null, 2, Double.NaN),
                Arguments.of("shop", "b", 3, 1.0),
                Arguments.of("shop", "c", 3, -1.0),
                Arguments.of("shop", "", 3, -1.0),
                Arguments.of("member", true, 4, 1.0),
                Arguments.of("member", false, 4, 0.0),
                Arguments.of("member", null, 4, Double.NaN));
    }

    @ParameterizedTest
    @MethodSource("goodValues")
    void encodes(String feature, @Nullable Object value, int column, double expected) {
        double[] raw = new double[ENCODER.width()];

        assertThat(ENCODER.encode(with(feature, value), raw)).isNull();
        assertThat(Double.valueOf(raw[column])).isEqualTo(Double.valueOf(expected));
    }

    static Stream<Arguments> badValues() {
        return Stream.of(
                Arguments.of("income", null, Reason.MISSING_FEATURE, "required"),
                Arguments.of("income", "12", Reason.WRONG_TYPE, "Found '12' of type string, expected a number"),
                Arguments.of("income", true, Reason.WRONG_TYPE, "of type boolean"),
                Arguments.of("income", Double.NaN, Reason.NOT_FINITE, "Found NaN"),
                Arguments.of("income", Double.POSITIVE_INFINITY, Reason.NOT_FINITE, "Found Infinity"),
                Arguments.of("income", -0.001, Reason.OUT_OF_RANGE, "expected a number in [0.0, 100.0] USD."),
                Arguments.of("income", 101L, Reason.OUT_OF_RANGE, "Found 101.0"),
                Arguments.of("income", Long.MAX_VALUE, Reason.OUT_OF_RANGE, "Found 9.2"),
                Arguments.of("rooms", 2.5, Reason.WRONG_TYPE, "expected a whole number"),
                Arguments.of("rooms", "x".repeat(99), Reason.WRONG_TYPE, "'" + "x".repeat(40) + "...'"),
                Arguments.of("rooms", 11L, Reason.OUT_OF_RANGE, "[-10.0, 10.0]."),
                Arguments.of("region", "norht", Reason.UNKNOWN_CATEGORY, "Nearest: north."),
                Arguments.of("region", "", Reason.UNKNOWN_CATEGORY, "expected one of north, south, 1, true."),
                Arguments.of("region", 1.5, Reason.WRONG_TYPE, "expected a category"),
                Arguments.of("region", Double.NaN, Reason.WRONG_TYPE, "expected a category"),
                Arguments.of("member", 1L, Reason.WRONG_TYPE, "expected true or false"),
                Arguments.of("member", "true", Reason.WRONG_TYPE, "of type string"));
    }

    @ParameterizedTest
    @MethodSource("badValues")
    void refuses(String feature, @Nullable Object value, Reason reason, String message) {
        Violation violation = violation(with(feature, value));

        assertThat(violation.reason()).isEqualTo(reason);
        assertThat(violation.feature()).isEqualTo(feature);
        assertThat(violation.message()).startsWith("Feature " + feature + ": ").contains(message);
    }

    @Test
    void ofSeveralViolationsTheFirstInTheManifestsOrderIsTold() {
        Violation violation = violation(Map.of("member", 1L, "rooms", "x", "region", "z"));

        assertThat(violation.feature()).isEqualTo("income");
    }

    @Test
    void aViolationDoesNotOutliveItsRow() {
        double[] raw = new double[ENCODER.width()];
        assertThat(ENCODER.encode(Map.of(), raw)).isNotNull();

        assertThat(ENCODER.encode(Map.of("income", 1.0), raw)).isNull();
    }

    @Test
    void namesThatTheManifestDoesNotKnowAreCountedAndPassedOver() {
        Map<String, Object> values = Map.of("income", 1.0, "colour", "red", "size", 3L);

        assertThat(ENCODER.encode(values, new double[ENCODER.width()])).isNull();
        assertThat(ENCODER.unknown(values)).isEqualTo(2);
        assertThat(ENCODER.unknown(Map.of())).isZero();
    }

    private static Violation violation(Map<String, ? extends @Nullable Object> values) {
        return Objects.requireNonNull(ENCODER.encode(values, new double[ENCODER.width()]), "a violation");
    }

    private static Map<String, @Nullable Object> with(String feature, @Nullable Object value) {
        Map<String, @Nullable Object> values = new HashMap<>(Map.of("income", 1.0));
        values.put(feature, value);
        return values;
    }
}
