package io.tidemark.trainer.sweep.space;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SearchSpaceTest {
    private static final SearchSpace SPACE = new SearchSpace(List.of(
            new FloatParameter("rate", 0.01, 1, true),
            new IntParameter("leaves", 2, 5, false),
            new CategoricalParameter("loss", List.of("l1", "l2", true, 3L))));

    @Test
    void aRangeUpsideDownNamesTheParameter() {
        assertFault(() -> new FloatParameter("rate", 0.3, 0.01, false), "rate", "0.3 to 0.01", "upside down");
        assertFault(() -> new IntParameter("leaves", 64, 8, true), "leaves", "64 to 8", "upside down");
    }

    @Test
    void rangesThatMeanNothingAreRefused() {
        assertFault(() -> new FloatParameter("rate", 0, 1, true), "rate", "log scale");
        assertFault(() -> new FloatParameter("rate", -1, Double.NaN, false), "rate", "finite");
        assertFault(() -> new FloatParameter("rate", -Double.MAX_VALUE, Double.MAX_VALUE, false), "rate", "width");
        assertFault(() -> new IntParameter("leaves", 0, 8, true), "leaves", "log scale");
        assertFault(() -> new IntParameter("leaves", 0, Long.MAX_VALUE, false), "leaves", "2^50");
        assertFault(() -> new CategoricalParameter("loss", List.of()), "loss", "no categories");
        assertFault(() -> new CategoricalParameter("loss", List.of("a", "b", "a")), "loss", "only once");
        assertFault(() -> new CategoricalParameter("loss", List.of(List.of())), "loss", "texts, numbers or booleans");
    }

    @Test
    void aSpaceHasParametersWithDifferentNames() {
        assertFault(() -> new SearchSpace(List.of()), "without parameters");
        IntParameter twice = new IntParameter("leaves", 1, 2, false);
        assertFault(() -> new SearchSpace(List.of(twice, twice)), "leaves", "twice");
    }

    @Test
    void valuesAreCheckedByName() {
        assertFault(() -> SPACE.point(Map.of("rate", 0.1, "leaves", 3L)), "loss", "no value");
        assertFault(() -> SPACE.point(values(2.0, 3L, "l1")), "rate", "2.0", "0.01 to 1.0");
        assertFault(() -> SPACE.point(values("fast", 3L, "l1")), "rate", "fast");
        assertFault(() -> SPACE.point(values(Double.NaN, 3L, "l1")), "rate", "NaN");
        assertFault(() -> SPACE.point(values(0.1, 3.5, "l1")), "leaves", "3.5", "whole number from 2 to 5");
        assertFault(() -> SPACE.point(values(0.1, 3L, "l3")), "loss", "l3", "one of");
        Map<String, Object> unknown = new LinkedHashMap<>(values(0.1, 3L, "l1"));
        unknown.put("leafs", 4L);
        assertFault(() -> SPACE.point(unknown), "leafs", "only [rate, leaves, loss]");
    }

    private static Map<String, Object> values(Object rate, Object leaves, Object loss) {
        return Map.of("rate", rate, "leaves", leaves, "loss", loss);
    }

    private static void assertFault(Supplier<?> wrong, String... parts) {
        assertThatThrownBy(wrong::get)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll(parts);
    }

    @Test
    void aLogScaleMultiplies() {
        assertThat((Double) SPACE.parameters().getFirst().value(0.5)).isCloseTo(0.1, within(1e-12));
        assertThat(SPACE.parameters().getFirst().coordinate(0.1)).isCloseTo(0.5, within(1e-12));
        assertThat(new IntParameter("n", 1, 1000, true).value(0.5)).isEqualTo(22L);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.2, 0.33, 0.499, 0.7, 0.999, 1})
    void whatIsThereAndBackIsTheSame(double coordinate) {
        for (Parameter parameter : SPACE.parameters()) {
            Object value = parameter.value(coordinate);

            Object back = parameter.value(parameter.coordinate(value));

            if (value instanceof Double number) {
                assertThat((Double) back).isCloseTo(number, within(1e-12));
            } else {
                assertThat(back).isEqualTo(value);
            }
        }
    }

    @Test
    void everyWholeNumberAndCategoryHasAnEqualShareOfTheScale() {
        List<Object> seen = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            seen.add(SPACE.parameters().get(1).value((i + 0.01) / 4));
            seen.add(SPACE.parameters().get(1).value((i + 0.99) / 4));
            seen.add(SPACE.parameters().get(2).value((i + 0.5) / 4));
        }

        assertThat(seen).containsExactly(2L, 2L, "l1", 3L, 3L, "l2", 4L, 4L, true, 5L, 5L, 3L);
    }

    @Test
    void endsOfARangeAreReachedExactly() {
        assertThat(SPACE.values(new double[] {0, 0, 0}))
                .containsEntry("rate", 0.01)
                .containsEntry("leaves", 2L);
        assertThat(SPACE.values(new double[] {1, 1, 1}))
                .containsEntry("rate", 1.0)
                .containsEntry("loss", 3L);
    }

    @Test
    void aConstantIsAllowed() {
        SearchSpace constant = new SearchSpace(
                List.of(new FloatParameter("rate", 0.1, 0.1, true), new IntParameter("leaves", 7, 7, false)));

        assertThat(constant.points()).isEqualTo(1);
        assertThat(constant.values(new double[] {0.3, 0.9}))
                .containsEntry("rate", 0.1)
                .containsEntry("leaves", 7L);
    }

    @Test
    void pointsAreCounted() {
        assertThat(new SearchSpace(SPACE.parameters().subList(1, 3)).points()).isEqualTo(16);
        assertThat(SPACE.points()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void wholeNumbersAreReadWhateverTheirType() {
        assertThat(SPACE.values(SPACE.point(values(1, 3, 3))))
                .containsEntry("rate", 1.0)
                .containsEntry("leaves", 3L)
                .containsEntry("loss", 3L);
    }
}
